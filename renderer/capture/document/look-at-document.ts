// One look at a live frame: where the document lies, how it is lit, how sharp each part is, how much it moves. Pure: pixels and
// the look before in, facts out; what to say about them is chosen by `document-hint`.
import { cardPatch } from '#core/reading/outline/card-patch.ts';
import { regionsOf } from '#core/reading/outline/card-regions.ts';
import { findOutline } from '#core/reading/outline/find-outline.ts';
import type { Corner, Outline, SmallFrame } from '#core/reading/outline/find-outline.ts';
import { burntOutOf, regionQualities } from '#core/reading/outline/region-quality.ts';
import type { RegionQuality } from '#core/reading/outline/region-quality.ts';
import type { DocumentKind, DocumentSide } from '#core/reading/field.ts';

/** Of the copy that light and sharpness are judged on; edges are sought on one half as wide. */
export const lookWidthPx = 480;
const patchWidthPx = 320;

export interface Sought {
  readonly kind: DocumentKind;
  readonly side: DocumentSide;
  /** Width by height of the document. */
  readonly aspect: number;
}

export interface DocumentFacts {
  /** In shares of the frame; null where no four edges were found. */
  readonly outline: Outline | null;
  /** Mean luma of the document, of the frame's middle where none was found; 0 to 255. */
  readonly brightness: number;
  /** Share of the document at which the picture is burnt out, 0 to 1. */
  readonly burntOut: number;
  readonly regions: readonly RegionQuality[];
  /** Mean change of luma in a tenth of a second, 0 to 255; null for the first look. */
  readonly movement: number | null;
  /** The document's longer measure by the frame's: 1 fills it. */
  readonly fill: number;
  /** An edge lies outside the frame, or on its border. */
  readonly cutOff: boolean;
  /** It lies on its side. */
  readonly onItsSide: boolean;
  /** How it leans, by its outline; null without one. */
  readonly lean: Lean | null;
}

/** Logarithms of the ratios of opposite sides, and of the proportions to the document's own: all nought when held square. */
export interface Lean {
  readonly sideways: number;
  readonly forward: number;
  readonly squeeze: number;
}

export interface LookBefore {
  readonly luma: Uint8Array;
  readonly atMs: number;
}

export interface Look {
  readonly facts: DocumentFacts;
  readonly after: LookBefore;
}

/** `frame` is `lookWidthPx` wide. */
export function lookAtDocument(
  frame: SmallFrame,
  sought: Sought,
  atMs: number,
  before: LookBefore | null,
): Look {
  const half = halved(frame);
  const luma = lumaOf(half);
  const outline = findOutline(half)?.outline ?? null;
  const movement = before && movementOf(luma, before.luma, atMs - before.atMs);
  const after = { luma, atMs };
  if (outline === null) {
    const facts = { outline, burntOut: 0, regions: [], movement, fill: 0, cutOff: false, onItsSide: false };
    return { facts: { ...facts, brightness: middleOf(luma, half), lean: null }, after };
  }
  const { widthPx, heightPx } = frame;
  const [a, b, c, d] = outline;
  const long = (p: Corner, q: Corner): number => Math.hypot((p.x - q.x) * widthPx, (p.y - q.y) * heightPx);
  const [upper, lower, west, east] = [long(a, b), long(d, c), long(a, d), long(b, c)];
  const onItsSide = west + east > upper + lower;
  const patch = cardPatch(frame, onItsSide ? [d, a, b, c] : outline, patchWidthPx, sought.aspect);
  const nearBorder = ({ x, y }: Corner): boolean =>
    Math.min(x, 1 - x) < borderShare || Math.min(y, 1 - y) < borderShare;
  return {
    facts: {
      outline,
      brightness: mean(patch.data),
      burntOut: burntOutOf(patch),
      regions: onItsSide ? [] : regionQualities(patch, regionsOf(sought.kind, sought.side)),
      movement,
      fill: Math.max((upper + lower) / (2 * widthPx), (west + east) / (2 * heightPx)),
      cutOff: outline.some(nearBorder),
      onItsSide,
      lean: {
        sideways: Math.log(east / west),
        forward: Math.log(lower / upper),
        squeeze: Math.log((upper + lower) / (west + east) / sought.aspect),
      },
    },
    after,
  };
}

/** Nearer to the border than this an edge may be the frame's own. */
const borderShare = 0.012;

function halved({ widthPx, heightPx, rgba }: SmallFrame): SmallFrame {
  const width = widthPx >> 1;
  const height = heightPx >> 1;
  const half = new Uint8ClampedArray(width * height * 4);
  const row = widthPx * 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * 2 * row + x * 8;
      const to = (y * width + x) * 4;
      for (let c = 0; c < 3; c++) {
        const at = from + c;
        const sum = (rgba[at] ?? 0) + (rgba[at + 4] ?? 0) + (rgba[at + row] ?? 0) + (rgba[at + row + 4] ?? 0);
        half[to + c] = sum >> 2;
      }
    }
  }
  return { widthPx: width, heightPx: height, rgba: half };
}

/** ITU-R BT.601, in integers. */
function lumaOf({ rgba }: SmallFrame): Uint8Array {
  const luma = new Uint8Array(rgba.length / 4);
  for (let i = 0, at = 0; i < luma.length; i++, at += 4)
    luma[i] = ((rgba[at] ?? 0) * 77 + (rgba[at + 1] ?? 0) * 150 + (rgba[at + 2] ?? 0) * 29) >> 8;
  return luma;
}

const mean = (data: Uint8Array): number => data.reduce((sum, value) => sum + value, 0) / data.length;

function middleOf(luma: Uint8Array, { widthPx, heightPx }: SmallFrame): number {
  let sum = 0;
  let count = 0;
  for (let y = heightPx >> 2; y < heightPx - (heightPx >> 2); y++) {
    for (let x = widthPx >> 2; x < widthPx - (widthPx >> 2); x++) {
      sum += luma[y * widthPx + x] ?? 0;
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}

/** Looks come as fast as the machine can: a tenth of a second makes them comparable. */
function movementOf(luma: Uint8Array, before: Uint8Array, sinceMs: number): number | null {
  if (before.length !== luma.length || sinceMs <= 0) return null;
  let change = 0;
  for (let i = 0; i < luma.length; i++) change += Math.abs((luma[i] ?? 0) - (before[i] ?? 0));
  // Noise changes as much in a short time as in a long one; a moving hand does not.
  return (change / luma.length) * Math.min(1.5, 100 / sinceMs);
}
