import { describe, expect, it } from 'vitest';
import type { DocumentReading } from '#core/reading/field.ts';
import { identityHash, separateIdentity } from './identity-hash.ts';

const key = Buffer.alloc(32, 7).toString('base64url');
const number = '999941057058';
const reading: DocumentReading = {
  kind: 'aadhaar',
  portrait: null,
  covered: [],
  fields: [
    { name: 'name', value: 'Meera Nair', confidence: 0.9, source: 'ocr', proof: null, where: null },
    { name: 'aadhaarNumber', value: number, confidence: 0.9, source: 'ocr', proof: 'verhoeff', where: null },
  ],
};

describe('what may be kept of a number', () => {
  it('keeps the last four digits and a keyed hash, and the number apart from both', () => {
    const separated = separateIdentity(reading, key);
    if (!separated) throw new Error('no number');
    const { whole, ...kept } = separated;
    expect(kept.identity.aadhaar).toEqual({ lastFour: '7058', whole: null });
    expect(JSON.stringify(kept)).not.toContain(number.slice(0, 8));
    expect(whole).toBe(number);
  });

  it('hashes by key and by kind', () => {
    const other = Buffer.alloc(32, 8).toString('base64url');
    const hashes = new Set([
      identityHash(key, 'aadhaar', number),
      identityHash(other, 'aadhaar', number),
      identityHash(key, 'passport', number),
    ]);
    expect(hashes.size).toBe(3);
  });

  it('says when there is no number', () => {
    expect(separateIdentity({ ...reading, fields: [] }, key)).toBeNull();
  });
});
