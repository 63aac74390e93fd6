import { describe, expect, test } from 'vitest';
import { type Biometrics, nextPart, partNamed, partsOf, stateOf } from './body-parts.ts';

const biometrics: Biometrics = {
  ask: 'required',
  parts: ['right-thumb', 'right-index', 'left-index'],
  captures: [{ part: 'right-thumb', quality: 30, isPoor: true, agreement: 'match' }],
  exceptions: [{ part: 'left-ring', reason: 'missing' }],
};

describe('which fingers a press means', () => {
  test('one, the four of its own hand, or both thumbs', () => {
    expect(partsOf(biometrics, 'one', 'right-ring')).toEqual(['right-ring']);
    expect(partsOf(biometrics, 'hand', 'right-thumb')).toEqual([
      'right-index',
      'right-middle',
      'right-ring',
      'right-little',
    ]);
    expect(partsOf(biometrics, 'thumbs', 'left-index')).toEqual(['right-thumb', 'left-thumb']);
  });

  test('a finger that cannot be captured is none of a slap', () => {
    expect(partsOf(biometrics, 'hand', 'left-index')).toEqual(['left-little', 'left-middle', 'left-index']);
  });

  test('a refusal that names a part is understood, and any other word is none', () => {
    expect(partNamed('left-iris')).toBe('left-iris');
    expect(partNamed('front')).toBe(null);
    expect(partNamed(undefined)).toBe(null);
  });

  test('what is asked for, captured, poor or excepted is told apart', () => {
    expect(stateOf(biometrics, 'right-thumb')).toBe('poor');
    expect(stateOf(biometrics, 'left-ring')).toBe('excepted');
    expect(stateOf(biometrics, 'left-little')).toBe('unasked');
    expect(nextPart(biometrics)).toBe('right-index');
  });
});
