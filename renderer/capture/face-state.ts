// Whether eyes are shut or a mouth is open in a live picture, from MediaPipe's 478 points, and whether the ground behind is plain. Pure; it knows nobody.
import type { Frame } from './frame-facts.ts';
import type { LiveFace } from './face-hint.ts';

export interface FaceState {
  /** Between the lids of the wider eye, as a share of the eye's width. */
  readonly eyesOpen: number;
  /** Between the lips, as a share of the mouth's width. */
  readonly mouthOpen: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Numbers of the face mesh: upper and lower lid, outer and inner corner; upper and lower lip, both corners. */
const eyes = [
  [159, 145, 33, 133],
  [386, 374, 362, 263],
] as const;
const lips = [13, 14, 78, 308] as const;

/** `points` in shares of the frame. */
export function faceStateOf(
  points: readonly Point[],
  { widthPx, heightPx }: Pick<Frame, 'widthPx' | 'heightPx'>,
): FaceState {
  const between = (a: number, b: number) => {
    const [from, to] = [points[a], points[b]];
    return from && to ? Math.hypot((from.x - to.x) * widthPx, (from.y - to.y) * heightPx) : 0;
  };
  const gap = ([upper, lower, start, end]: readonly [number, number, number, number]) =>
    between(upper, lower) / Math.max(1e-6, between(start, end));
  return { eyesOpen: Math.max(gap(eyes[0]), gap(eyes[1])), mouthOpen: gap(lips) };
}

export const stateLimits = {
  /** Against the widest that these eyes were seen: narrow eyes are not shut ones. Drawn heads that blink stay below a third. */
  shutShare: 0.45,
  /** Never shut above this, however wide they were before: of LFW's faces 95 of 100 are wider. */
  shutAtMost: 0.17,
  /** Drawn mouths at rest stay below 0.29; of LFW's faces 94 of 100 do below this one. */
  mouthOpen: 0.35,
} as const;

/** `widest`: of `eyesOpen` since this face is there. */
export function eyesShut({ eyesOpen }: FaceState, widest: number): boolean {
  return eyesOpen < Math.min(stateLimits.shutAtMost, widest * stateLimits.shutShare);
}

/** Mean step of luma over two pixels of a frame 320 wide: a plain wall stays below 3, shelves and leaves are above 10. */
const unrestAtMost = 8;

/** Whether what lies to both sides of the head is even enough for a portrait. */
export function plainBehind({ widthPx, heightPx, rgba }: Frame, face: LiveFace): boolean {
  const luma = (at: number) =>
    0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
  const top = Math.max(0, Math.round((face.centreY - face.heightShare / 2) * heightPx));
  const foot = Math.min(heightPx, Math.round((face.centreY + face.heightShare * 0.1) * heightPx));
  let [change, count] = [0, 0];
  for (const side of [-1.2, 1.2]) {
    const middle = face.centreX + side * face.widthShare;
    const from = Math.max(0, Math.round((middle - face.widthShare * 0.3) * widthPx));
    const to = Math.min(widthPx - 2, Math.round((middle + face.widthShare * 0.3) * widthPx));
    for (let y = top; y < foot; y += 2) {
      for (let x = from; x < to; x += 2) {
        const at = (y * widthPx + x) * 4;
        change += Math.abs(luma(at + 8) - luma(at));
        count += 1;
      }
    }
  }
  return count === 0 || change / count <= unrestAtMost;
}
