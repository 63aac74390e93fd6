// The whole way from picture to verdict on labelled pairs: what docs/spec/face.md quotes must stay true.
import { expect, test } from 'vitest';
import { choosePortrait, judgeFaces } from '#core/biometrics/face-match.ts';
import type { FaceMatchOutcome } from '#core/biometrics/face-match.ts';
import type { FoundFace } from '#core/biometrics/found-face.ts';
import { host, lfwPairs, missing, store } from './face-model.fixture.ts';
import { openFaceModel } from './open-face-model.ts';

test.skipIf(missing.length > 0)(
  `FM1 FM2 FM3: 200 labelled pairs fall where the calibration says (missing: ${missing.join(', ')})`,
  { timeout: 900_000 },
  async () => {
    const model = openFaceModel(host, store);
    const faceOf = async (image: Uint8Array): Promise<FoundFace> => {
      const found = await model.findFaces(image);
      const face = found.ok ? choosePortrait(found.value) : null;
      if (!face) throw new Error('a labelled picture without a face');
      return face;
    };
    const count = { same: { match: 0, review: 0, mismatch: 0 }, other: { match: 0, review: 0, mismatch: 0 } };
    for (const { same, images } of lfwPairs(6)) {
      const judged = judgeFaces(await faceOf(images[0]), await faceOf(images[1]));
      if (!judged.ok) throw new Error(judged.error.kind);
      const outcome: FaceMatchOutcome = judged.value.outcome;
      count[same ? 'same' : 'other'][outcome] += 1;
    }
    await model.close();
    expect(count.same.match + count.same.review + count.same.mismatch).toBe(100);
    expect(count.same.match).toBeGreaterThanOrEqual(95);
    expect(count.same.mismatch).toBeLessThanOrEqual(3);
    expect(count.other.match).toBe(0);
    expect(count.other.review).toBeLessThanOrEqual(1);
  },
);
