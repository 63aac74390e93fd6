// Finds the four edges of a card or a page in a small live frame, fast enough for every frame: edges of one direction vote for
// lines, lines make quads, and the quad best supported on all four sides wins. Null where none is: it never guesses.
// A card turned on its side is found as well, so that it can be said; more than 20° of turn is not.

/** Interleaved RGBA, 0 to 255, as a canvas gives it; about 240 pixels wide. */
export interface SmallFrame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgba: Uint8ClampedArray;
}

export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** Clockwise from the top left as the picture shows it; in shares of the frame's width and height, 0 to 1. */
export type Outline = readonly [Corner, Corner, Corner, Corner];

export interface FoundOutline {
  readonly outline: Outline;
  /** How much of the four sides is really edge, 0 to 1. */
  readonly support: number;
}

/** Tangent of 20°. */
const maxSlope = 0.364;
const slopeStep = 0.02;
const slopes = Math.round(maxSlope / slopeStep);
const columns = 2 * slopes + 1;
const linesKept = 14;
/** A card narrower than this share of the frame is too far away to be told from other things. */
const minWidthShare = 0.2;
/** Of a side's sample points, how many must lie on an edge that runs along it. */
const minSideSupport = 0.5;
const minSupport = 0.62;
/** Mean difference of a side's inside and outside, in the colour that differs most. Grain and print differ this way and that. */
const minContrast = 7;
/** From here on more contrast makes no outline better. */
const fullContrast = 30;
/** Pixels from the edge at which inside and outside are compared: past its own softness. */
const besidePx = 3;
const samplesPerSide = 48;
/** ISO/IEC 7810: ID-1 is 1.586, ID-2 1.419, ID-3 1.42; leaning foreshortens. */
const proportions = { least: 1.22, most: 1.85 };
/** Sides that face each other differ by perspective, not by more than this. */
const minSimilarity = 0.72;
/** Noise and paper stay below this; a card on a desk of its own colour does not rise above it, and is not found. */
const minGradient = 26;

/** Where no edge is 0, where one runs upright 1, where level 2. */
interface EdgeMap {
  readonly width: number;
  readonly height: number;
  readonly kind: Uint8Array;
}

/** Upright: x = at + slope·(y − middle); level: y = at + slope·(x − middle). */
interface Line {
  readonly at: number;
  readonly slope: number;
  readonly votes: number;
}

export function findOutline(frame: SmallFrame): FoundOutline | null {
  const edges = edgesOf(frame);
  const upright = strongest(edges, 1);
  const level = strongest(edges, 2);
  let best: { readonly quad: Outline; readonly support: number; readonly score: number } | null = null;
  for (const [left, right] of pairs(upright)) {
    for (const [top, bottom] of pairs(level)) {
      const quad = quadOf(edges, left, right, top, bottom);
      if (quad === null) continue;
      const support = supportOf(edges, quad);
      if (support === null) continue;
      // Of two good quads the larger one is the card, the smaller something printed on it.
      const likely = support * areaOf(quad) ** 0.25;
      if (best !== null && likely <= best.score) continue;
      const contrast = contrastOf(frame, quad);
      if (contrast < minContrast) continue;
      const score = likely * Math.min(1, contrast / fullContrast);
      if (best === null || score > best.score) best = { quad, support, score };
    }
  }
  if (best === null || best.support < minSupport) return null;
  const share = ({ x, y }: Corner): Corner => ({ x: x / edges.width, y: y / edges.height });
  const [a, b, c, d] = best.quad;
  return { outline: [share(a), share(b), share(c), share(d)], support: best.support };
}

