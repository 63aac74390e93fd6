// The selfie out of a burst: by its bytes first, by what the model says of it then. The faces are numbers.
import { describe, expect, it } from 'vitest';
import { faceAt, pictureOf } from '#core/biometrics/face.fixture.ts';
import type { FoundFaces } from '#core/biometrics/found-face.ts';
import { err, ok } from '#core/kernel/result.ts';
import type { FaceFailure } from '../port/face-model.ts';
import { chooseSelfie, takeBurst } from './selfie-burst.ts';
import type { Ports } from './vault-session.ts';

const jpeg = (n: number) => new Uint8Array([0xff, 0xd8, 0xff, n]);
const blob = (n: number) => new Blob([jpeg(n)]);
const good = faceAt(500, 200, 280);
const covered = { eyesLight: 0.3, eyesSpread: 0.01, mouthLine: 0.2, highlight: 200 };

/** The n-th answer for the n-th frame. */
function portsOf(...answers: readonly (FoundFaces | FaceFailure)[]): Pick<Ports, 'faces' | 'reader'> {
  let asked = 0;
  return {
    faces: {
      findFaces: () => {
        const answer = answers[asked++];
        if (!answer) throw new Error('asked too often');
        return Promise.resolve('kind' in answer ? err(answer) : ok(answer));
      },
    },
    reader: { inspect: () => Promise.resolve(ok({ widthPx: 1, heightPx: 1, mediaType: 'image/jpeg' })) },
  } as unknown as Pick<Ports, 'faces' | 'reader'>;
}

describe('a burst', () => {
  it('BF7 of one picture again and again is a camera that stands still', async () => {
    expect(await takeBurst([blob(1), blob(1), blob(1)])).toEqual({
      ok: false,
      error: { kind: 'picture-frozen' },
    });
    expect(await takeBurst([blob(1), blob(1)])).toMatchObject({ ok: true });
    expect(await takeBurst([blob(1), blob(1), blob(2)])).toMatchObject({ ok: true });
  });

  it('is taken in by the bytes of every frame, and is never empty', async () => {
    expect(await takeBurst([blob(1), new Blob(['hello'])])).toMatchObject({ error: { kind: 'wrong-type' } });
    expect(await takeBurst([])).toMatchObject({ error: { kind: 'not-an-image' } });
    const many = await takeBurst([1, 2, 3, 4, 5, 6, 7].map(blob));
    expect(many.ok && many.value.length).toBe(5);
  });
});

describe('the selfie of a burst', () => {
  const frames = [jpeg(1), jpeg(2), jpeg(3)];

  it('BF2 LP4 is its best frame, and only that one goes on', async () => {
    const ports = portsOf(
      pictureOf({ ...good, sharpness: 25 }),
      pictureOf({ ...good, sharpness: 200 }),
      pictureOf({ ...good, sharpness: 90 }),
    );
    const chosen = await chooseSelfie(ports, frames, false);
    expect(chosen).toMatchObject({ ok: true, value: { bytes: jpeg(2), waived: false } });
    expect(chosen.ok && chosen.value.quality?.averaged).toBe(3);
  });

  it('a frame that does not decode costs itself alone, unless it is the one that was shown', async () => {
    const half = portsOf(pictureOf(good), { kind: 'not-an-image' }, pictureOf(good));
    expect(await chooseSelfie(half, frames, false)).toMatchObject({ ok: true, value: { bytes: jpeg(1) } });
    const first = portsOf({ kind: 'not-an-image' });
    expect(await chooseSelfie(first, frames, false)).toMatchObject({ error: { kind: 'not-an-image' } });
  });

  it('SQ15 covered eyes are refused, then taken as they are, and marked for a person', async () => {
    const picture = pictureOf({ ...good, cover: covered });
    expect(await chooseSelfie(portsOf(picture), [jpeg(1)], false)).toMatchObject({
      error: { kind: 'eyes-covered' },
    });
    expect(await chooseSelfie(portsOf(picture), [jpeg(1)], true)).toMatchObject({
      ok: true,
      value: { waived: true, quality: { shortOf: ['eyes'] } },
    });
  });

  it('FN6 without a model is the picture that was shown, for the officer to compare', async () => {
    const ports = portsOf({ kind: 'face-model-unavailable', missing: ['onnxruntime-node'] });
    expect(await chooseSelfie(ports, frames, false)).toMatchObject({
      ok: true,
      value: { bytes: jpeg(1), face: null, missing: ['onnxruntime-node'] },
    });
    expect(await chooseSelfie(portsOf({ kind: 'face-model-failed' }), frames, false)).toMatchObject({
      error: { kind: 'face-model-failed' },
    });
  });
});
