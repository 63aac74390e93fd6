import { describe, expect, it } from 'vitest';
import { applyRowDelta, rowDelta, rowDeltaSchema } from './row-delta.ts';

const row = (id: number, name = 'x') => ({ id, name });
const text = (rows: readonly object[]): string => JSON.stringify(rows);
const many = Array.from({ length: 40 }, (_, id) => row(id));

describe('a row delta', () => {
  it.each([
    ['nothing', many, many],
    ['one added at the end', many, [...many, row(99)]],
    ['one added at the front', many, [row(99), ...many]],
    ['one changed', many, many.map((each) => (each.id === 17 ? row(17, 'y') : each))],
    ['some left out', many, many.filter(({ id }) => id % 7 !== 3)],
    ['another order', many, many.toReversed()],
    ['all gone', many, []],
    ['from nothing', [], many],
    ['twice the same row', [row(1), row(1), row(2)], [row(1), row(2), row(1)]],
  ])('SY55 leads to the very text: %s', (_, before, after) => {
    const delta = rowDelta(text(before), text(after));
    expect(applyRowDelta(text(before), rowDeltaSchema.parse(JSON.parse(JSON.stringify(delta))))).toBe(
      text(after),
    );
  });

  it('SY55 of a change in one row holds that row alone', () => {
    const after = many.map((each) => (each.id === 17 ? row(17, 'y') : each));
    expect(rowDelta(text(many), text(after))).toEqual([17, row(17, 'y'), -1, 22]);
  });

  it('SY55 that does not fit, or is of no list, gives nothing', () => {
    expect(applyRowDelta(text(many), [41])).toBeNull();
    expect(applyRowDelta('{}', [1])).toBeNull();
    expect(applyRowDelta('[', [1])).toBeNull();
    expect(rowDelta(text(many), '{"a":1}')).toBeNull();
  });
});
