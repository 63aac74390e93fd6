// CD12: light that hides a part is told by the part.
import { describe, expect, it } from 'vitest';
import { regionsOf } from './card-regions.ts';
import { glaringRegion } from './glaring-region.ts';

const [width, height] = [320, 202];

/** Grey of 200, and white within the given shares. */
function card(x: number, y: number, w: number, h: number) {
  const data = new Uint8Array(width * height).fill(200);
  for (let row = Math.round(y * height); row < (y + h) * height; row++)
    data.fill(255, row * width + Math.round(x * width), row * width + Math.round((x + w) * width));
  return { data, width, height };
}

describe('glare', () => {
  const areas = regionsOf('aadhaar', 'front');

  it('CD12 a reflection over the number is told, one beside all fields is not', () => {
    expect(glaringRegion(card(0.3, 0.72, 0.2, 0.12), areas)).toBe('number');
    expect(glaringRegion(card(0.8, 0.88, 0.2, 0.12), areas)).toBeNull();
  });

  it('CD12 a card that is white all over shows none', () => {
    expect(glaringRegion(card(0, 0, 1, 1), areas)).toBeNull();
  });
});
