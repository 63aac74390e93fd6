import { expect, test } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { dateParts, dayChoices, daysIn, isoOf, withPart, yearChoices } from './date-parts.ts';

test('a day goes apart and together again', () => {
  expect(isoOf(dateParts('1994-07-22'))).toBe('1994-07-22');
});

test('an unfinished day stays unfinished, and the kiosk would refuse it', () => {
  const parts = dateParts('1994--22');
  expect(parts).toEqual({ year: '1994', month: '', day: '22' });
  expect(calendarDateSchema.safeParse(isoOf(parts)).success).toBe(false);
});

test('what is no date at all leaves every part open', () => {
  expect(dateParts('unreadable')).toEqual({ day: '', month: '', year: '' });
});

test('a day that its new month does not have becomes its last', () => {
  expect(isoOf(withPart(dateParts('2023-03-31'), { month: '02' }))).toBe('2023-02-28');
  expect(isoOf(withPart(dateParts('2024-02-29'), { year: '2023' }))).toBe('2023-02-28');
});

test('leap years', () => {
  expect(daysIn({ day: '', month: '02', year: '2000' })).toBe(29);
  expect(daysIn({ day: '', month: '02', year: '1900' })).toBe(28);
  expect(dayChoices({ day: '', month: '04', year: '2024' }).at(-1)).toBe('30');
});

test('births lie behind, expiries on both sides', () => {
  expect(yearChoices('dateOfBirth', 2026)[0]).toBe('2026');
  expect(yearChoices('expiryDate', 2026)).toContain('2036');
  expect(yearChoices('expiryDate', 2026)).toContain('2020');
});
