// Finds a card's four edges in a picture: long straight lines that bound a quad of a card's proportions. Refuses to guess:
// null where no such quad is supported on all four sides.
import { shrink } from './picture.ts';
import type { Picture } from './picture.ts';
import type { Point, Quad } from './rectify.ts';
import { distance, proportionOf, seenProportion } from './rectify.ts';

const searchWidthPx = 480;
/** Lines up to this slope (tangent, 20°) are sought; more tilt is a matter of guiding the customer. */
const maxSlope = 0.364;
const slopeStep = 0.014;
const linesKept = 14;

/** x = at + slope·(y − middle) for upright lines, y = at + slope·(x − middle) for level ones. */
interface Line {
  readonly at: number;
  readonly slope: number;
  readonly votes: number;
}

interface Edges {
  readonly width: number;
  readonly height: number;
  /** 1 where an edge runs upright, 2 where level, 0 where none. */
  readonly kind: Uint8Array;
}

/** How far a seen proportion may lie from the true one, in logarithms: what leaning cards show. */
const leaning = 0.1;

/** Corners in the picture's own pixels, clockwise from the top left. `proportion`: of the card, where it is known. */
export async function findCard(picture: Picture, proportion: number | null = null): Promise<Quad | null> {
  const small = await shrink(picture, searchWidthPx);
  const edges = edgesOf(small);
  const upright = strongest(edges, 1);
  const level = strongest(edges, 2);
  let best: { quad: Quad; score: number } | null = null;
  for (const [left, right] of pairs(upright)) {
    for (const [top, bottom] of pairs(level)) {
      const quad = quadOf(edges, left, right, top, bottom);
      if (quad === null) continue;
      const supported = scoreOf(edges, quad);
      const score = supported === null ? null : supported * likeness(quad, proportion);
      if (score !== null && (best === null || score > best.score)) best = { quad, score };
    }
  }
  if (best === null) return null;
  const factor = picture.width / small.width;
  const [a, b, c, d] = best.quad;
  const scaled = (point: Point): Point => ({ x: point.x * factor, y: point.y * factor });
  return [scaled(a), scaled(b), scaled(c), scaled(d)];
}

/** A portrait's or a band's edge in the place of the card's makes it too narrow: 1 where the quad has its proportion. */
function likeness(quad: Quad, proportion: number | null): number {
  const off = Math.log(seenProportion(quad) / (proportion ?? proportionOf(quad))) / leaning;
  return Math.exp((-off * off) / 2);
}

function edgesOf({ rgb, width, height }: Picture): Edges {
  const kind = new Uint8Array(width * height);
  const across = new Float32Array(width * height);
  const down = new Float32Array(width * height);
  const strengths: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      let gx = 0;
      let gy = 0;
      // The channel that changes most: a white card on pale wood differs in blue alone.
      for (let c = 0; c < 3; c++) {
        const p = (dx: number, dy: number): number => rgb[(i + dy * width + dx) * 3 + c] ?? 0;
        const cx = p(1, -1) + 2 * p(1, 0) + p(1, 1) - p(-1, -1) - 2 * p(-1, 0) - p(-1, 1);
        const cy = p(-1, 1) + 2 * p(0, 1) + p(1, 1) - p(-1, -1) - 2 * p(0, -1) - p(1, -1);
        if (Math.abs(cx) > Math.abs(gx)) gx = cx;
        if (Math.abs(cy) > Math.abs(gy)) gy = cy;
      }
      across[i] = Math.abs(gx);
      down[i] = Math.abs(gy);
      if ((x + y) % 7 === 0) strengths.push(Math.max(Math.abs(gx), Math.abs(gy)));
    }
  }
  // Wood grain and paper are edges too: only what stands out from the picture's own texture counts.
  const typical = strengths.toSorted((a, b) => a - b)[Math.floor(strengths.length * 0.75)] ?? 0;
  const threshold = Math.max(28, typical * 1.1);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const ax = across[i] ?? 0;
      const dy = down[i] ?? 0;
      if (Math.max(ax, dy) < threshold) continue;
      // Only the crest of an edge, one pixel thin, votes.
      if (ax > dy) {
        if (ax >= (across[i - 1] ?? 0) && ax >= (across[i + 1] ?? 0)) kind[i] = 1;
      } else if (dy >= (down[i - width] ?? 0) && dy >= (down[i + width] ?? 0)) kind[i] = 2;
    }
  }
  return { width, height, kind };
}

