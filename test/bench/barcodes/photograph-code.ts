// A code lying on a desk as a camera of the kiosk sees it, in the ranges that the project set for its medium test photos:
// turned within 11°, corners pulled within 3 %, blur σ 1.1 px, noise σ 8, glare 0.45, light 0.85, JPEG 75. Drawn from a seed.
import sharp from 'sharp';
import { seededChance } from '#test/fault/chance.ts';

const medium = { turnDeg: 11, pull: 0.03, blurPx: 1.1, noise: 8, glare: 0.45, light: 0.85, jpeg: 75 };

/** Pixels a module in the sharp drawing from which the photograph is sampled. */
const drawnPx = 8;

interface Point {
  readonly x: number;
  readonly y: number;
}

export async function photographCode(modules: Buffer, pxPerModule: number, seed: number): Promise<Buffer> {
  const chance = seededChance(seed);
  const within = (limit: number): number => (chance.next() * 2 - 1) * limit;
  const { data: drawn, info } = await sharp(modules)
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .extractChannel(0)
    .resize({ width: (await sharp(modules).metadata()).width * drawnPx, kernel: 'nearest' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const side = (info.width / drawnPx) * pxPerModule;
  const frame = Math.ceil(side * 1.5);
  const turn = (within(medium.turnDeg) * Math.PI) / 180;
  const middle = frame / 2;
  const corners = [
    [-0.5, -0.5],
    [0.5, -0.5],
    [0.5, 0.5],
    [-0.5, 0.5],
  ].map(([u = 0, v = 0]): Point => {
    const x = (u + within(medium.pull)) * side;
    const y = (v + within(medium.pull)) * side;
    return {
      x: middle + x * Math.cos(turn) - y * Math.sin(turn),
      y: middle + x * Math.sin(turn) + y * Math.cos(turn),
    };
  });
  const back = inverseOf(corners);
  const glare = { x: chance.next() * frame, y: chance.next() * frame, reach: frame * 0.28 };
  const tilt = within(0.125);
  const pixels = new Uint8Array(frame * frame);
  for (let y = 0; y < frame; y++) {
    for (let x = 0; x < frame; x++) {
      const { x: u, y: v } = back({ x: x + 0.5, y: y + 0.5 });
      const paper = u < 0 || v < 0 || u >= 1 || v >= 1 ? 196 : areaOf(drawn, info.width, u, v, pxPerModule);
      const lit = (20 + paper * 0.86) * medium.light * (1 + tilt * (x / frame - 0.5) * 2);
      const near = Math.max(0, 1 - Math.hypot(x - glare.x, y - glare.y) / glare.reach);
      pixels[y * frame + x] = Math.max(0, Math.min(255, lit + (255 - lit) * medium.glare * near));
    }
  }
  const soft = await sharp(pixels, { raw: { width: frame, height: frame, channels: 1 } })
    .blur(medium.blurPx)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  for (let i = 0; i < soft.length; i++) {
    soft[i] = Math.max(0, Math.min(255, (soft[i] ?? 0) + gauss(chance.next(), chance.next()) * medium.noise));
  }
  const raw = { raw: { width: frame, height: frame, channels: 1 } } as const;
  return sharp(soft, raw).jpeg({ quality: medium.jpeg }).toBuffer();
}

/** Mean of the drawing over about one pixel of the photograph. */
function areaOf(drawn: Uint8Array, width: number, u: number, v: number, pxPerModule: number): number {
  const reach = drawnPx / pxPerModule / 3;
  let sum = 0;
  for (const dy of [-reach, 0, reach]) {
    for (const dx of [-reach, 0, reach]) {
      const x = Math.min(width - 1, Math.max(0, Math.floor(u * width + dx)));
      const y = Math.min(width - 1, Math.max(0, Math.floor(v * width + dy)));
      sum += drawn[y * width + x] ?? 255;
    }
  }
  return sum / 9;
}

function gauss(a: number, b: number): number {
  return Math.sqrt(-2 * Math.log(Math.max(1e-12, a))) * Math.cos(2 * Math.PI * b);
}

/** From the photograph to the unit square: the projective map of the four corners, turned round by its adjugate. */
function inverseOf(corners: readonly Point[]): (point: Point) => Point {
  const [p0, p1, p2, p3] = corners;
  if (!p0 || !p1 || !p2 || !p3) throw new RangeError('four corners');
  const [dx1, dx2, dx3] = [p1.x - p2.x, p3.x - p2.x, p0.x - p1.x + p2.x - p3.x];
  const [dy1, dy2, dy3] = [p1.y - p2.y, p3.y - p2.y, p0.y - p1.y + p2.y - p3.y];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / det;
  const h = (dx1 * dy3 - dx3 * dy1) / det;
  const [a, b, c] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x, p0.x];
  const [d, e, f] = [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y, p0.y];
  return ({ x, y }) => {
    const u = (e - f * h) * x + (c * h - b) * y + (b * f - c * e);
    const v = (f * g - d) * x + (a - c * g) * y + (c * d - a * f);
    const w = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d);
    return { x: u / w, y: v / w };
  };
}
