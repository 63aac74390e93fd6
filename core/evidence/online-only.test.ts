// What must not be kept, in the forms it could come in; and what looks like it and is none.
import { describe, expect, it } from 'vitest';
import { isOnlineOnlyBytes, isOnlineOnlyText } from './online-only.ts';

const pid =
  '<PidData><Resp errCode="0"/><Skey ci="20291231">c2VhbGVkIGtleQ==</Skey><Hmac>aG1hYw==</Hmac><Data type="X">ZGF0YQ==</Data></PidData>';
const sbi = '{"specVersion":"0.9.5","data":"a.b.c","sessionKey":"c2VhbGVk","thumbprint":"AB"}';
const sixteen = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const eight = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const picture = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0]);

describe('what is online-only by law', () => {
  it.each([
    ['PidData', pid],
    ['its parts alone', 'see <Hmac>aG1hYw==</Hmac>'],
    ['under a prefix, attributes in another order', '<u:Skey type="x" ci="1">'],
    ['an authentication request', '<Auth uid="999941057058" ac="public">'],
    ['an OTP request', '<Otp uid="999941057058" ver="2.5"/>'],
    ['a sealed capture of SBI', sbi],
    ['the same quoted in JSON', JSON.stringify({ note: sbi })],
    ['in base64', `the device said ${Buffer.from(pid).toString('base64')}`],
    ['in base64 for addresses', Buffer.from(pid).toString('base64url')],
    ['a code beside its name', 'Customer read out OTP 123456 to me'],
    ['a code before its name', '4821 was the one-time password'],
    ['in Hindi', 'ग्राहक का ओटीपी 48 21 90 था'],
    ['as a field', JSON.stringify({ otp: '123456' })],
  ])('OB21 a text is known as such: %s', (_, text) => {
    expect(isOnlineOnlyText(text)).toBe(true);
    expect(isOnlineOnlyText(JSON.stringify({ face: { reason: text } }))).toBe(true);
  });

  it('OB21 as evidence: in eight bits and sixteen, and behind the head of a picture', () => {
    for (const text of [pid, sbi]) {
      expect(isOnlineOnlyBytes(eight(text))).toBe(true);
      expect(isOnlineOnlyBytes(sixteen(text))).toBe(true);
      expect(isOnlineOnlyBytes(Uint8Array.from([0xff, 0xfe, ...sixteen(text)]))).toBe(true);
      expect(isOnlineOnlyBytes(Uint8Array.from([...picture, ...eight(text)]))).toBe(true);
      expect(isOnlineOnlyBytes(Uint8Array.from([...picture, ...sixteen(text)]))).toBe(true);
    }
  });

  it.each([
    ['a name', 'Pidha Otpal Auth'],
    ['an address with its pin code', 'Flat 12, OTP Road, Pune 411038'],
    ['a telephone number', '+919000012345'],
    ['a refusal', 'The customer did not receive the OTP'],
    ['a code of the bank by its count', '{"triesLeft":5,"state":"code-sent"}'],
    ['a digest', 'ab'.repeat(32)],
    ['other XML', '<OfflinePaperlessKyc referenceId="1234">'],
  ])('OB21 and what only looks like it goes: %s', (_, text) => {
    expect(isOnlineOnlyText(text)).toBe(false);
  });

  it('OB21 a picture without any goes, whatever its bytes', () => {
    let seed = 7;
    const noise = Uint8Array.from({ length: 400_000 }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed >> 16;
    });
    expect(isOnlineOnlyBytes(Uint8Array.from([...picture, ...noise.subarray(0, 100_000)]))).toBe(false);
    expect(isOnlineOnlyBytes(noise)).toBe(false);
    expect(isOnlineOnlyBytes(new Uint8Array())).toBe(false);
  });
});
