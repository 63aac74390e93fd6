// A card's edges found to a few pixels, straightened, and boxes taken back to where they came from.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findCard } from './card-outline.ts';
import { viewOf } from './card-view.ts';
import { decode } from './picture.ts';
import type { Picture } from './picture.ts';
import { boxInPicture, distance, projectionTo, proportionOf } from './rectify.ts';

const corners = [
  { x: 210, y: 120 },
  { x: 1050, y: 150 },
  { x: 1030, y: 660 },
  { x: 190, y: 640 },
] as const;

async function desk(card: string): Promise<Picture> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><rect width="100%" height="100%" fill="#6b5a48"/>${card}</svg>`;
  const decoded = await decode(await sharp(Buffer.from(svg)).jpeg().toBuffer());
  if (!decoded.ok) throw new Error(decoded.error.kind);
  return decoded.value;
}

const polygon = `<polygon points="${corners.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="#f4f2ec"/>`;

describe('card outline', () => {
  it('finds the corners of a tilted card within 6 pixels', async () => {
    const quad = await findCard(await desk(polygon));
    const off = quad?.map((corner, i) => distance(corner, corners[i] ?? corner));
    expect(Math.max(...(off ?? [99]))).toBeLessThan(6);
  });

  it.each([
    ['an empty desk', ''],
    ['a sheet that is no card', '<rect x="500" y="60" width="300" height="600" fill="#f4f2ec"/>'],
    ['a round thing', '<circle cx="640" cy="360" r="300" fill="#f4f2ec"/>'],
  ])('finds none on %s', async (_what, thing) => {
    expect(await findCard(await desk(thing))).toBeNull();
  });

  it('straightens, and takes boxes back', async () => {
    const picture = await desk(`${polygon}<circle cx="252" cy="164" r="8" fill="#000"/>`);
    const project = projectionTo(corners);
    expect(proportionOf(corners)).toBeCloseTo(1.586, 2);
    const { grey } = await viewOf(picture, project, 1280 / 807, true);
    // The mark near the first corner lands there, paper fills the rest; the corner itself is rounded off, and white.
    expect(grey.data[66 * 1280 + 66]).toBeLessThan(60);
    expect(grey.data[10 * 1280 + 10]).toBe(255);
    expect(grey.data[403 * 1280 + 640]).toBeGreaterThan(230);
    const box = boxInPicture(
      { x: 0, y: 0, width: 400, height: 252 },
      { width: 400, height: 252 },
      project,
      2,
    );
    expect(box).toEqual({ x: 380, y: 240, width: 1720, height: 1080 });
  });
});
