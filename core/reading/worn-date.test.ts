// CD10: days whose strokes are worn; no day is made up.
import { describe, expect, it } from 'vitest';
import { linesOf } from './ocr-word.ts';
import { daysInLine, electedDay } from './worn-date.ts';
import { written } from './written-words.fixture.ts';

const days = (text: string) => linesOf(written([text])).flatMap((line) => daysInLine(line));

describe('worn days', () => {
  it.each([
    ['DOB: 25/04/2002', '2002-04-25'],
    ['DOR: 250472002', '2002-04-25'],
    ['1371011971', '1971-10-13'],
    ['21091946', '1946-09-21'],
    ['25/041979', '1979-04-25'],
  ])('CD10 %s is %s', (text, day) => expect(days(text).map((one) => one.day)).toEqual([day]));

  it.each(['31/02/1990', '2705', '6615 4271 2363', '25/04/1802', '825047200255'])(
    'CD10 %s is no day',
    (text) => expect(days(text)).toEqual([]),
  );

  it('CD10 a lost stroke lessens the sureness', () => {
    const sure = (text: string) => electedDay(days(text))?.confidence ?? 0;
    expect(sure('25041979')).toBeLessThan(sure('25/041979'));
    expect(sure('25/041979')).toBeLessThan(0.85);
    expect(sure('25/04/1979')).toBeCloseTo(0.9);
    expect(electedDay([])).toBeNull();
  });
});
