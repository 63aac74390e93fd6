// The specimens of a folder with what is printed on them, and the photos that the generator makes. Refuses another layout.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lackOfTypeface } from '#test/fixtures/mrz-photos/page.ts';
import { mrzPhoto } from '#test/fixtures/mrz-photos/mrz-photos.ts';
import type { PhotoLevel } from '#test/fixtures/photograph.ts';

const truthSchema = z.record(
  z.string(),
  z.looseObject({ lines: z.array(z.string()), checksValid: z.boolean() }),
);

export interface Specimen {
  /** Of the file or photo; never of a person. */
  readonly id: string;
  readonly image: Uint8Array;
  readonly lines: readonly string[];
  /** Whether its check digits are right as printed. */
  readonly printedValid: boolean;
}

export function specimensIn(folder: string): readonly Specimen[] {
  const truth = truthSchema.parse(JSON.parse(readFileSync(join(folder, 'ground_truth.json'), 'utf8')));
  return Object.entries(truth).map(([id, { lines, checksValid }]) => ({
    id,
    image: readFileSync(join(folder, id)),
    lines,
    printedValid: checksValid,
  }));
}

/** None where the machine cannot draw OCR-B. */
export async function photosOf(level: PhotoLevel, from: number, count: number): Promise<readonly Specimen[]> {
  if (count === 0 || lackOfTypeface() !== null) return [];
  const photos: Specimen[] = [];
  for (let index = from; index < from + count; index += 1) {
    const { truth, jpeg } = await mrzPhoto(level, index);
    photos.push({ id: `${level}-${index}`, image: jpeg, lines: truth.lines, printedValid: true });
  }
  return photos;
}
