// Frames as a camera should not give them, through the real nets and the rules: mirrored, upside down, tiny.
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { cosine } from '#core/biometrics/face-match.ts';
import { judgeSelfie } from '#core/biometrics/selfie-quality.ts';
import { host, lfwPairs, missing, store } from './face-model.fixture.ts';
import { openFaceModel } from './open-face-model.ts';

describe.skipIf(missing.length > 0)(`odd frames (missing: ${missing.join(', ')})`, () => {
  const model = openFaceModel(host, store);
  afterAll(() => model.close());
  const picture = () => Buffer.from(lfwPairs(600)[0]?.images[0] ?? []);
  const find = async (image: Uint8Array) => {
    const found = await model.findFaces(image);
    if (!found.ok) throw new Error(found.error.kind);
    return found.value;
  };

  test('mirrored: the same face all the same', async () => {
    const [straight] = (await find(picture())).faces;
    const [mirrored] = (await find(await sharp(picture()).flop().png().toBuffer())).faces;
    const alike =
      straight?.embedding && mirrored?.embedding && cosine(straight.embedding, mirrored.embedding);
    expect(alike).toBeGreaterThan(0.9);
  });

  // YuNet takes an upside-down face for an upright one: its points cannot tell, its confidence both ways round can.
  test('SQ9: upside down is told, upright is not taken for it, and neither matches the other', async () => {
    const [straight] = (await find(picture())).faces;
    const found = await find(await sharp(picture()).rotate(180).png().toBuffer());
    expect(judgeSelfie(found)).toEqual({ ok: false, error: { kind: 'not-upright' } });
    expect(judgeSelfie(await find(picture()))).toMatchObject({ ok: true });
    const [turned] = found.faces;
    const alike = straight?.embedding && turned?.embedding && cosine(straight.embedding, turned.embedding);
    expect(alike ?? -1).toBeLessThan(0.4);
  });

  test('160 × 120: too small to compare', async () => {
    const small = await sharp(picture())
      .resize(160, 120, { fit: 'contain', background: '#777' })
      .png()
      .toBuffer();
    expect(judgeSelfie(await find(small))).toEqual({ ok: false, error: { kind: 'picture-too-small' } });
  });

  test('SQ14: a face on a shirt below the face is told as such', async () => {
    const face = await sharp(picture()).resize(400, 400).png().toBuffer();
    const shirt = await sharp(picture()).resize(250, 250).png().toBuffer();
    const frame = await sharp({ create: { width: 640, height: 720, channels: 3, background: '#556' } })
      .composite([
        { input: face, left: 120, top: 20 },
        { input: shirt, left: 195, top: 440 },
      ])
      .jpeg()
      .toBuffer();
    expect(judgeSelfie(await find(frame))).toEqual({ ok: false, error: { kind: 'face-on-clothes' } });
  });
});
