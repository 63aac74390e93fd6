// Photographs of cards with what is printed on them: those of a folder laid out as the project's test data, and drawn ones.
// Refuses another layout.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DocumentKind } from '#core/reading/field.ts';
import { cardPhoto, type CardFace } from '#test/fixtures/card-photos/card-photos.ts';
import { lackOfFaces } from '#test/fixtures/card-photos/typefaces.ts';
import { photoLevels, type PhotoLevel } from '#test/fixtures/photograph.ts';

export interface CardSpecimen {
  /** Of the file or photo; never of a person. */
  readonly id: string;
  readonly level: PhotoLevel;
  readonly kind: DocumentKind;
  readonly image: Uint8Array;
  readonly name: string;
  /** As printed in Devanagari; null where the card does not. */
  readonly hindiName: string | null;
  readonly number: string;
}

const truthSchema = z.array(
  z.looseObject({ id: z.number(), en: z.string(), hi: z.string(), uid: z.string(), pan: z.string() }),
);

/** `photos/` with `truth.json`, its pictures named by kind, person, level and desk. */
export function photosIn(folder: string): readonly CardSpecimen[] {
  const photos = join(folder, 'photos');
  const truth = truthSchema.parse(JSON.parse(readFileSync(join(photos, 'truth.json'), 'utf8')));
  return readdirSync(photos).flatMap((file) => {
    const named = /^(aadhaar_front|pan)_(\d+)_(mild|medium|hard)_\w+\.jpg$/.exec(file);
    const person = truth.find(({ id }) => id === Number(named?.[2]));
    const level = photoLevels.find((one) => one === named?.[3]);
    if (named === null || person === undefined || level === undefined) return [];
    const isPan = named[1] === 'pan';
    return [
      {
        id: file,
        level,
        kind: isPan ? ('pan' as const) : ('aadhaar' as const),
        image: readFileSync(join(photos, file)),
        name: person.en,
        hindiName: isPan ? null : person.hi,
        number: isPan ? person.pan : person.uid,
      },
    ];
  });
}

const faces = {
  'aadhaar-front': 'aadhaar',
  pan: 'pan',
  'voter-card': 'voter-card',
  'driving-licence': 'driving-licence',
} as const;
const numberOf = {
  'aadhaar-front': 'aadhaar',
  pan: 'pan',
  'voter-card': 'epic',
  'driving-licence': 'licence',
} as const;
export type DrawnFace = keyof typeof faces & CardFace;
export const mainFaces: readonly DrawnFace[] = ['aadhaar-front', 'pan'];
export const furtherFaces: readonly DrawnFace[] = ['voter-card', 'driving-licence'];

/** So many of each level, in turns of the given faces. Numbers from 0 on are even ones (tuning), the others odd (held out). */
export async function* drawnCards(
  count: number,
  turns: readonly DrawnFace[],
  heldOut: boolean,
): AsyncGenerator<CardSpecimen> {
  if (lackOfFaces() !== null) return;
  for (let i = 0; i < count; i += 1) {
    const face = turns[i % turns.length];
    if (face === undefined) return;
    for (const level of photoLevels) {
      const index = Math.floor(i / turns.length) * 2 + (heldOut ? 1 : 0);
      const { person, layout, jpeg } = await cardPhoto(face, level, index);
      yield {
        id: `${face}-${level}-${index}-${layout}`,
        level,
        kind: faces[face],
        image: jpeg,
        name: person.name.latin,
        hindiName: face === 'aadhaar-front' ? person.name.hindi : null,
        number: person[numberOf[face]],
      };
    }
  }
}