function edgesOf({ widthPx: width, heightPx: height, rgba }: SmallFrame): EdgeMap {
  const across = new Uint16Array(width * height);
  const down = new Uint16Array(width * height);
  const histogram = new Uint32Array(1024);
  let counted = 0;
  const row = width * 4;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const at = i * 4;
      let gx = 0;
      let gy = 0;
      // The channel that changes most: a white card on pale wood differs in blue alone.
      for (let c = at; c < at + 3; c++) {
        const nw = rgba[c - row - 4] ?? 0;
        const ne = rgba[c - row + 4] ?? 0;
        const sw = rgba[c + row - 4] ?? 0;
        const se = rgba[c + row + 4] ?? 0;
        const cx = Math.abs(ne - nw + 2 * ((rgba[c + 4] ?? 0) - (rgba[c - 4] ?? 0)) + se - sw);
        const cy = Math.abs(sw - nw + 2 * ((rgba[c + row] ?? 0) - (rgba[c - row] ?? 0)) + se - ne);
        if (cx > gx) gx = cx;
        if (cy > gy) gy = cy;
      }
      across[i] = gx;
      down[i] = gy;
      const most = Math.min(1023, Math.max(gx, gy));
      histogram[most] = (histogram[most] ?? 0) + 1;
      counted += 1;
    }
  }
  // Wood grain and cloth are edges too: only what stands out from the picture's own texture counts.
  const threshold = Math.max(minGradient, 1.1 * upperQuartile(histogram, counted));
  const kind = new Uint8Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const ax = across[i] ?? 0;
      const dy = down[i] ?? 0;
      if (ax < threshold && dy < threshold) continue;
      // Only the crest of an edge, one pixel thin, votes.
      if (ax > dy) {
        if (ax >= (across[i - 1] ?? 0) && ax >= (across[i + 1] ?? 0)) kind[i] = 1;
      } else if (dy >= (down[i - width] ?? 0) && dy >= (down[i + width] ?? 0)) kind[i] = 2;
    }
  }
  return { width, height, kind };
}

function upperQuartile(histogram: Uint32Array, count: number): number {
  let seen = 0;
  for (const [value, times] of histogram.entries()) {
    seen += times;
    if (seen >= count * 0.75) return value;
  }
  return 0;
}

/** Hough vote of the edges of one direction; the strongest lines, no two of them nearly the same. */
function strongest({ width, height, kind }: EdgeMap, direction: 1 | 2): readonly Line[] {
  const reach = direction === 1 ? width : height;
  const length = direction === 1 ? height : width;
  const middle = length / 2;
  const votes = new Uint16Array(reach * columns);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      if (kind[y * width + x] !== direction) continue;
      const position = direction === 1 ? x : y;
      const along = (direction === 1 ? y : x) - middle;
      for (let s = -slopes; s <= slopes; s++) {
        const at = Math.round(position - s * slopeStep * along);
        if (at < 0 || at >= reach) continue;
        const cell = at * columns + s + slopes;
        votes[cell] = (votes[cell] ?? 0) + 1;
      }
    }
  }
  const found: Line[] = [];
  const minVotes = length * 0.13;
  for (let cell = 0; cell < votes.length; cell++) {
    const count = votes[cell] ?? 0;
    if (count < minVotes) continue;
    const column = cell % columns;
    found.push({ at: (cell - column) / columns, slope: (column - slopes) * slopeStep, votes: count });
  }
  const kept: Line[] = [];
  for (const line of found.sort((a, b) => b.votes - a.votes)) {
    if (kept.length === linesKept) break;
    const apart = (other: Line): boolean =>
      Math.abs(other.at - line.at) > 3 || Math.abs(other.slope - line.slope) > 0.06;
    if (kept.every(apart)) kept.push(line);
  }
  return kept;
}

function pairs(lines: readonly Line[]): (readonly [Line, Line])[] {
  const ordered = lines.toSorted((a, b) => a.at - b.at);
  return ordered.flatMap((first, i) => ordered.slice(i + 1).map((second) => [first, second] as const));
}

