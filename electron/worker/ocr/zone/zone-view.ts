// The page around a zone that was read: upright whatever way it lay, with the zone's place on it. The zone stands where the
// standard puts it, so its lines tell where the printed fields and the portrait are.
import type { MrzFormat } from '#core/reading/mrz-layout.ts';
import type { FoundMrz } from '#core/reading/mrz-lines.ts';
import { cardWidthPx, viewOf } from '../card-view.ts';
import type { CardView } from '../card-view.ts';
import type { Picture } from '../picture.ts';
import { projectionTo } from '../rectify.ts';
import type { Point, Quad } from '../rectify.ts';
import type { ZoneInPicture } from './read-zone.ts';

interface Page {
  readonly width: number;
  readonly height: number;
  readonly signs: number;
}

// In mm: ISO/IEC 7810 ID-3, ID-2, ID-1 and the sizes of visas (9303-4, -6, -5, -7).
const pages: Readonly<Record<MrzFormat, Page>> = {
  TD3: { width: 125, height: 88, signs: 44 },
  'MRV-A': { width: 120, height: 80, signs: 44 },
  TD2: { width: 105, height: 74, signs: 36 },
  'MRV-B': { width: 105, height: 74, signs: 36 },
  'FRA-ID': { width: 105, height: 74, signs: 36 },
  TD1: { width: 85.6, height: 54, signs: 30 },
};
const pitchMm = 2.54;
const lineStepMm = 6.35;
/** From the middle of the last line to the page's lower edge. */
const belowMm = 8;

export interface ZoneView {
  readonly zone: FoundMrz;
  /** What the zone's box, and any words read beside it, are in: straightened when first asked for, which takes longer than reading the zone. */
  readonly view: () => Promise<CardView>;
}

export function zoneView(picture: Picture, { chosen, lines }: ZoneInPicture): ZoneView | null {
  const page = pages[chosen.mrz.format];
  const first = lines[0];
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return null;
  const widthMm = page.signs * pitchMm;
  const heightMm = (lines.length - 1) * lineStepMm;
  const across = {
    x: (first.to.x - first.from.x + last.to.x - last.from.x) / 2 / widthMm,
    y: (first.to.y - first.from.y + last.to.y - last.from.y) / 2 / widthMm,
  };
  // Two lines close together say little about the lean of what stands far above them: it is taken upright to the lines.
  const spread = Math.hypot(
    (last.from.x + last.to.x - first.from.x - first.to.x) / 2,
    (last.from.y + last.to.y - first.from.y - first.to.y) / 2,
  );
  const mm = Math.hypot(across.x, across.y);
  const tall = Math.min(1.2 * mm, Math.max(0.8 * mm, spread / heightMm));
  const down = { x: (-across.y / mm) * tall, y: (across.x / mm) * tall };
  const middle = { x: (last.from.x + last.to.x) / 2, y: (last.from.y + last.to.y) / 2 };
  const at = (right: number, below: number): Point => ({
    x: middle.x + right * across.x + below * down.x,
    y: middle.y + right * across.y + below * down.y,
  });
  const above = page.height - belowMm;
  const quad: Quad = [
    at(-page.width / 2, -above),
    at(page.width / 2, -above),
    at(page.width / 2, belowMm),
    at(-page.width / 2, belowMm),
  ];
  const px = cardWidthPx / page.width;
  const top = page.height - belowMm - heightMm - lineStepMm / 2;
  const box = {
    x: ((page.width - widthMm) / 2) * px,
    y: top * px,
    width: widthMm * px,
    height: (heightMm + lineStepMm) * px,
  };
  const { mrz, confidence, nameConfidence, stateConfidence } = chosen;
  let made: Promise<CardView> | null = null;
  const view = (): Promise<CardView> =>
    (made ??= viewOf(picture, projectionTo(quad), page.width / page.height, true));
  return { zone: { mrz, box, confidence, nameConfidence, stateConfidence }, view };
}
