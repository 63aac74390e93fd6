// CD2: passes over one line have their say by their weight; nothing is put together that no pass read.
import { describe, expect, it } from 'vitest';
import { electedSpelling, electedText, type Said } from './several-passes.ts';

const said = (text: string, confidence: number): Said => ({ text, confidence, words: [] });
const any = () => true;

describe('several passes', () => {
  it('CD2 agreeing passes leave less doubt than either', () => {
    const elected = electedText([said('1234', 0.7), said('1234', 0.8)], any);
    expect(elected).toMatchObject({ text: '1234', agreeing: 2 });
    expect(elected?.confidence).toBeCloseTo(0.94);
  });

  it('CD2 sign by sign, the surer outweigh the others', () => {
    const elected = electedText([said('1284', 0.3), said('7234', 0.4), said('1237', 0.4)], any);
    expect(elected).toMatchObject({ text: '1234', agreeing: 0 });
    expect(elected?.confidence).toBeLessThan(0.5);
  });

  it('CD2 a failing rule changes one sign, and only to one that a pass read there', () => {
    const even = (text: string) => Number(text) % 2 === 0;
    expect(electedText([said('1233', 0.9), said('1234', 0.3)], even)?.text).toBe('1234');
    expect(electedText([said('1233', 0.9), said('1235', 0.3)], even)).toBeNull();
    // Two ways to satisfy it are none.
    const good = (text: string) => text === '9234' || text === '1934';
    expect(electedText([said('1234', 0.9), said('9934', 0.3)], good)).toBeNull();
  });

  it('CD2 a disagreeing pass takes its share of the sureness', () => {
    const alone = electedSpelling([said('Meera Joshi', 0.9)]);
    const doubted = electedSpelling([said('Meera Joshi', 0.9), said('Meera Josh', 0.9)]);
    expect(alone?.confidence).toBeCloseTo(0.9);
    expect(doubted?.confidence).toBeCloseTo(0.45);
    expect(electedSpelling([])).toBeNull();
  });
});
