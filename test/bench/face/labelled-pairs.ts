// LFW's list of labelled pairs: which pictures, whether they show one person, and in which fold. Refuses lines of another shape.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LabelledPair {
  /** Person and number, as `Name/0001`: before the slash is who it is. */
  readonly images: readonly [string, string];
  readonly same: boolean;
  readonly fold: number;
}

/** The file begins with the number of folds and of pairs of each kind a fold; same-person pairs come first in each. */
export function readPairs(folder: string): LabelledPair[] {
  const [head = '', ...lines] = readFileSync(join(folder, 'lfw_pairs.txt'), 'utf8').trim().split('\n');
  const perFold = 2 * Number(head.split('\t').at(-1));
  if (!Number.isInteger(perFold) || perFold <= 0)
    throw new Error('lfw_pairs.txt does not begin with its folds');
  return lines.map((line, index) => {
    const parts = line.trim().split('\t');
    const [first = '', second = '', third = '', fourth] = parts;
    if (parts.length !== 3 && parts.length !== 4) throw new Error(`lfw_pairs.txt, line ${index + 2}`);
    const same = fourth === undefined;
    const other = same ? imageOf(first, third) : imageOf(third, fourth);
    return { images: [imageOf(first, second), other], same, fold: Math.floor(index / perFold) };
  });
}

function imageOf(person: string, number: string): string {
  return `${person}/${number.padStart(4, '0')}`;
}

export function personOf(image: string): string {
  return image.slice(0, image.indexOf('/'));
}

export function readImage(folder: string, image: string): Uint8Array {
  const [person = '', number = ''] = image.split('/');
  const file = join(person, `${person}_${number}.jpg`);
  const below = join(folder, 'lfw', file);
  return readFileSync(existsSync(below) ? below : join(folder, file));
}
