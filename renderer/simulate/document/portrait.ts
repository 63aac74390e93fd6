// A person's portrait as a document carries it: frontal, calm, before a plain pale ground.
import { buildHead, type Head } from '../head/render-head.ts';
import type { Person, PersonId } from '../people.ts';

/** What a portrait's camera saw; a selfie's light and pose differ, as they do in life. */
export const portraitPose = {
  scale: 0.63,
  offset: [0, 0.06],
  light: { azimuthDeg: 8, elevationDeg: 24, strength: 1 },
} as const;

const heads = new Map<PersonId, Head>();

/** Building a head takes some 0.3 s; every scene of one person shares it. */
export function headOf(person: Person): Head {
  const known = heads.get(person.id);
  if (known) return known;
  const head = buildHead(person.look);
  heads.set(person.id, head);
  return head;
}

/** Pixels of the portrait, RGBA, opaque. */
export function drawPortrait(person: Person, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < rgba.length; at += 4) {
    rgba[at] = 206;
    rgba[at + 1] = 214;
    rgba[at + 2] = 224;
    rgba[at + 3] = 255;
  }
  headOf(person).draw(portraitPose, width, height, rgba);
  return rgba;
}
