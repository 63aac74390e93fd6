import { describe, expect, it } from 'vitest';
import { chooseCapture, mayStop, sameFingerAs, type Try } from './choose-capture.ts';
import { generateFinger, generateImpression } from './generate-finger.ts';
import { writeTemplate } from './minutiae-template.ts';

const template = (finger: number, impression: number) =>
  writeTemplate(generateImpression(generateFinger(finger), impression));
const once = (quality: number | null, finger = 1, impression = 1): Try => ({
  quality,
  template: template(finger, impression),
});

describe('which capture of a finger is kept', () => {
  it('DV54 two are enough where one is good, and three are enough in any case', () => {
    expect(mayStop([once(90)])).toBe(false);
    expect(mayStop([once(30), once(39)])).toBe(false);
    expect(mayStop([once(30), once(40)])).toBe(true);
    expect(mayStop([once(30), once(31), once(32)])).toBe(true);
    expect(mayStop([once(null), once(null)])).toBe(true);
  });

  it('DV54 the best is kept; one below 40 is marked poor, below 25 refused', () => {
    const good = chooseCapture([once(30, 1, 2), once(71, 1, 4), once(64, 1, 6)]);
    expect(good).toMatchObject({ ok: true, value: { best: 1, isPoor: false, agreement: 'match' } });
    expect(chooseCapture([once(30, 1, 2), once(26, 1, 4)])).toMatchObject({
      ok: true,
      value: { best: 0, isPoor: true },
    });
    expect(chooseCapture([once(24), once(10), once(3)])).toEqual({
      ok: false,
      error: { kind: 'quality-low' },
    });
    expect(chooseCapture([])).toEqual({ ok: false, error: { kind: 'quality-low' } });
  });

  it('DV55 two captures of two fingers are refused', () => {
    expect(chooseCapture([once(70, 1, 2), once(80, 2, 2)])).toEqual({
      ok: false,
      error: { kind: 'captures-differ' },
    });
  });

  it('DV55 what our matcher cannot read is taken at the word of its device, and said so', () => {
    const picture: Try = { quality: 60, template: null };
    expect(chooseCapture([picture, picture])).toEqual({
      ok: true,
      value: { best: 0, isPoor: false, agreement: 'unavailable', score: null },
    });
    const broken: Try = { quality: 60, template: new Uint8Array(12) };
    expect(chooseCapture([broken, broken])).toMatchObject({ ok: true, value: { agreement: 'unavailable' } });
  });

  it('DV56 a finger is found again under another name, and another finger is not', () => {
    const others = [
      { part: 'right-index', template: template(3, 2) },
      { part: 'right-thumb', template: template(1, 2) },
    ];
    expect(sameFingerAs(template(1, 4), others)).toBe('right-thumb');
    expect(sameFingerAs(template(9, 4), others)).toBe(null);
  });
});
