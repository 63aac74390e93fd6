// What is chosen from places and their alternatives: what check digits may decide, and what they may not.
import { describe, expect, it } from 'vitest';
import { mrzCheckDigit } from './mrz.ts';
import { cellsFrom } from './spoken-line.fixture.ts';
import type { Chances } from './spoken-line.fixture.ts';
import { chooseZone } from './zone-choice.ts';

const td3 = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
] as const;

type Doubts = Readonly<Record<number, Chances>>;

const choose = (lines: readonly string[], doubts: readonly Doubts[] = []) =>
  chooseZone(lines.map((line, i) => cellsFrom(line, doubts[i])));

describe('choosing a zone', () => {
  it.each([
    ['TD3', td3],
    ['TD2', ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']],
    [
      'TD1',
      ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
    ],
    [
      'MRV-A',
      ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'],
    ],
    ['MRV-B', ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<']],
  ] as const)('reads %s as printed', (format, lines) => {
    const chosen = choose(lines);
    expect(chosen?.mrz).toMatchObject({ format, lines, failed: [], corrected: 0 });
    expect(chosen?.confidence).toBeGreaterThan(0.99);
  });

  it("reads France's cards of two lines of 36", () => {
    const first = `IDFRA${'MARTIN'.padEnd(25, '<')}751001`;
    const number = '990175100123';
    const data = `${number}${mrzCheckDigit(number)}${'JEAN<LOUIS'.padEnd(14, '<')}650102${mrzCheckDigit('650102')}M`;
    const lines = [first, data + mrzCheckDigit(first + data)];
    expect(choose(lines)?.mrz).toMatchObject({
      format: 'FRA-ID',
      surname: 'MARTIN',
      givenNames: 'JEAN LOUIS',
      number,
      nationality: 'FRA',
      expiry: '',
      failed: [],
    });
  });

  it('MZ4 puts a digit where only a digit may stand, and a letter in names', () => {
    const chosen = choose(td3, [{ 5: { 3: 0.6, E: 0.39 } }, { 13: { Z: 0.6, 7: 0.39 } }]);
    expect(chosen?.mrz).toMatchObject({ surname: 'ERIKSSON', birth: '740812', failed: [], corrected: 0 });
  });

  it('MZ3 lets the check digits decide between likely signs, where one answer is left', () => {
    const chosen = choose(td3, [{}, { 1: { 6: 0.7, 8: 0.29 } }]);
    expect(chosen?.mrz).toMatchObject({ number: 'L898902C3', failed: [], corrected: 1 });
    expect(chosen?.confidence).toBeGreaterThan(0.9);
  });

  it('MZ3 does not decide between two answers that both satisfy them', () => {
    // The number's places 1 and 4 weigh alike: either change alone satisfies every digit.
    const wrong = td3[1].replace('L898902C3', 'L888902C3');
    const even: Chances = { 8: 0.6, 9: 0.2, 0: 0.19 };
    const one = choose([td3[0], wrong], [{}, { 2: even }]);
    expect(one?.mrz.failed).toEqual([]);
    const swapped = td3[1].replace('L898902C3', 'L989902C3');
    const two = choose([td3[0], swapped], [{}, { 1: { 9: 0.55, 8: 0.44 }, 4: { 9: 0.55, 8: 0.44 } }]);
    expect(two?.mrz.failed).toContain('number');
    expect(two?.mrz.lines[1]).toBe(swapped);
  });

  it('MZ2 never changes a sign that was read plainly, so a wrongly printed digit stays wrong', () => {
    const wrong = td3[1].replace('8122F', '8123F');
    const chosen = choose([td3[0], wrong]);
    expect(chosen?.mrz.failed).toEqual(['birth', 'composite']);
    expect(chosen?.mrz.lines).toEqual([td3[0], wrong]);
  });

  it('gives a zone that breaks its own rules as it is printed', () => {
    const odd = [
      'IDAUT000009993<<<<<<<<<<<<<<<<',
      '7109094F111231AUT<<<<<<<<<<<<0',
      'MUSTERFRAU<<ISOLDE<<<<<<<<<<<<',
    ];
    const chosen = choose(odd);
    expect(chosen?.mrz.lines).toEqual(odd);
    expect(chosen?.mrz.failed).not.toEqual([]);
  });

  it('gives no zone that would begin with anything but a letter, however plainly it was read', () => {
    const chosen = choose(['<'.repeat(36), 'U'.repeat(36)]);
    expect(chosen?.mrz.lines[0]).toMatch(/^[A-Z]/);
  });

  it('MZ4 takes the likeliest code that is a state, not one that is none', () => {
    const chosen = choose(td3, [{}, { 12: { Q: 0.7, O: 0.29 } }]);
    expect(chosen?.mrz.nationality).toBe('UTO');
    expect(choose(td3, [{ 4: { X: 0.9999 } }])?.mrz.issuingState).toBe('UTX');
  });

  it('tells how weak the names are apart from the rest', () => {
    const chosen = choose(td3, [{ 6: { R: 0.55, K: 0.44 } }]);
    expect(chosen?.nameConfidence).toBeLessThan(0.6);
    expect(chosen?.confidence).toBeGreaterThan(0.99);
  });

  it('refuses lines of no format', () => {
    expect(choose(['ABC', 'DEF'])).toBeNull();
    expect(choose([td3[0], 'L898902C3'])).toBeNull();
    expect(chooseZone([])).toBeNull();
  });
});
