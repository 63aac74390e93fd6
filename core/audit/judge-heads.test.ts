// Heads of one chain, and heads that cannot be.
import { describe, expect, it } from 'vitest';
import { judgeHead, type NamedHead } from './judge-heads.ts';

const named = (sequence: number, rows: number | null, head = `head ${sequence}`): NamedHead => ({
  sequence,
  head,
  rows,
});

describe('judgeHead', () => {
  it('AU10 takes heads that stand ever further on, whatever arrives first', () => {
    expect(judgeHead(named(1, 10), null, null)).toBeNull();
    expect(judgeHead(named(2, 14), named(1, 10), null)).toBeNull();
    expect(judgeHead(named(2, 14), named(1, 10), named(3, 20))).toBeNull();
    expect(judgeHead(named(1, 10), null, named(2, 14))).toBeNull();
  });

  it('AU10 finds a chain that became shorter, and a head that came twice', () => {
    expect(judgeHead(named(3, 12), named(2, 14), null)).toBe('rows-fewer');
    expect(judgeHead(named(3, 14), named(2, 14), null)).toBe('rows-fewer');
    expect(judgeHead(named(1, 15), null, named(2, 14))).toBe('rows-fewer');
    expect(judgeHead(named(3, 30, 'x'), named(2, 14, 'x'), null)).toBe('head-repeated');
  });

  it('AU10 judges by the head alone where nobody counted', () => {
    expect(judgeHead(named(3, null), named(2, 14), named(4, null))).toBeNull();
    expect(judgeHead(named(3, 5), named(2, null), null)).toBeNull();
  });
});
