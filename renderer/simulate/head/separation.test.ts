// Can the kiosk's own face models tell the invented people apart, and know each again? Runs where the models are.
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibratedThresholds } from '#core/biometrics/face-match.ts';
import type { FoundFace } from '#electron/port/face-model.ts';
import { openFaceModel } from '#electron/adapter/face-model/open-face-model.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { drawPortrait, headOf } from '../document/portrait.ts';
import { people, type Person } from '../people.ts';
import { paintWall, type HeadPose } from './render-head.ts';

const checkout = join(import.meta.dirname, '..', '..', '..');
const store = openCheckoutModelStore(checkout, process.env);
const located = await Promise.all([store.locate('yunet'), store.locate('mobilefacenet')]);
const missing = located.flatMap((found) => (found.ok ? [] : [found.error.file]));
const model = openFaceModel(
  createForkWorkerHost((name) => join(checkout, 'electron', 'worker', `${name}.ts`)),
  store,
);

const [width, height] = [640, 480];
const lamp = { elevationDeg: 22, strength: 0.95 } as const;
/** As a customer stands before the kiosk, against the frontal portrait of the document. */
const selfies: Readonly<Record<string, Partial<HeadPose>>> = {
  'lamp at the left': { light: { ...lamp, azimuthDeg: -28 } },
  'lamp at the right, smiling': { light: { ...lamp, azimuthDeg: 45 }, smile: 0.8 },
  'turned right, looking down': { yawDeg: 15, pitchDeg: 8, light: { ...lamp, azimuthDeg: 30 } },
  'turned left, looking up': { yawDeg: -15, pitchDeg: -8, light: { ...lamp, azimuthDeg: -45 } },
};

async function faceIn(rgba: Uint8ClampedArray, widthPx: number, heightPx: number): Promise<FoundFace> {
  const png = await sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .removeAlpha()
    .png()
    .toBuffer();
  const found = await model.findFaces(png);
  if (!found.ok) throw new Error(found.error.kind);
  const [face, ...others] = found.value.faces;
  if (!face || others.length > 0) throw new Error(`${found.value.faces.length} faces`);
  return face;
}

function cosine(a: FoundFace, b: FoundFace): number {
  if (!a.embedding || !b.embedding) throw new Error('no embedding');
  const other = b.embedding;
  return a.embedding.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
}

function drawSelfie(person: Person, pose: Partial<HeadPose>): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4);
  paintWall(width, height, rgba);
  headOf(person).draw({ scale: 0.64, ...pose }, width, height, rgba);
  return rgba;
}

interface Seen {
  readonly person: string;
  readonly picture: string;
  readonly face: FoundFace;
}

const needs = missing.length > 0 ? ` (needs ${missing.join(', ')})` : '';

describe.skipIf(missing.length > 0)(`the face models and the drawn people${needs}`, () => {
  const seen: Seen[] = [];

  beforeAll(async () => {
    for (const person of people) {
      const face = await faceIn(drawPortrait(person, 440, 540), 440, 540);
      seen.push({ person: person.id, picture: 'portrait', face });
      for (const [picture, pose] of Object.entries(selfies)) {
        seen.push({
          person: person.id,
          picture,
          face: await faceIn(drawSelfie(person, pose), width, height),
        });
      }
    }
  }, 240_000);

  afterAll(() => model.close());

  it('each is found in every pose with confidence of at least 0.9', () => {
    expect(seen.length).toBe(people.length * 5);
    const confidences = seen.map(({ person, picture, face }) => ({ person, picture, at: face.confidence }));
    console.log(`least confidence: ${Math.min(...confidences.map(({ at }) => at)).toFixed(3)}`);
    expect(confidences.filter(({ at }) => at < 0.9)).toEqual([]);
  });

  it('each passes against the own portrait in another light and pose', () => {
    const scores = seen
      .filter(({ picture }) => picture === 'portrait')
      .flatMap((portrait) =>
        seen
          .filter((one) => one.person === portrait.person && one !== portrait)
          .map((one) => ({
            person: one.person,
            picture: one.picture,
            score: cosine(portrait.face, one.face),
          })),
      );
    console.log(`worst of one person: ${Math.min(...scores.map(({ score }) => score)).toFixed(3)}`);
    expect(scores.length).toBe(people.length * 4);
    expect(scores.filter(({ score }) => score < calibratedThresholds.matchAtLeast)).toEqual([]);
  });

  it('no picture of one comes into the review band of another', () => {
    const scores = seen.flatMap((one, i) =>
      seen
        .slice(i + 1)
        .filter((other) => other.person !== one.person)
        .map((other) => ({
          pair: `${one.person}, ${one.picture} / ${other.person}, ${other.picture}`,
          score: cosine(one.face, other.face),
        })),
    );
    console.log(`worst of two people: ${Math.max(...scores.map(({ score }) => score)).toFixed(3)}`);
    expect(scores.length).toBe((25 * people.length * (people.length - 1)) / 2);
    expect(scores.filter(({ score }) => score >= calibratedThresholds.reviewAtLeast)).toEqual([]);
  });
});
