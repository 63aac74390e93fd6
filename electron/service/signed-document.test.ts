// From the text of a code to claims for the ladder: what each outcome may claim, and what no outcome may.
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Barcode } from '#core/reading/barcode.ts';
import { digitsOf, signedPart } from '#core/reading/secure-qr.fixture.ts';
import type { SignedOutcome } from '#core/reading/signed-source.ts';
import { unpack } from '../adapter/issuer-trust/unpack.ts';
import type { IssuerTrust } from '../port/issuer-trust.ts';
import { bestPart, signedPartOf, type SignedPart } from './signed-document.ts';

const trusting = (outcome: SignedOutcome): IssuerTrust => ({
  serial: null,
  unpack,
  judge: () => outcome,
  judgeXml: () => ({ outcome, signedText: null }),
});
const code = (text: string): Barcode => ({ format: 'qr', text, box: { x: 0, y: 0, width: 9, height: 9 } });
const photo = Uint8Array.from([0xff, 0x4f, 0xff, 0x51, 1]);
/** Incompressible, so that the packed number is as long as a real one. */
const signature = new Uint8Array(
  Array.from({ length: 8 }, (_, i) => [...createHash('sha256').update(String(i)).digest()]).flat(),
);
const secure = code(digitsOf(deflateSync(new Uint8Array([...signedPart({ photo }), ...signature]))));
const printed = code(
  '<?xml version="1.0" encoding="UTF-8"?><PrintLetterBarcodeData uid="999941057058" name="Anil Verma" gender="M" dob="14/03/1988" pc="226001"/>',
);

function partOf(barcode: Barcode, outcome: SignedOutcome): SignedPart {
  const part = signedPartOf(barcode, trusting(outcome));
  if (part === null) throw new Error('no signed part');
  return part;
}

describe('a signed part', () => {
  it('genuine: its fields carry the issuer’s signature, and its photo is handed on', () => {
    const part = partOf(secure, 'genuine');
    expect(part.source).toEqual({ form: 'secure-qr', outcome: 'genuine', version: 'V2' });
    expect(new Set(part.claims.map((claim) => `${claim.source} ${claim.proof}`))).toEqual(
      new Set(['signed-qr issuer-signature']),
    );
    expect(part.claims.find((claim) => claim.name === 'aadhaarNumber')?.value).toBe('XXXX XXXX 5625');
    expect(part.photo).toEqual(photo);
  });

  it('by an unknown key: no more than any barcode, and no photo', () => {
    const part = partOf(secure, 'unknown-key');
    expect(new Set(part.claims.map((claim) => `${claim.source} ${claim.proof}`))).toEqual(
      new Set(['barcode null']),
    );
    expect(part.photo).toBeNull();
  });

  it.each(['altered', 'unreadable'] as const)('%s: claims nothing', (outcome) => {
    expect(partOf(secure, outcome)).toMatchObject({ source: { outcome }, claims: [], photo: null });
  });

  it('digits that do not unpack are unreadable', () => {
    expect(partOf(code('7'.repeat(900)), 'genuine').source.outcome).toBe('unreadable');
  });

  it('the printed QR holds the whole number and proves nothing', () => {
    const part = partOf(printed, 'genuine');
    expect(part).toMatchObject({ source: { form: 'printed-qr', outcome: null }, wholeNumber: true });
    expect(part.claims.find((claim) => claim.name === 'aadhaarNumber')).toMatchObject({
      value: '999941057058',
      source: 'barcode',
      proof: 'verhoeff',
    });
  });

  it.each(['https://example.org', '1234567890', 'BEGIN:VCARD'])('%j is no signed part', (text) => {
    expect(signedPartOf(code(text), trusting('genuine'))).toBeNull();
  });

  it('of several parts the one that proves most speaks; an altered one before one nobody can judge', () => {
    const [genuine, altered, unknown] = (['genuine', 'altered', 'unknown-key'] as const).map((outcome) =>
      partOf(secure, outcome),
    );
    if (!genuine || !altered || !unknown) throw new Error('no parts');
    expect(bestPart([unknown, altered, genuine])).toBe(genuine);
    expect(bestPart([unknown, altered])).toBe(altered);
    expect(bestPart([])).toBeNull();
  });
});