function quadOf(map: EdgeMap, left: Line, right: Line, top: Line, bottom: Line): Outline | null {
  const { width, height } = map;
  const meet = (upright: Line, level: Line): Corner => {
    const s = upright.slope;
    const t = level.slope;
    const y = (level.at + t * (upright.at - (s * height) / 2 - width / 2)) / (1 - s * t);
    return { x: upright.at + s * (y - height / 2), y };
  };
  const quad: Outline = [meet(left, top), meet(right, top), meet(right, bottom), meet(left, bottom)];
  const inside = ({ x, y }: Corner): boolean =>
    x > -0.02 * width && x < 1.02 * width && y > -0.02 * height && y < 1.02 * height;
  if (!quad.every(inside)) return null;
  const [a, b, c, d] = quad;
  const [upper, lower, west, east] = [apart(a, b), apart(d, c), apart(a, d), apart(b, c)];
  const across = (upper + lower) / 2;
  const down = (west + east) / 2;
  if (Math.max(across, down) < width * minWidthShare) return null;
  if (!similar(upper, lower) || !similar(west, east)) return null;
  const proportion = Math.max(across, down) / Math.max(1, Math.min(across, down));
  return proportion > proportions.least && proportion < proportions.most ? quad : null;
}

const apart = (a: Corner, b: Corner): number => Math.hypot(a.x - b.x, a.y - b.y);
const similar = (p: number, q: number): boolean => Math.min(p, q) > minSimilarity * Math.max(p, q);

function areaOf([a, b, c, d]: Outline): number {
  return Math.abs((c.x - a.x) * (d.y - b.y) - (d.x - b.x) * (c.y - a.y)) / 2;
}

/** The mean over four sides of the share that is edge; null where one side mostly is not. */
function supportOf({ width, height, kind }: EdgeMap, quad: Outline): number | null {
  let total = 0;
  for (let side = 0; side < 4; side++) {
    const from = quad[side];
    const to = quad[(side + 1) % 4];
    if (from === undefined || to === undefined) return null;
    const direction = side % 2 === 0 ? 2 : 1;
    const step = direction === 1 ? 1 : width;
    let hits = 0;
    for (let i = 0; i < samplesPerSide; i++) {
      // Corners are round: their ends are no evidence either way.
      const t = 0.08 + (0.84 * i) / (samplesPerSide - 1);
      const x = Math.round(from.x + (to.x - from.x) * t);
      const y = Math.round(from.y + (to.y - from.y) * t);
      if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) continue;
      const at = y * width + x;
      if (kind[at] === direction || kind[at - step] === direction || kind[at + step] === direction) hits += 1;
    }
    if (hits < samplesPerSide * minSideSupport) return null;
    total += hits / samplesPerSide;
  }
  return total / 4;
}

/** The least of the four sides' contrasts. */
function contrastOf(frame: SmallFrame, quad: Outline): number {
  const middle = {
    x: quad.reduce((sum, { x }) => sum + x, 0) / 4,
    y: quad.reduce((sum, { y }) => sum + y, 0) / 4,
  };
  let least = Infinity;
  for (const [side, from] of quad.entries()) {
    const to = quad[(side + 1) % 4] ?? from;
    const length = Math.max(1, apart(from, to));
    let normal = { x: (to.y - from.y) / length, y: (from.x - to.x) / length };
    const inwards = (middle.x - from.x) * normal.x + (middle.y - from.y) * normal.y;
    if (inwards < 0) normal = { x: -normal.x, y: -normal.y };
    least = Math.min(least, sideContrast(frame, from, to, normal));
  }
  return least;
}

function sideContrast(frame: SmallFrame, from: Corner, to: Corner, inwards: Corner): number {
  const { widthPx, heightPx, rgba } = frame;
  const difference = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < samplesPerSide; i += 2) {
    const t = 0.08 + (0.84 * i) / (samplesPerSide - 1);
    const x = from.x + (to.x - from.x) * t;
    const y = from.y + (to.y - from.y) * t;
    const at = (sign: number): number => {
      const px = Math.round(x + sign * besidePx * inwards.x);
      const py = Math.round(y + sign * besidePx * inwards.y);
      return px < 0 || py < 0 || px >= widthPx || py >= heightPx ? -1 : (py * widthPx + px) * 4;
    };
    const [inside, outside] = [at(1), at(-1)];
    if (inside < 0 || outside < 0) continue;
    count += 1;
    for (let c = 0; c < 3; c++)
      difference[c] = (difference[c] ?? 0) + (rgba[inside + c] ?? 0) - (rgba[outside + c] ?? 0);
  }
  return count === 0 ? 0 : Math.max(...difference.map(Math.abs)) / count;
}
