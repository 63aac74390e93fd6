// The worked example of ICAO Doc 9303-11, Appendix D, number by number.
import { describe, expect, it } from 'vitest';
import { accessKeys, opened, readerSession, readerToken, sealed } from './basic-access.ts';
import { SecureChannel, tripleDesSealing } from './secure-messaging.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const key = { documentNumber: 'L898902C<', birthDate: '690806', expiryDate: '940623' };
const chipNonce = hex('4608F91988702212');
const nonce = hex('781723860C06C226');
const readerPart = hex('0B795240CB7049B01C19B33E32804F0B');
const chipAnswer = hex('46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449');

describe('DV23 the worked example of ICAO 9303-11, Appendix D', () => {
  const keys = accessKeys(key);

  it('D.1 and D.2: keys from the printed zone', () => {
    expect(keys.encryption).toEqual(hex('AB94FDECF2674FDFB9B391F85D7F76F2'));
    expect(keys.mac).toEqual(hex('7962D9ECE03D1ACD4C76089DCE131543'));
    // A number of eight characters is filled up.
    expect(accessKeys({ ...key, documentNumber: 'l898902c' })).toEqual(keys);
  });

  it('D.3: authentication and session keys', () => {
    expect(readerToken(keys, nonce, chipNonce, readerPart)).toEqual(
      hex('72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A7'),
    );
    const session = readerSession(keys, nonce, chipNonce, readerPart, chipAnswer);
    expect(session?.encryption).toEqual(hex('979EC13B1CBFE9DCD01AB0FED307EAE5'));
    expect(session?.mac).toEqual(hex('F1CB1F1FB5ADF208806B89DC579DC1F8'));
    expect(session?.counter).toBe(0x887022120c06c226n);
    const wrong = Buffer.from(chipAnswer);
    wrong[3] = 0;
    expect(readerSession(keys, nonce, chipNonce, readerPart, wrong)).toBeNull();
    expect(readerSession(keys, chipNonce, chipNonce, readerPart, chipAnswer)).toBeNull();
    expect(opened(keys, sealed(keys, Buffer.alloc(32, 7)))).toEqual(Buffer.alloc(32, 7));
  });

  it('D.4: EF.COM selected and read under secure messaging', () => {
    const session = readerSession(keys, nonce, chipNonce, readerPart, chipAnswer);
    if (!session) throw new Error('no session');
    const channel = new SecureChannel(tripleDesSealing(session), session.counter);
    expect(
      channel.sealCommand({ header: [0x00, 0xa4, 0x02, 0x0c], data: hex('011E'), expected: null }),
    ).toEqual(hex('0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800'));
    expect(channel.openAnswer(hex('990290008E08FA855A5D4C50A8ED9000'))).toEqual({
      data: Buffer.alloc(0),
      status: 0x9000,
    });
    expect(channel.sealCommand({ header: [0x00, 0xb0, 0x00, 0x00], data: null, expected: 4 })).toEqual(
      hex('0CB000000D9701048E08ED6705417E96BA5500'),
    );
    expect(channel.openAnswer(hex('8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000'))?.data).toEqual(
      hex('60145F01'),
    );
    channel.sealCommand({ header: [0x00, 0xb0, 0x00, 0x04], data: null, expected: 18 });
    expect(
      channel.openAnswer(
        hex('871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000'),
      )?.data,
    ).toEqual(hex('04303130365F36063034303030305C026175'));
  });

  it('refuses an answer whose seal is wrong, or comes again', () => {
    const session = readerSession(keys, nonce, chipNonce, readerPart, chipAnswer);
    if (!session) throw new Error('no session');
    const channel = new SecureChannel(tripleDesSealing(session), session.counter);
    channel.sealCommand({ header: [0x00, 0xa4, 0x02, 0x0c], data: hex('011E'), expected: null });
    expect(channel.openAnswer(hex('990290008E08FA855A5D4C50A8EE9000'))).toBeNull();
    expect(channel.openAnswer(hex('990290008E08FA855A5D4C50A8ED9000'))).toBeNull();
    expect(channel.openAnswer(hex('6988'))).toBeNull();
  });
});
