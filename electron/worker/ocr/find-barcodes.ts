// Finds QR codes and PDF417 in a picture: as it lies, then enlarged and sharpened where something stands that did not
// read, then turned along its bars. Gives up when its time is spent; refuses nothing else and keeps nothing.
import sharp from 'sharp';
import type { Barcode, BarcodeFormat } from '#core/reading/barcode.ts';
import type { Box } from '#core/reading/field.ts';
import { barDirections } from './bar-direction.ts';
import type { BarPatch } from './bar-direction.ts';
import type { BarcodeEngine, Scan, ScanHow } from './barcode-engine.ts';
import type { Grey } from './picture.ts';
import type { Point } from './rectify.ts';

export interface FindOptions {
  readonly formats: readonly BarcodeFormat[];
  /** No new attempt is begun after so long. */
  readonly budgetMs: number;
}

/** Pixels above this cost time and bring nothing: a code that fills the picture has enough of them. */
const widestScanPx = 4200;

/** Enlargement and how strongly edges are restored; in the order in which they read most on generated photos. */
const restorings = [
  { scale: 2, sigma: 1.3, amount: 1.5 },
  { scale: 3, sigma: 1.5, amount: 2 },
  { scale: 2, sigma: 1.5, amount: 3 },
  { scale: 4, sigma: 1.3, amount: 1.5 },
  { scale: 3, sigma: 1, amount: 2 },
  { scale: 3, sigma: 2, amount: 3 },
] as const;

/** Below a part of its size a code's edge and quiet zone are cut off. */
const marginShare = 0.14;

/** Takes a point of the scanned picture to the captured one. */
type Back = (point: Point) => Point;

export async function findBarcodes(
  engine: BarcodeEngine,
  picture: Grey,
  { formats, budgetMs }: FindOptions,
): Promise<readonly Barcode[]> {
  const endMs = performance.now() + budgetMs;
  const late = (): boolean => performance.now() > endMs;
  const found = new Map<string, Barcode>();
  const unread: Box[] = [];

  const attempt = async (view: Grey, how: ScanHow, back: Back): Promise<boolean> => {
    let read = false;
    for (const scan of await engine.scan(view, how)) {
      const box = boxOf(scan, back);
      if (scan.text === null) {
        if (scan.format === 'qr') unread.push(box);
        continue;
      }
      read = true;
      const key = `${scan.format} ${scan.text}`;
      if (!found.has(key)) found.set(key, { format: scan.format, text: scan.text, box });
    }
    return read;
  };
  const same: Back = (point) => point;

  // Bars first: their angle is measured, so one look is enough, where a look at the whole picture mostly sees nothing.
  if (formats.includes('pdf417')) {
    await alongBars(picture, attempt, late);
    if (found.size > 0 || late()) return [...found.values()];
  }
  await attempt(picture, { formats, threshold: 'local', smaller: true }, same);
  if (found.size > 0 || late()) return [...found.values()];

  const doubled = Math.min(2, widestScanPx / picture.width);
  const large = await enlarged(picture, doubled);
  await attempt(large, { formats, threshold: 'local' }, scaledBack(doubled, 0, 0));
  if (found.size > 0 || late()) return [...found.values()];

  if (!formats.includes('qr')) return [];
  for (const place of distinct(unread)) {
    for (const restoring of restorings) {
      if (late()) return [];
      const { view, left, top } = await restored(picture, place, restoring);
      const back = scaledBack(restoring.scale, left, top);
      if (await attempt(view, { formats: ['qr'], threshold: 'local' }, back)) return [...found.values()];
    }
  }
  if (unread.length === 0 && !late()) {
    // Too soft to be seen as a code at all: the whole picture is sharpened once.
    const { view, left, top } = await restored(picture, wholeOf(picture), {
      ...restorings[0],
      scale: doubled,
    });
    await attempt(view, { formats: ['qr'], threshold: 'local' }, scaledBack(doubled, left, top));
  }
  return [...found.values()];
}

type Attempt = (view: Grey, how: ScanHow, back: Back) => Promise<boolean>;

/** Three directions: the code's bars, its rows, and whatever else is ruled on the document. */
const directionsTried = 3;
/** Edges are measured on a small picture; bars stay parallel. */
const measuredWidthPx = 960;

async function alongBars(picture: Grey, attempt: Attempt, late: () => boolean): Promise<void> {
  const share = Math.min(1, measuredWidthPx / picture.width);
  const patches = barDirections(await softened(picture, share), directionsTried);
  const look = async ({ turnDeg, box }: BarPatch, scale: number, off: number): Promise<boolean> => {
    const place = {
      x: box.x / share,
      y: box.y / share,
      width: box.width / share,
      height: box.height / share,
    };
    const { view, back } = await turned(picture, clipped(place, picture), turnDeg + off, scale);
    return attempt(view, { formats: ['pdf417'], threshold: 'local' }, back);
  };
  // Small prints want to be enlarged: about two pixels a module in the picture make four.
  const scales = picture.width > 1600 ? [1] : [1, 2];
  for (const scale of scales) {
    for (const patch of patches) {
      if (late() || (await look(patch, scale, 0))) return;
    }
  }
  const [strongest] = patches;
  if (strongest === undefined) return;
  for (const off of [2, -2, 4, -4]) {
    if (late() || (await look(strongest, 1, off))) return;
  }
}

