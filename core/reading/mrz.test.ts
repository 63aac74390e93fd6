// The zones that ICAO 9303 prints as specimens, their check digits, and what a reader may and may not correct.
import { describe, expect, it } from 'vitest';
import { mrzCheckDigit, parseMrz } from './mrz.ts';
import type { Mrz } from './mrz.ts';
import { findMrz } from './mrz-lines.ts';
import type { OcrWord } from './ocr-word.ts';

const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const indian = [
  'P<INDSHARMA<<RAMESH<KUMAR<<<<<<<<<<<<<<<<<<<',
  'Z1000001<1IND8508155M3005143<<<<<<<<<<<<<<<2',
];

function parsed(lines: readonly string[]): Mrz {
  const result = parseMrz(lines);
  if (!result.ok) throw new Error('not a zone');
  return result.value;
}

const at = (line: string, index: number, char: string): string =>
  line.slice(0, index) + char + line.slice(index + 1);

const asWords = (lines: readonly string[]): OcrWord[] =>
  lines.map((text, lineId) => ({
    text,
    confidence: 0.9,
    lineId,
    box: { x: 10, y: 40 * lineId, width: 800, height: 30 },
  }));

describe('mrz', () => {
  it('weighs 7-3-1', () => {
    expect(mrzCheckDigit('520727')).toBe('3');
    expect(mrzCheckDigit('AB2134<<<')).toBe('5');
  });

  it('reads TD3', () => {
    expect(parsed(td3)).toMatchObject({
      format: 'TD3',
      documentCode: 'P',
      issuingState: 'UTO',
      nationality: 'UTO',
      number: 'L898902C3',
      birth: '740812',
      expiry: '120415',
      sex: 'F',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      optional: 'ZE184226B',
      failed: [],
      corrected: 0,
    });
  });

  it('takes a filler for the check digit of an empty personal number', () => {
    expect(parsed(indian)).toMatchObject({ number: 'Z1000001', surname: 'SHARMA', failed: [] });
  });

  it('reads TD1, also with a number longer than nine', () => {
    expect(
      parsed([
        'I<UTOD231458907<<<<<<<<<<<<<<<',
        '7408122F1204159UTO<<<<<<<<<<<6',
        'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
      ]),
    ).toMatchObject({ format: 'TD1', number: 'D23145890', surname: 'ERIKSSON', failed: [] });
    const long = parsed([
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    ]);
    expect(long).toMatchObject({ number: 'D23145890734', givenNames: 'PETER JOHN', failed: [] });
  });

  it('reads TD2 and visas', () => {
    expect(
      parsed(['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']),
    ).toMatchObject({ format: 'TD2', failed: [] });
    expect(
      parsed([
        'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
        'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
      ]),
    ).toMatchObject({ format: 'MRV-A', nationality: 'XXX', failed: [] });
  });

  it('names the check digits that disagree', () => {
    expect(parsed([td3[0] ?? '', at(td3[1] ?? '', 15, '9')]).failed).toEqual(['birth', 'composite']);
    expect(parsed([td3[0] ?? '', at(td3[1] ?? '', 43, '7')]).failed).toEqual(['composite']);
  });

  it('puts digits where only digits stand, letters where only letters do', () => {
    const mixed = parsed([at(indian[0] ?? '', 2, '1'), at(at(indian[1] ?? '', 13, 'B'), 22, 'O')]);
    expect(mixed).toMatchObject({ issuingState: 'IND', birth: '850815', expiry: '300514', failed: [] });
  });

  it('corrects a look-alike that the check digits single out, and says so', () => {
    const misread = parsed([indian[0] ?? '', at(indian[1] ?? '', 1, 'I')]);
    expect(misread).toMatchObject({ number: 'Z1000001', failed: [], corrected: 1 });
  });

  it('leaves alone what two fields put in doubt, and what no look-alike explains', () => {
    expect(parsed([td3[0] ?? '', at(at(td3[1] ?? '', 15, '9'), 22, '7')]).failed).toContain('expiry');
    const odd = parsed([indian[0] ?? '', at(indian[1] ?? '', 1, '9')]);
    expect(odd).toMatchObject({ number: 'Z9000001', corrected: 0 });
    expect(odd.failed).toContain('number');
  });

  it.each([[[]], [['P<IND']], [[td3[0] ?? '']], [[(td3[0] ?? '').toLowerCase(), td3[1] ?? '']], [['', '']]])(
    'refuses %j',
    (lines) => expect(parseMrz(lines)).toEqual({ ok: false, error: { kind: 'not-an-mrz' } }),
  );
});

describe('mrz among lines', () => {
  it('finds the zone below other text', () => {
    const words = asWords(['REPUBLIC OF INDIA', 'Given Name(s) and a rather long line of text', ...indian]);
    expect(findMrz(words)).toMatchObject({ mrz: { number: 'Z1000001', failed: [] }, confidence: 0.9 });
  });

  it('makes up for fillers dropped, doubled, or read as letters after the names', () => {
    const dropped = (indian[1] ?? '').replace('<<<<<<<', '<<<<<');
    const doubled = (indian[0] ?? '') + '<<';
    expect(findMrz(asWords([doubled, dropped]))?.mrz.failed).toEqual([]);
    const noisy = (indian[0] ?? '').replace(/<<<<<<<$/, '<KK<<CS');
    expect(findMrz(asWords([noisy, indian[1] ?? '']))?.mrz.givenNames).toBe('RAMESH KUMAR');
  });

  it('drops one character too many, before the data or within them', () => {
    expect(findMrz(asWords([indian[0] ?? '', `0${indian[1] ?? ''}`]))?.mrz).toMatchObject({
      number: 'Z1000001',
      failed: [],
    });
    const extra = (indian[1] ?? '').replace('300514', '3005174');
    expect(findMrz(asWords([indian[0] ?? '', extra]))?.mrz).toMatchObject({ expiry: '300514', failed: [] });
  });

  it('sees through fillers that a general model reads as K and L', () => {
    const found = findMrz(
      asWords([
        'P<INDVENKATESAN<K<KPRIYA<KKLKLKLLKLLLLLLLLLLLLKLKLKLKL',
        'Z1913378<9IND9211030F3105146<<<<<<<K<<LKL<LKKKL2',
      ]),
    );
    expect(found?.mrz).toMatchObject({
      surname: 'VENKATESAN',
      givenNames: 'PRIYA',
      number: 'Z1913378',
      failed: [],
    });
  });

  it('does not make a wrong check digit right', () => {
    const wrong = (indian[1] ?? '').replace('8508155', '8508156');
    expect(findMrz(asWords([indian[0] ?? '', wrong]))?.mrz.failed).not.toEqual([]);
  });

  it('finds none in ordinary text', () => {
    expect(findMrz(asWords(['Government of India', 'Ramesh Kumar Sharma', '9999 4105 7058']))).toBeNull();
  });
});
