// Frames drawn by rule: cards in every pose that is to be found, and things that are no card.
import { describe, expect, it } from 'vitest';
import { cardPatch } from './card-patch.ts';
import { cardRegions, regionsOf } from './card-regions.ts';
import { findOutline, type Corner, type Outline, type SmallFrame } from './find-outline.ts';
import { burntOutOf, regionQualities, type GreyPatch } from './region-quality.ts';

const widthPx = 240;
const heightPx = 136;

/** Which side of a line a point lies on decides whether it is inside; corners in shares of the frame. */
function frameWith(outline: Outline | null, card = [238, 236, 228], desk = [96, 78, 60]): SmallFrame {
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = { x: (x + 0.5) / widthPx, y: (y + 0.5) / heightPx };
      const grain = 6 * Math.sin(y * 0.9 + Math.sin(x / 20) * 3);
      const colour = outline && inside(outline, at) ? card : desk.map((each) => each + grain);
      rgba.set([...colour, 255], (y * widthPx + x) * 4);
    }
  }
  return { widthPx, heightPx, rgba };
}

function inside(outline: Outline, at: Corner): boolean {
  return outline.every((from, i) => {
    const to = outline[(i + 1) % 4] ?? from;
    return (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x) >= 0;
  });
}

/** A card of ID-1 proportions, turned and leaning, in shares of a frame of 16:9. */
function held(widthShare: number, degrees: number, lean = 0, aspect = 1.586): Outline {
  const [w, h] = [widthShare * widthPx, (widthShare * widthPx) / aspect];
  const turn = (degrees * Math.PI) / 180;
  const corner = (sx: number, sy: number): Corner => {
    const dx = (sx * w) / 2;
    const dy = ((sy * h) / 2) * (1 + lean * sx);
    return {
      x: 0.5 + (dx * Math.cos(turn) - dy * Math.sin(turn)) / widthPx,
      y: 0.5 + (dx * Math.sin(turn) + dy * Math.cos(turn)) / heightPx,
    };
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

function off(found: Outline | undefined, truth: Outline): number {
  if (!found) return Infinity;
  return Math.max(
    ...found.map(({ x, y }, i) => {
      const to = truth[i] ?? { x: 9, y: 9 };
      return Math.hypot((x - to.x) * widthPx, (y - to.y) * heightPx);
    }),
  );
}

describe('findOutline', () => {
  it.each([
    [0.7, 0, 0],
    [0.7, 8, 0],
    [0.55, -12, 0.06],
    [0.5, 17, -0.05],
    [0.3, 3, 0],
  ])('finds a card %f of the frame wide, turned by %f°, leaning by %f', (share, degrees, lean) => {
    const truth = held(share, degrees, lean);
    expect(off(findOutline(frameWith(truth))?.outline, truth)).toBeLessThan(4);
  });

  it('finds a page of a passport, and a card on its side', () => {
    const page = held(0.6, 4, 0.02, 1.42);
    expect(off(findOutline(frameWith(page))?.outline, page)).toBeLessThan(4);
    const side = held(0.3, 2, 0, 1 / 1.586);
    expect(off(findOutline(frameWith(side))?.outline, side)).toBeLessThan(4);
  });

  it('finds a card that differs from its desk in one colour alone', () => {
    const truth = held(0.7, 3);
    const frame = frameWith(truth, [225, 222, 210], [225, 222, 150]);
    expect(off(findOutline(frame)?.outline, truth)).toBeLessThan(4);
  });

  it.each([
    ['an empty desk', null],
    ['a square', held(0.4, 0, 0, 1)],
    ['a long strip', held(0.8, 0, 0, 3)],
    ['something far away', held(0.12, 0)],
  ])('finds none on %s', (_what, outline) => {
    expect(findOutline(frameWith(outline))).toBeNull();
  });
});

describe('regions', () => {
  const areas = regionsOf('aadhaar', 'front');
  /** Dark strokes on grey paper; `soft` averages over so many neighbours to either side. */
  function printed(soft: number, glare: boolean): GreyPatch {
    const [width, height] = [320, 202];
    const data = new Uint8Array(width * height);
    const ink = (x: number): number => (x % 24 < 9 ? 30 : 205);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let k = -soft; k <= soft; k++) sum += ink(x + k + 60);
        data[y * width + x] = glare && x < 90 && y > 50 ? 255 : sum / (2 * soft + 1);
      }
    }
    return { data, width, height };
  }
  it('glare is told by the region it lies on', () => {
    const burnt = regionQualities(printed(0, true), areas)
      .filter(({ burntOut }) => burntOut > 0.12)
      .map(({ region }) => region);
    expect(burnt).toEqual(['portrait']);
    expect(burntOutOf(printed(0, true))).toBeCloseTo((90 * 151) / (320 * 202), 2);
  });
  it('soft print is told from crisp print, whatever its contrast', () => {
    const crispnessOf = (patch: GreyPatch): number =>
      regionQualities(patch, areas).find(({ region }) => region === 'number')?.crispness ?? -1;
    expect(crispnessOf(printed(0, false))).toBeGreaterThan(3 * crispnessOf(printed(2, false)));
    const paper = { ...printed(0, false), data: new Uint8Array(320 * 202).fill(200) };
    expect(regionQualities(paper, areas).every(({ crispness }) => crispness === null)).toBe(true);
  });
  it('a patch is the inside of the outline, upright', () => {
    const truth = held(0.7, 10);
    const patch = cardPatch(frameWith(truth), truth, 100, 1.586);
    expect([patch.width, patch.height]).toEqual([100, 63]);
    expect(patch.data[31 * 100 + 50]).toBeGreaterThan(225);
    expect(patch.data[2 * 100 + 2]).toBeGreaterThan(200);
  });
  it('every region has a place in some layout, and an unlisted kind has some', () => {
    const all = ['aadhaar front', 'aadhaar back', 'passport front'].flatMap((each) => {
      const [kind = '', side = ''] = each.split(' ');
      return regionsOf(kind, side === 'back' ? 'back' : 'front').map(({ region }) => region);
    });
    expect(new Set(all)).toEqual(new Set(cardRegions));
    expect(regionsOf('elsewhere', 'front').length).toBeGreaterThan(0);
    expect(regionsOf('elsewhere', 'back').length).toBeGreaterThan(0);
  });
});
