import sharp from 'sharp';
import { expect, it } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const plain = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();

it('portrait left, live photo right, equally high whatever their size', async () => {
  const made = await sideBySide(await plain(120, 160, '#f00'), await plain(600, 800, '#00f'));
  const { data, info } = await sharp(made).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 540 + 24 + 540, height: 720 });
  const at = (x: number) => [...data.subarray((360 * info.width + x) * 3, (360 * info.width + x) * 3 + 3)];
  const isNear = (seen: number[], wanted: number[]) =>
    seen.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) < 12);
  expect(isNear(at(270), [254, 0, 0])).toBe(true);
  expect(isNear(at(552), [255, 255, 255])).toBe(true);
  expect(isNear(at(834), [0, 0, 254])).toBe(true);
});

it('what is no picture is none', async () => {
  await expect(sideBySide(new Uint8Array([1, 2, 3]), await plain(9, 9, '#000'))).rejects.toThrow('format');
});
