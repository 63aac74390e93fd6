// Printed dates, and the century a machine readable zone leaves out.
import { describe, expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { findPrintedDate, isExpired, parseMrzDate } from './date.ts';

const day = (text: string) => calendarDateSchema.parse(text);
const today = day('2026-11-20');

describe('dates', () => {
  it.each([
    ['15/08/1985', '1985-08-15'],
    ['DOB: 03-11-1992', '1992-11-03'],
    ['29/02/1976', '1976-02-29'],
    ['01.01.2000', '2000-01-01'],
  ])('reads %j', (text, date) => expect(findPrintedDate(text)?.date).toBe(date));

  it.each([
    '29/02/1977',
    '31/04/2000',
    '15/13/1985',
    '00/01/2000',
    '15/08-1985',
    '115/08/1985',
    '15/08/19851',
    '',
  ])('refuses %j', (text) => expect(findPrintedDate(text)).toBeNull());

  it('takes the latest birth not after today', () => {
    expect(parseMrzDate('850815', 'birth', today)).toBe('1985-08-15');
    expect(parseMrzDate('261120', 'birth', today)).toBe('2026-11-20');
    expect(parseMrzDate('261121', 'birth', today)).toBe('1926-11-21');
    expect(parseMrzDate('000229', 'birth', today)).toBe('2000-02-29');
  });

  it('takes the expiry nearest to today', () => {
    expect(parseMrzDate('300514', 'expiry', today)).toBe('2030-05-14');
    expect(parseMrzDate('990101', 'expiry', today)).toBe('1999-01-01');
    expect(parseMrzDate('050101', 'expiry', day('2096-01-01'))).toBe('2105-01-01');
  });

  it.each(['<<<<<<', '85<<<<', '851315', '8508', '850230'])('refuses the zone date %j', (text) =>
    expect(parseMrzDate(text, 'birth', today)).toBeNull(),
  );

  it('counts the last day as good', () => {
    expect(isExpired(today, today)).toBe(false);
    expect(isExpired(day('2026-11-19'), today)).toBe(true);
  });
});
