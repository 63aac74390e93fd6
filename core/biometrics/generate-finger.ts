// Draws fingers that belong to nobody: minutiae along the ridge flow of a loop, whorl or arch, and impressions of them
// as a sensor would give (turned, shifted, partly seen, some minutiae missed and some invented). For simulators and for
// measuring the matcher. Its ranges are those of issue 6; it was fixed before the matcher was tuned.
import type { Minutia, MinutiaeTemplate } from './minutiae-template.ts';

/** Numbers 0 up to 1, the same for the same seed (mulberry32). */
export type Chance = () => number;

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A finger's whole pad at 500 dpi, centred on 0/0. */
export interface GeneratedFinger {
  readonly minutiae: readonly Minutia[];
}

export interface ImpressionRange {
  /** Degrees either way. */
  readonly rotation: number;
  /** Share of the first impression's pad that this one shows, least and most. */
  readonly overlap: readonly [number, number];
  /** Share of minutiae missed, and as many invented, least and most. */
  readonly noise: readonly [number, number];
  /** How far each minutia is moved, in a direction of its own: pixels, least and most. */
  readonly jitterPx: readonly [number, number];
}

export const measuredRange: ImpressionRange = {
  rotation: 20,
  overlap: [0.4, 1],
  noise: [0.1, 0.3],
  jitterPx: [3, 6],
};

const padWidthPx = 300;
const padHeightPx = 400;
/** Two minutiae nearer than about one ridge period are one. */
const leastApartPx = 11;
const angleJitter = (8 * Math.PI) / 180;
const scannerPx = 600;

export function generateFinger(seed: number): GeneratedFinger {
  const chance = createChance(seed * 2_654_435_761);
  const flow = ridgeFlow(chance);
  const wanted = 40 + Math.floor(chance() * 26);
  const minutiae: Minutia[] = [];
  for (let tries = 0; minutiae.length < wanted && tries < 5_000; tries += 1) {
    const placed = minutiaAt(chance, flow);
    if (minutiae.every((other) => distance(other, placed) >= leastApartPx)) minutiae.push(placed);
  }
  return { minutiae };
}

/** Impression 0 shows the whole pad, turned and noisy; later ones show the part that `range.overlap` says. */
export function generateImpression(
  finger: GeneratedFinger,
  seed: number,
  range: ImpressionRange = measuredRange,
): MinutiaeTemplate {
  const chance = createChance(seed);
  const between = ([least, most]: readonly [number, number]) => least + chance() * (most - least);
  const turn = ((chance() * 2 - 1) * range.rotation * Math.PI) / 180;
  const overlap = seed % 2 === 0 ? 1 : between(range.overlap);
  // A straight edge across the pad, from any side, as where a finger lies half beside the sensor.
  const edge = edgeFor(finger, overlap, chance() * 2 * Math.PI);
  const jitter = between(range.jitterPx);
  const missing = between(range.noise);
  const spurious = between(range.noise);
  const shift = { x: scannerPx / 2 + (chance() - 0.5) * 80, y: scannerPx / 2 + (chance() - 0.5) * 80 };
  const seen = finger.minutiae.filter((minutia) => edge(minutia) && chance() >= missing);
  const invented: Minutia[] = [];
  const flow = ridgeFlow(chance);
  const inventions = Math.round(seen.length * spurious);
  for (let tries = 0; invented.length < inventions && tries < 2_000; tries += 1) {
    const placed = minutiaAt(chance, flow);
    if (edge(placed)) invented.push(placed);
  }
  const minutiae = [...seen, ...invented].map((minutia): Minutia => {
    const direction = chance() * 2 * Math.PI;
    const x = minutia.xPx + jitter * Math.cos(direction);
    const y = minutia.yPx + jitter * Math.sin(direction);
    return {
      xPx: Math.round(shift.x + x * Math.cos(turn) + y * Math.sin(turn)),
      yPx: Math.round(shift.y - x * Math.sin(turn) + y * Math.cos(turn)),
      angle: normal(minutia.angle + turn + (chance() * 2 - 1) * angleJitter),
      // One in ten is called the other kind: pressure opens and closes ridges.
      type: chance() < 0.1 ? (minutia.type === 'ending' ? 'bifurcation' : 'ending') : minutia.type,
    };
  });
  return {
    widthPx: scannerPx,
    heightPx: scannerPx,
    pxPerCm: 197,
    position: 0,
    quality: 60,
    minutiae: shuffled(minutiae, chance),
  };
}

/** Orientation of the ridges after the zero-pole model: half the turn round each core, less half round each delta. */
function ridgeFlow(chance: Chance): (x: number, y: number) => number {
  const kind = chance();
  const near = (x: number, y: number) => ({ x: x + (chance() - 0.5) * 40, y: y + (chance() - 0.5) * 40 });
  const cores = kind < 0.1 ? [] : kind < 0.7 ? [near(0, -20)] : [near(0, -40), near(0, 25)];
  const side = chance() < 0.5 ? -1 : 1;
  const deltas = kind < 0.1 ? [] : kind < 0.7 ? [near(side * 110, 120)] : [near(-110, 130), near(110, 130)];
  const arch = kind < 0.1 ? 0.5 + chance() * 0.4 : 0;
  return (x, y) => {
    let sum = 0;
    for (const core of cores) sum += Math.atan2(core.y - y, x - core.x);
    for (const delta of deltas) sum -= Math.atan2(delta.y - y, x - delta.x);
    return (
      sum / 2 + (cores.length === 1 ? -Math.PI / 4 : 0) - arch * Math.sin((x / padWidthPx) * 2 * Math.PI)
    );
  };
}

function minutiaAt(chance: Chance, flow: (x: number, y: number) => number): Minutia {
  const radius = Math.sqrt(chance());
  const direction = chance() * 2 * Math.PI;
  const xPx = (radius * Math.cos(direction) * padWidthPx) / 2;
  const yPx = (radius * Math.sin(direction) * padHeightPx) / 2;
  return {
    xPx,
    yPx,
    angle: normal(flow(xPx, yPx) + (chance() < 0.5 ? Math.PI : 0)),
    type: chance() < 0.6 ? 'ending' : 'bifurcation',
  };
}

/** True on the side of a line that holds this share of the finger's minutiae. */
function edgeFor(finger: GeneratedFinger, share: number, direction: number): (minutia: Minutia) => boolean {
  const along = ({ xPx, yPx }: Minutia) => xPx * Math.cos(direction) + yPx * Math.sin(direction);
  const sorted = finger.minutiae.map(along).sort((a, b) => a - b);
  const last = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.POSITIVE_INFINITY;
  return (minutia) => share >= 1 || along(minutia) <= last;
}

function shuffled(minutiae: Minutia[], chance: Chance): Minutia[] {
  return minutiae
    .map((minutia) => ({ minutia, order: chance() }))
    .sort((a, b) => a.order - b.order)
    .map(({ minutia }) => minutia);
}

const distance = (a: Minutia, b: Minutia) => Math.hypot(a.xPx - b.xPx, a.yPx - b.yPx);
const normal = (angle: number) => ((angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
