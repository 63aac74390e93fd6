// Straightens a card seen at an angle: four corners in the picture become a rectangle of a standard's proportions.
import type { Box } from '#core/reading/field.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Corners clockwise from the top left, in pixels of the picture they were found in. */
export type Quad = readonly [Point, Point, Point, Point];

/** Takes the unit square to the picture. */
export type Projection = (u: number, v: number) => Point;

// ISO/IEC 7810: ID-1 is 85.60 × 53.98 mm, ID-3 (passport page) 125 × 88 mm.
const id1 = 85.6 / 53.98;
const id3 = 125 / 88;

/** Width by height of the card a quad shows: whichever standard is nearer to the mean of its opposite sides. */
export function proportionOf(quad: Quad): number {
  const seen = seenProportion(quad);
  return Math.abs(seen - id1) < Math.abs(seen - id3) ? id1 : id3;
}

/** Of the mean of its opposite sides. */
export function seenProportion([a, b, c, d]: Quad): number {
  return (distance(a, b) + distance(d, c)) / (distance(a, d) + distance(b, c));
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The projective map that takes (0,0), (1,0), (1,1), (0,1) to the four corners. */
export function projectionTo([p0, p1, p2, p3]: Quad): Projection {
  const dx1 = p1.x - p2.x;
  const dx2 = p3.x - p2.x;
  const dx3 = p0.x - p1.x + p2.x - p3.x;
  const dy1 = p1.y - p2.y;
  const dy2 = p3.y - p2.y;
  const dy3 = p0.y - p1.y + p2.y - p3.y;
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / det;
  const h = (dx1 * dy3 - dx3 * dy1) / det;
  const a = p1.x - p0.x + g * p1.x;
  const b = p3.x - p0.x + h * p3.x;
  const d = p1.y - p0.y + g * p1.y;
  const e = p3.y - p0.y + h * p3.y;
  return (u, v) => {
    const w = g * u + h * v + 1;
    return { x: (a * u + b * v + p0.x) / w, y: (d * u + e * v + p0.y) / w };
  };
}

/** A box on the straightened card as the upright box around it in the captured picture. */
export function boxInPicture(
  box: Box,
  size: { width: number; height: number },
  project: Projection,
  scale: number,
): Box {
  const corners = [
    [box.x, box.y],
    [box.x + box.width, box.y],
    [box.x + box.width, box.y + box.height],
    [box.x, box.y + box.height],
  ].map(([x = 0, y = 0]) => project(x / size.width, y / size.height));
  const xs = corners.map((corner) => corner.x * scale);
  const ys = corners.map((corner) => corner.y * scale);
  const x = Math.round(Math.min(...xs));
  const y = Math.round(Math.min(...ys));
  return {
    x,
    y,
    width: Math.max(1, Math.round(Math.max(...xs)) - x),
    height: Math.max(1, Math.round(Math.max(...ys)) - y),
  };
}
