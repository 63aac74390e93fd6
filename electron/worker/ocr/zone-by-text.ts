// Reads a machine readable zone with a general text engine: the band it should stand in, then wider. Invents nothing.
import { findMrz } from '#core/reading/mrz-lines.ts';
import { band, wholeView } from './card-view.ts';
import type { CardView } from './card-view.ts';
import type { TextEngine } from './engine.ts';
import type { ZoneView } from './zone/zone-view.ts';

/** Characters of OCR-B that a zone may hold (ICAO 9303-3 §4.3). */
const zoneCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';

// Shares of the height. The zone fills the lowest 23.2 mm of the page's 88 (ICAO 9303-4 §3); the wider band is for two
// pages open at once.
const zoneBands = [0.68, 0];

/**
 * The zone whose check digits agree, else the one where most do; null where no lines have its shape. `trained` says that
 * the engine knows nothing but zones; a general one is told which characters may stand there.
 */
export async function zoneByText(
  card: CardView,
  engine: TextEngine,
  trained: boolean,
  onProgress: (fraction: number) => void,
): Promise<ZoneView | null> {
  // The outline may have been something inside the page, so the whole picture is tried last.
  const tries = zoneBands.map((from) => ({ from, whole: false }));
  if (card.outlined) tries.push({ from: 0.5, whole: true });
  let best: ZoneView | null = null;
  for (const [i, { from, whole }] of tries.entries()) {
    const view = whole ? await wholeView(card.picture) : card;
    const found = await zoneInBand(view, { from, to: 1 }, engine, trained, (fraction) =>
      onProgress((i + fraction) / tries.length),
    );
    if (found !== null && (best === null || found.zone.mrz.failed.length < best.zone.mrz.failed.length))
      best = found;
    if (best?.zone.mrz.failed.length === 0) break;
  }
  return best;
}

/** A zone that was found already, read again where it stands: nothing else is looked at. */
export async function sameZoneByText(
  { zone: { box }, view }: ZoneView,
  engine: TextEngine,
  trained: boolean,
  onProgress: (fraction: number) => void,
): Promise<ZoneView | null> {
  const page = await view();
  const { height } = page.grey;
  const around = { from: Math.max(0, box.y / height), to: Math.min(1, (box.y + box.height) / height) };
  return zoneInBand(page, around, engine, trained, onProgress);
}

async function zoneInBand(
  view: CardView,
  { from, to }: { readonly from: number; readonly to: number },
  engine: TextEngine,
  trained: boolean,
  onProgress: (fraction: number) => void,
): Promise<ZoneView | null> {
  const only = trained ? {} : { only: zoneCharacters };
  const { grey, top } = band(view.grey, from, to);
  const words = await engine.recognise(grey, { segmentation: 'block', ...only }, onProgress);
  const zone = findMrz(words.map((word) => ({ ...word, box: { ...word.box, y: word.box.y + top } })));
  return zone === null ? null : { zone, view: () => Promise.resolve(view) };
}
