// From the network's steps to exactly so many signs: repeated signs, touching ones, and lines that cannot hold them.
import { describe, expect, it } from 'vitest';
import { spoken } from './spoken-line.fixture.ts';
import { cellsOf, loudest, zoneAlphabet } from './zone-cells.ts';
import type { PlacedCells } from './zone-cells.ts';

const line = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';

const textOf = (placed: PlacedCells | null): string =>
  (placed?.cells ?? []).map((cell) => zoneAlphabet.charAt(cell.indexOf(Math.max(...cell)))).join('');

describe('cells', () => {
  it('gives back what was spoken, repeated signs too, each place adding up to 1', () => {
    const placed = cellsOf(spoken(line), 44);
    expect(textOf(placed)).toBe(line);
    for (const cell of placed?.cells ?? []) {
      expect(cell.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 4);
    }
    const middles = placed?.middles ?? [];
    expect(middles.toSorted((a, b) => a - b)).toEqual(middles);
  });

  it('reads neighbours that touch, without a blank between', () => {
    const other = 'L898902C36UTO7408123F1204159ZE184';
    expect(textOf(cellsOf(spoken(other, 0), other.length))).toBe(other);
  });

  it('finds the signs that a count asks for: fillers that ran together, and one too many', () => {
    // Three fillers spoken as one long one: the line's place for five is filled from it.
    const short = spoken('ABC<DEF', 1);
    expect(textOf(cellsOf(short, 7))).toBe('ABC<DEF');
    expect(textOf(cellsOf(short, 6))).toHaveLength(6);
    expect(loudest(short)).toMatchObject({ count: 7 });
  });

  it('leaves wide margins and a speck in them out', () => {
    const wide = spoken(line, 1, 60);
    // A speck: one step of one sign, far left.
    wide.logProbabilities[5 * 38 + 4] = Math.log(0.99);
    wide.logProbabilities[5 * 38] = Math.log(0.001);
    expect(textOf(cellsOf(wide, 44))).toBe(line);
  });

  it('is null where the line is too short', () => {
    expect(cellsOf(spoken('ABC', 0, 0), 44)).toBeNull();
  });

  it('loudest counts signs and says how sure they are', () => {
    expect(loudest(spoken(line)).count).toBe(44);
    expect(loudest(spoken(line)).sureness).toBeCloseTo(0.963, 2);
    expect(loudest({ logProbabilities: new Float32Array(0), steps: 0 })).toEqual({ count: 0, sureness: 0 });
  });
});
