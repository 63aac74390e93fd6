// What is read off a PAN card in its prints, and how far its number may be believed.
import { describe, expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import type { FieldReading } from '../../field.ts';
import { linesOf, type OcrWord } from '../../ocr-word.ts';
import { written } from '../../written-words.fixture.ts';
import { pan } from './module.ts';
import { panOf, suitsName } from './pan-number.ts';

const today = calendarDateSchema.parse('2026-11-20');

const labelledPrint = [
  'INCOME TAX DEPARTMENT GOVT. OF INDIA',
  'Permanent Account Number Card',
  'ABCPS1234K',
  '=i / Name',
  'RAMESH KUMAR SHARMA',
  'far &1 am / Father’s Name',
  'SURESH CHANDRA SHARMA',
  'Ft / Date of Birth',
  '15/08/1985',
];
const firstPrint = [
  'INCOME TAX DEPARTMENT GOVT. OF INDIA',
  'RAMESH KUMAR SHARMA',
  'SURESH CHANDRA SHARMA',
  '15/08/1985',
  'Permanent Account Number',
  'ABCPS1234K',
  'Signature',
];

function read(...passes: readonly (readonly OcrWord[])[]): readonly FieldReading[] {
  const words = passes.flatMap((pass, i) => pass.map((word) => ({ ...word, lineId: word.lineId + 100 * i })));
  const result = pan.read({ sides: [{ side: 'front', words }], zone: null, today });
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

const values = (fields: readonly FieldReading[]) =>
  Object.fromEntries(fields.map(({ name, value }) => [name, value]));

describe('PAN card', () => {
  it.each([
    ['with labels', labelledPrint],
    ['the first print, without', firstPrint],
  ])('%s: the holder, not the father', (_, lines) => {
    expect(values(read(written(lines)))).toEqual({
      name: 'RAMESH KUMAR SHARMA',
      panNumber: 'ABCPS1234K',
      dateOfBirth: '1985-08-15',
    });
  });

  it('finds the holder above the father where its own label was not read', () => {
    const lines = labelledPrint.map((line) => (line === '=i / Name' ? '=i ~~' : line));
    expect(values(read(written(lines)))['name']).toBe('RAMESH KUMAR SHARMA');
  });

  it('refuses a card without a number', () => {
    const lines = firstPrint.filter((line) => line !== 'ABCPS1234K');
    const words = written(lines);
    expect(pan.read({ sides: [{ side: 'front', words }], zone: null, today })).toEqual({
      ok: false,
      error: { kind: 'no-number-found' },
    });
  });

  it('CD5 one pass alone is not sure, two that agree are, and a surname that does not fit unsettles them', () => {
    const sure = (fields: readonly FieldReading[]) =>
      fields.find(({ name }) => name === 'panNumber')?.confidence ?? 0;
    const once = written(labelledPrint, 0.95);
    expect(sure(read(once))).toBeLessThan(0.85);
    expect(sure(read(once, once))).toBeGreaterThan(0.85);
    const other = labelledPrint.map((line) => line.replace('ABCPS1234K', 'ABCPX1234K'));
    const twice = written(other, 0.95);
    expect(sure(read(twice, twice))).toBeLessThan(0.85);
  });

  it('CD5 an O may be a Q to every pass alike, and is never sure', () => {
    const other = labelledPrint.map((line) => line.replace('ABCPS1234K', 'AOCPS1234K'));
    const twice = written(other, 0.97);
    const number = read(twice, twice).find(({ name }) => name === 'panNumber');
    expect(number?.value).toBe('AOCPS1234K');
    expect(number?.confidence).toBeLessThan(0.85);
  });

  it('CD9 the first of two names is the holder’s where only the father’s label was read, and that badly', () => {
    const lines = labelledPrint.map((line) =>
      line === '=i / Name' ? 'me Nanos' : line.includes('Father') ? 're 2% Fa Name' : line,
    );
    expect(values(read(written(lines)))['name']).toBe('RAMESH KUMAR SHARMA');
  });

  it('CD5 no proof is ever claimed', () => {
    expect(read(written(labelledPrint)).every(({ proof }) => proof === null)).toBe(true);
  });

  it('says where the number’s line stands, before and after it was read', () => {
    const line = pan.fieldLines.find(({ field }) => field === 'panNumber');
    const box = line?.find(linesOf(written(firstPrint)));
    expect(box).toMatchObject({ x: 100, y: 200 });
    const unread = written(firstPrint).filter(({ text }) => text !== 'ABCPS1234K');
    expect(line?.find(linesOf(unread))?.y).toBeGreaterThan(160);
  });
});

describe('PAN', () => {
  it.each([
    ['ABCPS1234K', 'ABCPS1234K'],
    ['ABCPS12340', 'ABCPS1234O'],
    // Holders that do not exist are a misread P.
    ['ABCRS1234K', 'ABCPS1234K'],
  ])('%s is %s', (signs, number) => expect(panOf(signs)?.pan).toBe(number));

  it.each(['ABCXS1234K', 'ABCPS123K', 'SEPARATELY'])('%s is none', (signs) =>
    expect(panOf(signs)).toBeNull(),
  );

  it('its fifth letter begins a name', () => {
    expect(suitsName('ABCPS1234K', 'Ramesh Kumar Sharma')).toBe(true);
    expect(suitsName('ABCPS1234K', 'Ramesh Kumar')).toBe(false);
  });
});
