// The worked examples of PACE in ICAO Doc 9303-11, Appendices G and H (ECDH, generic and integrated mapping, brainpoolP256r1,
// AES-128), number by number, the first command by command; the MAC by RFC 4493.
import { describe, expect, it } from 'vitest';
import { ok } from '#core/kernel/result.ts';
import { cmac, deriveAesKey } from './aes.ts';
import { pseudoRandom } from './integrated-mapping.ts';
import { openByPace } from './open-by-pace.ts';
import {
  agree,
  keyPair,
  mapGeneric,
  mapIntegrated,
  openNonce,
  ownGenerator,
  passwordKey,
  pointOf,
  tokenOf,
} from './pace.ts';
import type { CardChannel } from './pcsc-library.ts';
import { aesSealing, SecureChannel } from './secure-messaging.ts';
import { readPaceInfos, type PaceInfo } from './security-infos.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const number = (text: string) => BigInt(`0x${text}`);
const cardAccess = hex('31 14 30 12 06 0A 04007F00070202040202 0201 02 0201 0D');
const key = { documentNumber: 'T22000129', birthDate: '640812', expiryDate: '101031' };
const secrets = {
  mapping: number('7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99'),
  agreement: number('A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595'),
  added: hex('5DD4CBFC96F5453B130D890A1CDBAE32'),
};
const sealedNonce = '95A3A016522EE98D01E76CB6B98B42C3';
const readerMapping =
  '047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E' +
  '544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D';
const chipMapping =
  '04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57' +
  '30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54';
const mappedGenerator =
  '048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2' +
  '8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522';
const readerPoint =
  '042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C' +
  '3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462';
const chipPoint =
  '049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB' +
  '7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094';
const readerToken = 'C2B0BD78D94BA866';
const chipToken = '3ABB9674BCE93C08';

function spoken(): PaceInfo {
  const [info] = readPaceInfos(cardAccess);
  if (!info) throw new Error('no PACE');
  return info;
}

/** A chip that says what the example's chip says, and keeps what it is told. */
function scripted(answers: readonly string[]) {
  const sent: string[] = [];
  const card: CardChannel = {
    async transmit(command) {
      sent.push(command.toString('hex').toUpperCase());
      return ok(hex(answers[sent.length - 1] ?? '6F00'));
    },
    close: async () => undefined,
  };
  return { card, sent };
}

const answers = [
  '9000',
  `7C128010${sealedNonce}9000`,
  `7C438241${chipMapping}9000`,
  `7C438441${chipPoint}9000`,
  `7C0A8608${chipToken}9000`,
];

