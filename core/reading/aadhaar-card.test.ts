// What is read off an Aadhaar card, what is refused, and what is left out rather than guessed (D4-D6, M1, M9).
import { describe, expect, it } from 'vitest';
import { aadhaarNumberPlaces, readAadhaarCard } from './aadhaar-card.ts';
import type { FieldName, FieldReading } from './field.ts';
import { written } from './written-words.fixture.ts';

const front = [
  'Government of India',
  'THT FAR ot',
  'Ramesh Kumar Sharma',
  'WH fafa / DOB : 15/08/1985',
  'Geq / MALE',
  '9999 4105 7058',
  'मेरा आधार, मेरी पहचान',
];
const back = [
  'Unique Identification Authority of India',
  'Address:',
  'S/O Suresh Chandra Sharma, 42, Gandhi Nagar,',
  'Sector 7, Jaipur, Rajasthan - 302015',
  '9999 4105 7058',
  '1947 help@uidai.gov.in www.uidai.gov.in',
];

function fields(
  frontLines: readonly string[],
  backLines: readonly string[] = [],
  confidence = 0.9,
): FieldReading[] {
  const result = readAadhaarCard([
    { side: 'front', words: written(frontLines, confidence) },
    { side: 'back', words: written(backLines, confidence) },
  ]);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

const value = (all: readonly FieldReading[], name: FieldName): string | undefined =>
  all.find((field) => field.name === name)?.value;

describe('aadhaar card', () => {
  it('reads both sides', () => {
    const all = fields(front, back);
    expect(Object.fromEntries(all.map((field) => [field.name, field.value]))).toEqual({
      aadhaarNumber: '999941057058',
      name: 'Ramesh Kumar Sharma',
      dateOfBirth: '1985-08-15',
      sex: 'M',
      address: 'S/O Suresh Chandra Sharma, 42, Gandhi Nagar, Sector 7, Jaipur, Rajasthan - 302015',
    });
  });

  it('CD9 reads the name beside a sign of the pattern, above a day whose label and strokes are worn', () => {
    const worn = [
      'HRA T&R',
      'overmment of India',
      'ara emf',
      '1 Jaya Sharma',
      'w= DOR: 0411171945',
      'FEMALE',
      '9999 4105 7058',
    ];
    const all = fields(worn);
    expect(value(all, 'name')).toBe('Jaya Sharma');
    expect(value(all, 'dateOfBirth')).toBe('1945-11-04');
  });

  it('reads a letter, not a nought, in S/O, D/O, W/O and C/O', () => {
    const swapped = back.map((line) => line.replace('S/O', 'S/0'));
    expect(value(fields(front, swapped), 'address')).toMatch(/^S\/O Suresh/);
    const flat = back.map((line) => line.replace('42,', 'W/042,'));
    expect(value(fields(front, flat), 'address')).toContain('W/042');
  });

  it('knows a third sex', () => {
    expect(value(fields(['/ TRANSGENDER', '9999 7165 8847']), 'sex')).toBe('T');
  });

  it('proves the number, and says where it stood', () => {
    const number = fields(front).find((field) => field.name === 'aadhaarNumber');
    expect(number).toMatchObject({ proof: 'verhoeff', where: { side: 'front', box: { x: 100, y: 200 } } });
    expect(number?.confidence).toBeCloseTo(0.99);
  });

  it('D6 takes a weak name in small letters before another script read as weak capitals', () => {
    const unsure = written([
      'Government of India',
      'GUCEIRCIREE',
      'Savitri Devi Mishra',
      'DOB : 30/09/1961',
      '9999 7165 8847',
    ]);
    const words = unsure.map((word) => {
      const confidence = { GUCEIRCIREE: 0.5, Devi: 0.3 }[word.text] ?? word.confidence;
      return { ...word, confidence };
    });
    const read = readAadhaarCard([{ side: 'front', words }]);
    expect(read.ok ? value(read.value, 'name') : read.error).toBe('Savitri Devi Mishra');
  });

  it('D6 takes the name by keyword, on its line or the next', () => {
    expect(value(fields(['Name: Priya Venkatesan', 'DOB: 03/11/1992', '999971658847']), 'name')).toBe(
      'Priya Venkatesan',
    );
    expect(value(fields(['नाम / Name', 'Priya Venkatesan', '9999-7165-8847']), 'name')).toBe(
      'Priya Venkatesan',
    );
  });

  it('D6 takes the first line of letters only when nothing better is there, and says it is unsure', () => {
    const name = fields(['Government of India', 'Gurpreet Kaur', '9999.5518.3433']).find(
      (f) => f.name === 'name',
    );
    expect(name?.value).toBe('Gurpreet Kaur');
    expect(name?.confidence).toBeCloseTo(0.54);
  });

  it('keeps noise beside the name out of it', () => {
    expect(value(fields(['| ~ Priya Venkatesan -', 'DOB: 03/11/1992', '999971658847']), 'name')).toBe(
      'Priya Venkatesan',
    );
    expect(
      value(fields(['a 4 % .', 'Priya Venkatesan', '~ = E', 'DOB: 03/11/1992', '999971658847']), 'name'),
    ).toBe('Priya Venkatesan');
  });

  it('leaves out what is not there, and never takes the day of issue for a birth', () => {
    const all = fields(['Issue Date: 01/02/2015', '9999 4105 7058']);
    expect(all.map((field) => field.name)).toEqual(['aadhaarNumber']);
  });

  it('reads FEMALE as F, though MALE stands in it', () => {
    expect(value(fields(['/ FEMALE', '9999 7165 8847']), 'sex')).toBe('F');
  });

  it('ends the address at its PIN code, and doubts one without', () => {
    const cut = fields([], ['Address: W/O Manjit Singh,', 'Model Town, Ludhiana', '9999 5518 3433']).find(
      (field) => field.name === 'address',
    );
    expect(cut?.value).toBe('W/O Manjit Singh, Model Town, Ludhiana');
    expect(cut?.confidence).toBeLessThan(0.6);
  });

  it.each([
    ['M1 the number every sample uses', ['1234 5678 9012'], 'aadhaar-check-digit'],
    ['one misread digit', ['9999 4105 7059'], 'aadhaar-check-digit'],
    ['M9 only a VID', ['VID : 9131 9999 4105 7058'], 'no-number-found'],
    ['M9 only a VID without its label', ['9131 9999 4105 7058'], 'no-number-found'],
    ['too few digits', ['9999 4105 705'], 'no-number-found'],
    ['nothing', [], 'no-number-found'],
  ])('refuses %s', (_what, lines, kind) => {
    expect(readAadhaarCard([{ side: 'front', words: written(lines) }])).toEqual({
      ok: false,
      error: { kind },
    });
  });

  it('prefers the side whose number is proved', () => {
    expect(value(fields(['9999 4105 7059'], back), 'aadhaarNumber')).toBe('999941057058');
  });

  it("does not look sure of a number when the back is another person's", () => {
    const number = fields(front, ['9999 7165 8847']).find((field) => field.name === 'aadhaarNumber');
    expect(number?.confidence).toBeLessThanOrEqual(0.3);
  });

  it('CS17 names every place on both sides where twelve digits stand, misread ones too, and no virtual id', () => {
    const places = aadhaarNumberPlaces([
      { side: 'front', words: written(front) },
      { side: 'back', words: written([...back, '9999 4105 7059', 'VID : 9100 0000 0000 0013']) },
    ]);
    expect(places.map(({ side }) => side)).toEqual(['front', 'back', 'back']);
  });
});

describe('CD3 an Aadhaar number from several passes', () => {
  const pass = (number: string, confidence: number, at: number) =>
    written([number], confidence).map((word) => ({ ...word, lineId: at }));
  const read = (...passes: readonly ReturnType<typeof written>[]) => {
    const result = readAadhaarCard([{ side: 'front', words: passes.flat() }]);
    return result.ok ? value(result.value, 'aadhaarNumber') : result.error.kind;
  };

  it('CD3 one unsure pass is not believed, though its check digit agrees; two are', () => {
    expect(read(pass('9999 4105 7058', 0.4, 1))).toBe('aadhaar-check-digit');
    expect(read(pass('9999 4105 7058', 0.4, 1), pass('9999 4105 7058', 0.3, 2))).toBe('999941057058');
    expect(read(pass('9999 4105 7058', 0.8, 1))).toBe('999941057058');
  });

  it('CD3 what fails Verhoeff still has a vote on each digit', () => {
    const passes = [
      pass('9999 4105 7053', 0.3, 1),
      pass('9999 4105 7058', 0.5, 2),
      pass('9994 4105 7058', 0.4, 3),
    ];
    expect(read(...passes, pass('9999 4105 7058', 0.5, 4))).toBe('999941057058');
    expect(read(pass('9999 4105 7053', 0.9, 1))).toBe('aadhaar-check-digit');
  });
});
