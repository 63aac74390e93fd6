// What the line network would say of given signs: three steps each with a blank between, and other signs where told so.
import { classesPerStep, zoneAlphabet } from './zone-cells.ts';
import type { Cell, SpokenLine } from './zone-cells.ts';

/** Signs by their chance at a place; what is left is spread over all. */
export type Chances = Readonly<Record<string, number>>;

export function cellOf(chances: Chances): Cell {
  const cell = new Float32Array(zoneAlphabet.length);
  const left = 1 - Object.values(chances).reduce((sum, chance) => sum + chance, 0);
  cell.fill(left / cell.length);
  for (const [sign, chance] of Object.entries(chances)) {
    const at = zoneAlphabet.indexOf(sign);
    cell[at] = (cell[at] ?? 0) + chance;
  }
  return cell;
}

/** Cells of a line; `doubts` by place. */
export function cellsFrom(text: string, doubts: Readonly<Record<number, Chances>> = {}): readonly Cell[] {
  return text.split('').map((sign, at) => cellOf(doubts[at] ?? { [sign]: 0.999 }));
}

/** Steps of a line: `blanks` between signs (0: neighbours touch), margins of blanks at both ends. */
export function spoken(text: string, blanks = 1, margin = 6): SpokenLine {
  const steps: number[] = Array.from({ length: margin }, () => 0);
  for (const sign of text.split('')) {
    const k = zoneAlphabet.indexOf(sign) + 1;
    steps.push(k, k, ...Array.from({ length: blanks }, () => 0));
  }
  steps.push(...Array.from({ length: margin }, () => 0));
  const logProbabilities = new Float32Array(steps.length * classesPerStep).fill(Math.log(0.001));
  for (const [step, k] of steps.entries()) logProbabilities[step * classesPerStep + k] = Math.log(0.963);
  return { logProbabilities, steps: steps.length };
}