/** Hough vote of the edges of one direction; the strongest lines, no two of them nearly the same. */
function strongest({ width, height, kind }: Edges, direction: 1 | 2): readonly Line[] {
  const reach = direction === 1 ? width : height;
  const middle = (direction === 1 ? height : width) / 2;
  const slopes = Math.round(maxSlope / slopeStep);
  const columns = 2 * slopes + 1;
  const votes = new Uint16Array(reach * columns);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      if (kind[y * width + x] !== direction) continue;
      const [position, along] = direction === 1 ? [x, y] : [y, x];
      for (let s = -slopes; s <= slopes; s++) {
        const at = Math.round(position - s * slopeStep * (along - middle));
        if (at >= 0 && at < reach) {
          const cell = at * columns + s + slopes;
          votes[cell] = (votes[cell] ?? 0) + 1;
        }
      }
    }
  }
  const minVotes = (direction === 1 ? height : width) * 0.14;
  const found: Line[] = [];
  for (let at = 0; at < reach; at++) {
    for (let s = -slopes; s <= slopes; s++) {
      const count = votes[at * columns + s + slopes] ?? 0;
      if (count >= minVotes) found.push({ at, slope: s * slopeStep, votes: count });
    }
  }
  const kept: Line[] = [];
  for (const line of found.toSorted((a, b) => b.votes - a.votes)) {
    if (kept.length === linesKept) break;
    if (
      kept.every((other) => Math.abs(other.at - line.at) > 5 || Math.abs(other.slope - line.slope) > 0.05)
    ) {
      kept.push(line);
    }
  }
  return kept;
}

function pairs(lines: readonly Line[]): (readonly [Line, Line])[] {
  const ordered = lines.toSorted((a, b) => a.at - b.at);
  return ordered.flatMap((first, i) => ordered.slice(i + 1).map((second) => [first, second] as const));
}

function quadOf({ width, height }: Edges, left: Line, right: Line, top: Line, bottom: Line): Quad | null {
  const meet = (upright: Line, level: Line): Point => {
    // x = u + s·(y − H/2), y = v + t·(x − W/2)
    const s = upright.slope;
    const t = level.slope;
    const y = (level.at + t * (upright.at - (s * height) / 2 - width / 2)) / (1 - s * t);
    return { x: upright.at + s * (y - height / 2), y };
  };
  const quad: Quad = [meet(left, top), meet(right, top), meet(right, bottom), meet(left, bottom)];
  const inside = quad.every(
    ({ x, y }) => x > -width * 0.02 && x < width * 1.02 && y > -height * 0.02 && y < height * 1.02,
  );
  if (!inside) return null;
  const [a, b, c, d] = quad;
  const [upper, lower, west, east] = [distance(a, b), distance(d, c), distance(a, d), distance(b, c)];
  if (Math.min(upper, lower) < width * 0.35) return null;
  const similar = (p: number, q: number): boolean => Math.min(p, q) / Math.max(p, q) > 0.75;
  const proportion = (upper + lower) / (west + east);
  return similar(upper, lower) && similar(west, east) && proportion > 1.28 && proportion < 1.76 ? quad : null;
}

/** How much of the four sides is really edge; null where one side is mostly not. Of two good quads the larger wins. */
function scoreOf({ width, height, kind }: Edges, quad: Quad): number | null {
  let total = 0;
  for (let side = 0; side < 4; side++) {
    const from = quad[side];
    const to = quad[(side + 1) % 4];
    if (from === undefined || to === undefined) return null;
    const direction = side % 2 === 0 ? 2 : 1;
    let hits = 0;
    const samples = 60;
    // Corners are round: their ends are no evidence either way.
    for (let i = 0; i < samples; i++) {
      const t = 0.07 + (0.86 * i) / (samples - 1);
      const x = Math.round(from.x + (to.x - from.x) * t);
      const y = Math.round(from.y + (to.y - from.y) * t);
      for (let off = -1; off <= 1; off++) {
        const px = direction === 1 ? x + off : x;
        const py = direction === 2 ? y + off : y;
        if (px < 0 || py < 0 || px >= width || py >= height) continue;
        if (kind[py * width + px] === direction) {
          hits += 1;
          break;
        }
      }
    }
    if (hits < samples * 0.45) return null;
    total += hits / samples;
  }
  const area = (distance(quad[0], quad[2]) * distance(quad[1], quad[3])) / (width * height);
  return (total / 4) * area ** 0.25;
}
