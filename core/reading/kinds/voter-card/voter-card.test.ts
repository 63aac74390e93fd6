// What is read off a voter's card in its two prints.
import { describe, expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { written } from '../../written-words.fixture.ts';
import { epicOf } from './epic-number.ts';
import { voterCard } from './module.ts';

const today = calendarDateSchema.parse('2026-11-20');
const older = [
  'ELECTION COMMISSION OF INDIA',
  'IDENTITY CARD',
  'FZO6344703',
  'Elector’s Name : Devendra Bai Mathur',
  'Father’s Name : Chetan Mathur',
  'Sex : MALE',
  'Date of Birth : 21/06/1973',
];
const newer = [
  'ELECTOR PHOTO IDENTITY CARD',
  'FZO6344703',
  'Name : Devendra Bai Mathur',
  'Father’s Name : Chetan Mathur',
  'fer / Gender : qwa / Male',
  '~~ / Date of Birth : 21/06/1973',
];
const back = [
  'Address : 12, Lake View,',
  'Sector 9, Pune, Maharashtra - 411038',
  'Electoral Registration Officer',
];

describe('voter card', () => {
  it.each([
    ['older', older],
    ['newer', newer],
  ])('%s print: holder, not father; address from the back', (_, lines) => {
    const result = voterCard.read({
      sides: [
        { side: 'front', words: written(lines) },
        { side: 'back', words: written(back) },
      ],
      zone: null,
      today,
    });
    if (!result.ok) throw new Error(result.error.kind);
    expect(Object.fromEntries(result.value.map(({ name, value }) => [name, value]))).toEqual({
      name: 'Devendra Bai Mathur',
      documentNumber: 'FZO6344703',
      sex: 'M',
      dateOfBirth: '1973-06-21',
      address: '12, Lake View, Sector 9, Pune, Maharashtra - 411038',
    });
  });

  it('CD6 a failing check digit makes the number unsure, and refuses nothing', () => {
    const sure = (number: string) => {
      const lines = older.map((line) => line.replace('FZO6344703', number));
      const result = voterCard.read({ sides: [{ side: 'front', words: written(lines) }], zone: null, today });
      return result.ok ? result.value.find(({ name }) => name === 'documentNumber')?.confidence : undefined;
    };
    expect(epicOf('FZO6344703')?.agrees).toBe(true);
    expect(sure('FZO6344703')).toBeCloseTo(0.9);
    expect(sure('FZO6344704')).toBeCloseTo(0.63);
  });

  it('refuses a card without a number', () => {
    const words = written(older.filter((line) => line !== 'FZO6344703'));
    expect(voterCard.read({ sides: [{ side: 'front', words }], zone: null, today }).ok).toBe(false);
  });
});
