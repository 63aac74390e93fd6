// The photo for the bank's file, made of a drawn frame: its size, its marks, and what becomes of bytes that are no picture.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { letter } from './lettering.ts';
import { makeLivePhoto } from './live-photo.ts';

const frame = () =>
  sharp({ create: { width: 1280, height: 720, channels: 3, background: '#7f8f7f' } })
    .jpeg()
    .toBuffer();
const point = (x: number, y: number) => ({ x, y });
const landmarks = {
  leftEye: point(590, 300),
  rightEye: point(690, 300),
  nose: point(640, 360),
  mouthLeft: point(600, 410),
  mouthRight: point(680, 410),
};
const marks = {
  reference: 'PRV-7K2M-91QX',
  lines: ['PRV-7K2M-91QX · Pune', 'आशा राव (asha) · 2026-11-30 10:20:30 UTC'],
};

/** Pixels of a part that are other than the drawn frame's plain colour. */
async function marked(jpeg: Uint8Array, part: { left: number; top: number; width: number; height: number }) {
  const { data, info } = await sharp(jpeg).extract(part).raw().toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let at = 0; at < data.length; at += info.channels) {
    if (Math.abs((data[at] ?? 0) - 0x7f) + Math.abs((data[at + 1] ?? 0) - 0x8f) > 40) count += 1;
  }
  return count;
}

describe('the photo for the bank’s file', () => {
  it('LP1 LP2 is a portrait with a strip below, the number across its foot, and nothing on the face', async () => {
    const jpeg = await makeLivePhoto(await frame(), landmarks, marks);
    if (!jpeg) throw new Error('no photo');
    const { width, height } = await sharp(jpeg).metadata();
    expect(width).toBe(400);
    expect(height).toBeGreaterThan(533 + 30);
    expect(await marked(jpeg, { left: 0, top: 0, width: 400, height: 440 })).toBe(0);
    expect(await marked(jpeg, { left: 0, top: 460, width: 400, height: 70 })).toBeGreaterThan(300);
    expect(await marked(jpeg, { left: 0, top: 536, width: 400, height: height - 536 })).toBeGreaterThan(1000);
  });

  it('LP2 says other things for another application', async () => {
    const [one, other] = await Promise.all(
      ['PRV-AAAA-AAAA', 'PRV-BBBB-BBBB'].map(async (reference) =>
        makeLivePhoto(await frame(), landmarks, { reference, lines: [reference] }),
      ),
    );
    expect(one && other && Buffer.compare(one, other)).not.toBe(0);
  });

  it('LP3 without a face the whole picture is kept, marked all the same', async () => {
    const jpeg = await makeLivePhoto(await frame(), null, marks);
    if (!jpeg) throw new Error('no photo');
    const { width, height } = await sharp(jpeg).metadata();
    expect(width).toBe(720);
    expect(height).toBeGreaterThan(405 + 30);
  });

  it('is none of bytes that are no picture', async () => {
    expect(await makeLivePhoto(new Uint8Array([1, 2, 3]), landmarks, marks)).toBeNull();
  });

  it('writes a long line smaller, both scripts, and signs that are markup as they are', async () => {
    const long = { reference: 'X', lines: ['A <b>&amp; '.repeat(30)] };
    expect(await makeLivePhoto(await frame(), landmarks, long)).not.toBeNull();
    const ink = { colour: '#000000', opacity: 100 };
    const [latin, hindi] = [await letter('Asha Rao', 20, ink), await letter('आशा राव', 20, ink)];
    for (const { png, widthPx } of [latin, hindi]) {
      expect(widthPx).toBeGreaterThan(40);
      const { channels } = await sharp(png).stats();
      expect(channels[3]?.max).toBe(255);
    }
  });
});
