// Which source stands, and that nobody who disagrees is lost.
import { describe, expect, it } from 'vitest';
import type { FieldReading } from '#core/reading/field.ts';
import { agree, climb, rungOf } from './trust-ladder.ts';

const claim = (
  source: FieldReading['source'],
  value: string,
  more: Partial<FieldReading> = {},
): FieldReading => ({ name: 'name', value, confidence: 0.9, source, proof: null, where: null, ...more });

const box = { side: 'front' as const, box: { x: 1, y: 2, width: 3, height: 4 } };

describe('the trust ladder', () => {
  it('TL1 ranks signed QR, signed XML, MRZ with check digits, OCR with checksum, OCR, typed', () => {
    const order = [
      claim('signed-qr', 'A', { proof: 'issuer-signature' }),
      claim('signed-xml', 'B', { proof: 'issuer-signature' }),
      claim('mrz', 'C', { proof: 'check-digits' }),
      claim('mrz', 'D'),
      claim('barcode', 'E'),
      claim('ocr', 'F', { proof: 'verhoeff' }),
      claim('ocr', 'G', { confidence: 1 }),
      claim('typed', 'H', { confidence: 1 }),
    ];
    for (let from = 0; from < order.length; from++) {
      const rest = order.slice(from);
      expect(climb(rest.toReversed())[0]?.value).toBe(order[from]?.value);
      expect(climb(rest)[0]?.value).toBe(order[from]?.value);
    }
  });

  it('TL2 a signed source whose signature nobody proved stands no higher than any barcode', () => {
    expect(rungOf({ source: 'signed-qr', proof: null })).toBe('barcode');
    const mrz = claim('mrz', 'Anil Verma', { proof: 'check-digits' });
    expect(climb([claim('signed-qr', 'Sunil Verma'), mrz])[0]?.value).toBe('Anil Verma');
  });

  it('TL3 keeps who disagrees, with source and place', () => {
    const [field] = climb([
      claim('ocr', 'Ramesh Kumar', { where: box }),
      claim('signed-qr', 'Suresh Kumar', { proof: 'issuer-signature', confidence: 1 }),
    ]);
    expect(field).toMatchObject({
      value: 'Suresh Kumar',
      source: 'signed-qr',
      rivals: [{ value: 'Ramesh Kumar', source: 'ocr', where: box }],
    });
  });

  it('TL4 who agrees is no rival, and lends its place in the picture', () => {
    const [field] = climb([
      claim('ocr', 'KUMAR RAMESH', { where: box }),
      claim('signed-qr', 'Ramesh Kumar', { proof: 'issuer-signature' }),
    ]);
    expect(field).toMatchObject({ value: 'Ramesh Kumar', where: box });
    expect(field).not.toHaveProperty('rivals');
  });

  it('TL5 the number is taken from whoever has it whole; signed digits that differ stand against it, masked', () => {
    const ocr = claim('ocr', '999941057058', { name: 'aadhaarNumber', proof: 'verhoeff' });
    const signed = (lastFour: string) =>
      claim('signed-qr', `XXXX XXXX ${lastFour}`, { name: 'aadhaarNumber', proof: 'issuer-signature' });
    expect(climb([ocr, signed('7058')])[0]).toEqual(ocr);
    const [field] = climb([signed('2697'), ocr]);
    expect(field).toMatchObject({ value: '999941057058', rivals: [{ value: 'XXXX XXXX 2697' }] });
    const other = claim('barcode', '234567890124', { name: 'aadhaarNumber' });
    const [two] = climb([ocr, other]);
    expect(two?.value).toBe('234567890124');
    expect(JSON.stringify(two?.rivals)).not.toContain('99994105');
  });

  it('TL6 two writings of an address are one while their PIN codes do not differ', () => {
    expect(agree('address', '12/3 Anna Salai, Chennai - 600017', 'Chennai 600017')).toBe(true);
    expect(agree('address', 'Anna Salai - 600017', 'Anna Salai - 600018')).toBe(false);
    expect(agree('address', 'Anna Salai', 'Anna Salai - 600018')).toBe(true);
  });

  it('TL7 of two on one rung the surer stands', () => {
    const two = [claim('ocr', 'Ramash', { confidence: 0.5 }), claim('ocr', 'Ramesh', { confidence: 0.8 })];
    expect(climb(two)[0]?.value).toBe('Ramesh');
  });

  it('TL8 an empty value is nobody’s claim', () => {
    expect(climb([claim('ocr', ' ')])).toEqual([]);
  });
});
