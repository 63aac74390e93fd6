// Whether a picture lives: a frozen one does not change, a loop comes back to what it was. Over small pictures, in levels of luma. Rule LV10 of docs/spec/liveness.md.

export interface SmallPicture {
  readonly atMs: number;
  readonly picture: Float32Array;
}

/** Frames this far apart may be one stretch played twice. */
const loopFromMs = 1_000;
/** Neighbours must differ by so much more than the two that are alike: a person who sits still is no loop. */
const loopRatio = 0.35;
const secondMs = 1_000;
const darkLevel = 12;
const brightLevel = 243;
/** Of 255, over a cell's mean: rounding alone. */
const sameLevels = 0.001;

/** The least change from frame to frame over any second: breath and sway move a living head all the time. Null below a second. */
export function motionOf(frames: readonly SmallPicture[]): number | null {
  let least: number | null = null;
  for (const [index, from] of frames.entries()) {
    const to = frames.findIndex(({ atMs }) => atMs - from.atMs >= secondMs);
    if (to < 0) break;
    // The frame that moved most within the second counts: a slow sway shows in some frames only.
    let most = 0;
    for (let at = index + 1; at <= to; at++) most = Math.max(most, difference(frames[at], from));
    if (least === null || most < least) least = most;
  }
  return least;
}

/** The least difference of two frames over a second apart between which the picture moved; null where it never did. */
export function loopOf(frames: readonly SmallPicture[]): number | null {
  let least: number | null = null;
  for (const [index, from] of frames.entries()) {
    let moved = 0;
    for (let at = index + 1; at < frames.length; at++) {
      const to = frames[at];
      if (!to) break;
      const alike = difference(to, from);
      if (
        to.atMs - from.atMs >= loopFromMs &&
        alike <= moved * loopRatio &&
        (least === null || alike < least)
      ) {
        least = alike;
      }
      moved = Math.max(moved, alike);
    }
  }
  return least;
}

/**
 * The share of cells that are the very same as in the frame before, over the middle one of all pairs. Black and white cells
 * say nothing: there no sensor's noise is seen. Null where too little is left.
 */
export function copiedOf(frames: readonly SmallPicture[]): number | null {
  const shares: number[] = [];
  for (const [index, { picture }] of frames.entries()) {
    const before = frames[index - 1]?.picture;
    if (!before) continue;
    let [cells, same] = [0, 0];
    for (const [cell, value] of picture.entries()) {
      if (value < darkLevel || value > brightLevel) continue;
      cells += 1;
      if (Math.abs(value - (before[cell] ?? 0)) < sameLevels) same += 1;
    }
    if (cells >= picture.length / 4) shares.push(same / cells);
  }
  return shares.toSorted((a, b) => a - b)[Math.floor(shares.length / 2)] ?? null;
}

/** Root of the mean square over all cells: what moves counts more than what flickers. */
function difference(a: SmallPicture | undefined, b: SmallPicture): number {
  if (!a) return 0;
  let sum = 0;
  for (let cell = 0; cell < b.picture.length; cell++) {
    const change = (a.picture[cell] ?? 0) - (b.picture[cell] ?? 0);
    sum += change * change;
  }
  return Math.sqrt(sum / b.picture.length);
}