interface Restoring {
  readonly scale: number;
  readonly sigma: number;
  readonly amount: number;
}

async function restored(
  picture: Grey,
  place: Box,
  { scale, sigma, amount }: Restoring,
): Promise<{ view: Grey; left: number; top: number }> {
  const cut = clipped(place, picture);
  const { data, info } = await raw(picture)
    .extract(cut)
    .resize({ width: Math.round(cut.width * scale), kernel: 'cubic' })
    // Linear, without the limits that spare photographs their halos: a code has no beauty to lose.
    .sharpen({ sigma: (sigma * scale) / 2, m1: amount, m2: amount, x1: 0, y2: 255, y3: 255 })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { view: greyOf(data, info), left: cut.left, top: cut.top };
}

async function enlarged(picture: Grey, scale: number): Promise<Grey> {
  const { data, info } = await raw(picture)
    .resize({ width: Math.round(picture.width * scale), kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return greyOf(data, info);
}

/** Differences of neighbours see fine slanted bars steeper or flatter than they are, by up to 4°; of softened ones, hardly. */
async function softened(picture: Grey, scale: number): Promise<Grey> {
  const { data, info } = await raw(picture)
    .resize({ width: Math.round(picture.width * scale) })
    .blur(1.6)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return greyOf(data, info);
}

interface Cut {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

async function turned(
  picture: Grey,
  cut: Cut,
  degrees: number,
  scale: number,
): Promise<{ view: Grey; back: Back }> {
  const { data, info } = await raw(picture)
    .extract(cut)
    .resize({ width: Math.round(cut.width * scale), kernel: 'cubic' })
    .rotate(degrees, { background: '#ffffff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const view = greyOf(data, info);
  const angle = (-degrees * Math.PI) / 180;
  const back: Back = ({ x, y }) => {
    const dx = x - view.width / 2;
    const dy = y - view.height / 2;
    return {
      x: cut.left + cut.width / 2 + (dx * Math.cos(angle) - dy * Math.sin(angle)) / scale,
      y: cut.top + cut.height / 2 + (dx * Math.sin(angle) + dy * Math.cos(angle)) / scale,
    };
  };
  return { view, back };
}

const raw = ({ data, width, height }: Grey) => sharp(data, { raw: { width, height, channels: 1 } });

/** One byte a pixel, whatever number of equal channels came back. */
function greyOf(
  data: Buffer,
  { width, height, channels }: { width: number; height: number; channels: number },
) {
  if (channels === 1) return { data, width, height };
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = data[i * channels] ?? 0;
  return { data: grey, width, height };
}

const scaledBack =
  (scale: number, left: number, top: number): Back =>
  ({ x, y }) => ({ x: left + x / scale, y: top + y / scale });

function wholeOf({ width, height }: Grey): Box {
  return { x: 0, y: 0, width, height };
}

function clipped(box: Box, { width, height }: Grey): Cut {
  const left = Math.min(width - 1, Math.max(0, Math.floor(box.x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(box.y)));
  return {
    left,
    top,
    width: Math.max(1, Math.min(width, Math.ceil(box.x + box.width)) - left),
    height: Math.max(1, Math.min(height, Math.ceil(box.y + box.height)) - top),
  };
}

function boxOf({ corners }: Scan, back: Back): Box {
  const points = corners.map(back);
  const x = Math.min(...points.map((point) => point.x));
  const y = Math.min(...points.map((point) => point.y));
  return {
    x,
    y,
    width: Math.max(1, Math.max(...points.map((point) => point.x)) - x),
    height: Math.max(1, Math.max(...points.map((point) => point.y)) - y),
  };
}

/** Places that are not the same code seen twice, with room around; specks that only look like a finder pattern are left out. */
function distinct(boxes: readonly Box[]): readonly Box[] {
  const smallestPx = 40;
  const kept: Box[] = [];
  for (const box of boxes) {
    if (Math.min(box.width, box.height) < smallestPx) continue;
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const known = kept.some(
      (one) =>
        middle.x > one.x && middle.x < one.x + one.width && middle.y > one.y && middle.y < one.y + one.height,
    );
    const margin = marginShare * Math.max(box.width, box.height);
    if (!known)
      kept.push({
        x: box.x - margin,
        y: box.y - margin,
        width: box.width + 2 * margin,
        height: box.height + 2 * margin,
      });
  }
  return kept;
}
