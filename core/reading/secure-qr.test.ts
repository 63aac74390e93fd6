// The Secure QR taken apart: every version, the photo that begins with the delimiter, and what is no such code.
import { describe, expect, it } from 'vitest';
import { addressOf, birthDay, fieldsOfPerson } from './aadhaar-person.ts';
import { digitsOf, invented, signedPart } from './secure-qr.fixture.ts';
import { packedBytes, parseSecureQr } from './secure-qr.ts';

const signature = new Uint8Array(256).fill(7);
const codestream = Uint8Array.from([0xff, 0x4f, 0xff, 0x51, 1, 2, 0xff, 3]);
const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => [...part]));
const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

function parsed(bytes: Uint8Array) {
  const result = parseSecureQr(bytes);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

describe('Secure QR', () => {
  it.each([
    ['V1', null, [], null],
    ['V2', 'V2', [], '0101'],
    ['V3', 'V3', [], '0101'],
    ['V5', 'V5', ['later', ''], '0101'],
  ] as const)('%s: fields, photo, hashes and what is signed', (version, tag, more, mobile) => {
    const hashes = join(hash(1), hash(2));
    const signed = signedPart({ version: tag, indicator: '3', more, photo: codestream, hashes });
    const qr = parsed(join(signed, signature));
    expect(qr).toMatchObject({
      version,
      lastFour: '5625',
      issuedAt: '20260301101530123',
      person: invented,
      mobileLastFour: mobile,
      emailHash: hash(1),
      mobileHash: hash(2),
    });
    expect(qr.photo).toEqual(codestream);
    expect(qr.signed).toEqual(signed);
    expect(qr.signature).toEqual(signature);
  });

  it.each([
    ['0', 0, null, null],
    ['1', 1, hash(9), null],
    ['2', 1, null, hash(9)],
  ] as const)('indicator %s: %i hashes', (indicator, count, email, mobile) => {
    const hashes = join(...Array.from({ length: count }, () => hash(9)));
    const qr = parsed(join(signedPart({ indicator, photo: codestream, hashes }), signature));
    expect([qr.emailHash, qr.mobileHash]).toEqual([email, mobile]);
    expect(qr.photo).toEqual(codestream);
  });

  it('a code without a photo has an empty one', () => {
    expect(parsed(join(signedPart(), signature)).photo.length).toBe(0);
  });

  it('letters beyond ASCII are ISO 8859-1', () => {
    const qr = parsed(join(signedPart({ person: { name: 'José D’Souza'.replace('’', "'") } }), signature));
    expect(qr.person.name).toBe("José D'Souza");
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['too short for a signature', new Uint8Array(255)],
    ['no delimiters', new Uint8Array(2000).fill(65)],
    ['delimiters only', new Uint8Array(2000).fill(0xff)],
    ['cut within its fields', join(signedPart().subarray(0, 60), signature)],
    ['an indicator nobody defined', join(signedPart({ indicator: '7' }), signature)],
    ['a reference without digits', join(signedPart({ lastFour: 'ABCD' }), signature)],
    ['hashes that are not there', join(signedPart({ indicator: '3' }), signature)],
  ])('refuses %s', (_, bytes) => {
    expect(parseSecureQr(bytes)).toEqual({ ok: false, error: { kind: 'not-a-secure-qr' } });
  });

  it('digits become the bytes they write, and other text none', () => {
    const bytes = Uint8Array.from({ length: 400 }, (_, i) => (i * 37 + 5) % 256);
    expect(packedBytes(digitsOf(bytes))).toEqual(bytes);
    expect(packedBytes('999941057058')).toBeNull();
    expect(packedBytes('9'.repeat(8000))).toBeNull();
    expect(packedBytes(`${'9'.repeat(900)}x`)).toBeNull();
  });
});

describe('who a code says somebody is', () => {
  it('an address stands from the house outwards, each part once', () => {
    expect(addressOf(invented)).toBe(
      'S/O Suresh Verma, 18, Shivaji Marg, Hazratganj, Lucknow, Uttar Pradesh - 226001',
    );
  });

  it.each([
    ['14-03-1988', '1988-03-14'],
    ['14/03/1988', '1988-03-14'],
    ['1988-03-14', '1988-03-14'],
    ['1988', null],
    ['31-02-1988', null],
    ['', null],
  ])('%j is the day %j', (written, day) => expect(birthDay(written)).toBe(day));

  it('what it does not say is left out', () => {
    const fields = fieldsOfPerson({ ...invented, birth: '1988', gender: '?' }, 'barcode', {
      proof: null,
      confidence: 0.9,
    });
    expect(fields.map((field) => field.name)).toEqual(['name', 'address']);
  });
});
