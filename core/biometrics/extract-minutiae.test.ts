import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { extractMinutiae } from './extract-minutiae.ts';
import { createMinutiaeMatcher, judgeFingers } from './match-minutiae.ts';
import { indexProbe, prepareMinutiae } from './prepared-minutiae.ts';
import type { GreyImage } from './ridge-image.ts';

const data = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'finger');

/** Straight ridges of 9 px that lean so much, light and dark as a sensor shows them. */
function stripes(
  side: number,
  lean: number,
  edit: (x: number, y: number) => number | null = () => null,
): GreyImage {
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const phase = ((x * Math.cos(lean) + y * Math.sin(lean)) * 2 * Math.PI) / 9;
      pixels[y * side + x] = edit(x, y) ?? 128 + 90 * Math.cos(phase);
    }
  return { widthPx: side, heightPx: side, pixels };
}

const flawOf = (image: GreyImage) => {
  const found = extractMinutiae(image);
  return found.ok ? found.value.minutiae.length : found.error.kind;
};

describe('DV27 minutiae from a picture', () => {
  it('are not found where no ridge ends: in even stripes, however they lean, and in noise without contrast', () => {
    for (const lean of [0, 0.4, 0.8, 1.2]) expect(flawOf(stripes(200, lean))).toBe('not-a-fingerprint');
    expect(flawOf(stripes(200, 0, (x, y) => 120 + ((x * 7 + y * 13) % 5)))).toBe('not-a-fingerprint');
    expect(flawOf({ widthPx: 200, heightPx: 200, pixels: new Uint8Array(40_000) })).toBe('not-a-fingerprint');
  });

  it('stand where ridges end, and point along them', () => {
    // A turn of the phase about a point makes one ridge more above it than below, or the other way (K. Larkin).
    const ends = Array.from({ length: 16 }, (_, index) => ({
      x: 70 + (index % 4) * 60,
      y: 70 + Math.floor(index / 4) * 60,
      sign: (index + Math.floor(index / 4)) % 2 === 0 ? 1 : -1,
    }));
    const found = extractMinutiae(
      stripes(320, 0, (x, y) => {
        const turns = ends.reduce(
          (sum, end) => sum + end.sign * Math.atan2(y - end.y + 0.5, x - end.x + 0.5),
          0,
        );
        return 128 + 90 * Math.cos((x * 2 * Math.PI) / 9 + turns);
      }),
    );
    if (!found.ok) throw new Error(found.error.kind);
    const { minutiae } = found.value;
    expect(minutiae.length).toBeGreaterThanOrEqual(14);
    expect(minutiae.length).toBeLessThanOrEqual(18);
    for (const { xPx, yPx, angle } of minutiae) {
      expect(Math.min(...ends.map((end) => Math.hypot(end.x - xPx, end.y - yPx)))).toBeLessThan(12);
      expect(Math.abs(Math.sin(angle))).toBeGreaterThan(0.85);
    }
  });

  it('are refused by name from pictures too small, too large, or shorter than they say', () => {
    expect(flawOf(stripes(60, 0))).toBe('picture-too-small');
    expect(flawOf({ widthPx: 300, heightPx: 300, pixels: new Uint8Array(10) })).toBe('picture-too-small');
    expect(flawOf({ widthPx: 3_000, heightPx: 3_000, pixels: new Uint8Array(0) })).toBe('picture-too-large');
  });

  it.skipIf(!existsSync(data))(
    'match for the genuine pair of pictures and not for the other (needs the finger data)',
    async () => {
      const load = async (name: string) => {
        const { data: pixels, info } = await sharp(join(data, name))
          .flatten({ background: '#fff' })
          .greyscale()
          .raw()
          .toBuffer({ resolveWithObject: true });
        const found = extractMinutiae({
          widthPx: info.width,
          heightPx: info.height,
          pixels: new Uint8Array(pixels),
        });
        if (!found.ok) throw new Error(found.error.kind);
        return prepareMinutiae(found.value);
      };
      const matcher = createMinutiaeMatcher();
      const [probe, matching, other] = [
        await load('probe.png'),
        await load('matching.png'),
        await load('nonmatching.png'),
      ];
      expect(judgeFingers(matcher.compare(indexProbe(probe), matching))).toBe('match');
      expect(judgeFingers(matcher.compare(indexProbe(matching), probe))).toBe('match');
      expect(judgeFingers(matcher.compare(indexProbe(probe), other))).toBe('mismatch');
      expect(judgeFingers(matcher.compare(indexProbe(other), matching))).toBe('mismatch');
    },
  );
});