describe('DV37 the worked example of PACE in ICAO 9303-11, Appendix G', () => {
  const info = spoken();

  it('G.1: the chip tells what it speaks; the password gives a key, the key the nonce', () => {
    expect(info).toMatchObject({ mapping: 'generic', bits: 128, parameterId: 13 });
    expect(passwordKey(key, info)).toEqual(hex('89DED1B26624EC1E634C1989302849DD'));
    expect(openNonce(passwordKey(key, info), hex(sealedNonce))).toEqual(
      hex('3F00C4D39D153F2B2A214A078D899B22'),
    );
  });

  it('G.2 and G.3: the mapped generator, the keys, the tokens', () => {
    expect(keyPair(info, ownGenerator(info), secrets.mapping).point).toEqual(hex(readerMapping));
    const other = pointOf(info, hex(chipMapping));
    const generator =
      other && mapGeneric(info, hex('3F00C4D39D153F2B2A214A078D899B22'), secrets.mapping, other);
    const chip = pointOf(info, hex(chipPoint));
    if (!generator || !chip) throw new Error('no points');
    expect(Buffer.from(generator.toBytes(false))).toEqual(hex(mappedGenerator));
    expect(keyPair(info, generator, secrets.agreement).point).toEqual(hex(readerPoint));
    const keys = agree(info, secrets.agreement, chip);
    expect(keys.encryption).toEqual(hex('F5F0E35C0D7161EE6724EE513A0D9A7F'));
    expect(keys.mac).toEqual(hex('FE251C7858B356B24514B3BD5F4297D1'));
    expect(tokenOf(info, keys, hex(chipPoint))).toEqual(hex(readerToken));
    expect(tokenOf(info, keys, hex(readerPoint))).toEqual(hex(chipToken));
  });

  it('every command of it, byte for byte, and the first ones under the keys it gives', async () => {
    const { card, sent } = scripted(answers);
    const opened = await openByPace(card, info, key, secrets);
    if (!opened.ok) throw new Error(opened.error.kind);
    expect(sent).toEqual([
      '0022C1A412800A04007F0007020204020283010184010D',
      '10860000027C0000',
      `10860000457C438141${readerMapping}00`,
      `10860000457C438341${readerPoint}00`,
      `008600000C7C0A8508${readerToken}00`,
    ]);
    const select = opened.value.sealCommand({
      header: [0x00, 0xa4, 0x02, 0x0c],
      data: hex('011E'),
      expected: null,
    });
    expect(select).toEqual(hex('0CA4020C1D871101EE0E4724F4465C1BE9C2F73ABDD73A3D8E08835D1B54575C955F00'));
    expect(opened.value.openAnswer(hex('990290008E08BEA7B381C494A0799000'))?.status).toBe(0x9000);
    const read = opened.value.sealCommand({ header: [0x00, 0xb0, 0x00, 0x00], data: null, expected: 4 });
    expect(read).toEqual(hex('0CB000000D9701048E08AA6BA54F44DF836400'));
    expect(
      opened.value.openAnswer(hex('871101645C0B1F998A088278D07942BBE94B60990290008E0894A33C6AA2D8CCC89000'))
        ?.data,
    ).toEqual(hex('60145F01'));
  });

  it('H.1: the integrated mapping, its keys, its tokens', () => {
    const nonce = hex('2923BE84E16CD6AE529049F1F1BBE9EB');
    expect(pseudoRandom(128, nonce, secrets.added, 256)).toEqual(
      hex('E4447E2DFB3586BAC05DDB00156B57FBB2179A3949294C97254189800C517BAA8DA0FF397ED8C445D3E421E4FEB57322'),
    );
    const integrated: PaceInfo = { ...info, mapping: 'integrated', protocol: hex('04007F00070202040402') };
    const generator = mapIntegrated(integrated, nonce, secrets.added);
    if (!generator) throw new Error('no generator');
    expect(Buffer.from(generator.toBytes(false))).toEqual(
      hex(
        '048E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77691E31E90AEA77FB17D427' +
          '4C1AE14BD0C3DBAC0C871B7F3608169364437CA30AC243A089D3F266C1E60FAD',
      ),
    );
    const chip = keyPair(
      integrated,
      generator,
      number('107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A'),
    );
    const reader = keyPair(integrated, generator, secrets.agreement);
    const other = pointOf(integrated, chip.point);
    if (!other) throw new Error('no point');
    const keys = agree(integrated, reader.secret, other);
    expect(keys.encryption).toEqual(hex('0D3FEB33251A6370893D62AE8DAAF51B'));
    expect(keys.mac).toEqual(hex('B01E89E3D9E8719E586B50B4A7506E0B'));
    expect(tokenOf(integrated, keys, chip.point)).toEqual(hex('450F02B86F6A0909'));
    expect(tokenOf(integrated, keys, reader.point)).toEqual(hex('75D4D96E8D5B0308'));
  });

  it('asks with the access number where there is one', async () => {
    const { card, sent } = scripted([...answers.slice(0, 4), '6300']);
    const refused = await openByPace(card, info, { accessNumber: '123456' }, secrets);
    expect(refused).toMatchObject({ error: { kind: 'access-denied' } });
    expect(sent[0]).toBe('0022C1A412800A04007F0007020204020283010284010D');
    expect(passwordKey({ accessNumber: '123456' }, info)).toEqual(hex('591468CDA83D65219CCCB8560233600F'));
  });

  it.each([
    ['a nonce that is too short', 1, '7C0480020102 9000', 'answer-malformed'],
    ['a point off the curve', 2, `7C438241${chipMapping.slice(0, -2)}559000`, 'answer-malformed'],
    ['a compressed point', 2, `7C23822102${chipMapping.slice(2, 66)}9000`, 'answer-malformed'],
    ['our own point', 2, `7C438241${readerMapping}9000`, 'answer-malformed'],
    ['our own point again', 3, `7C438441${readerPoint}9000`, 'answer-malformed'],
    ['a token that proves nothing', 4, '7C0A860800112233445566779000', 'signature-wrong'],
    ['no token', 4, '9000', 'answer-malformed'],
    ['a refusal on the way', 2, '6A80', 'not-supported'],
  ])('refuses %s', async (_, at, said, kind) => {
    const { card } = scripted(answers.with(at, said));
    expect(await openByPace(card, info, key, secrets)).toMatchObject({ error: { kind } });
  });

  it('derives keys of every length, and the MAC of RFC 4493', () => {
    const secret = hex('7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD');
    expect(deriveAesKey(secret, 1, 192)).toEqual(hex('11504483F04A10A66A8FCD6D348C75A961809C54EDAA2117'));
    expect(deriveAesKey(secret, 3, 256)).toEqual(
      hex('D79A23C126202AC9051FEBFBC0E8A03B1C6645D85752B4B71408FA229AB6D56B'),
    );
    const rfc = hex('2B7E151628AED2A6ABF7158809CF4F3C');
    const text = hex('6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411');
    expect(cmac(rfc, Buffer.alloc(0))).toEqual(hex('BB1D6929E95937287FA37D129B756746'));
    expect(cmac(rfc, text.subarray(0, 16))).toEqual(hex('070A16B46B4D4144F79BDD9DD04A287C'));
    expect(cmac(rfc, text)).toEqual(hex('DFA66747DE9AE63030CA32611497C827'));
  });

  it('passes over what it does not speak, and prefers the stronger', () => {
    const several = hex(
      '3150 3012060A04007F0007020204020202010202010D 3012060A04007F00070202040204020102020110' +
        '3012060A04007F00070202040101020102020100 3012060A04007F00070202040604020102020110',
    );
    expect(readPaceInfos(several).map(({ bits, parameterId }) => [bits, parameterId])).toEqual([
      [256, 16],
      [128, 13],
    ]);
    for (let cut = 0; cut < several.length; cut += 1)
      expect(readPaceInfos(several.subarray(0, cut))).toEqual([]);
    const channel = new SecureChannel(
      aesSealing({ encryption: hex(chipToken.repeat(2)), mac: hex(chipToken.repeat(2)) }),
      0n,
    );
    expect(channel.openAnswer(hex('990290008E080000000000000000 9000'))).toBeNull();
  });
});
