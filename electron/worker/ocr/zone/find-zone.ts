// Finds and reads the zone of one picture the way the kiosk does: by the line network in the whole picture; where its answer
// does not satisfy its check digits, by the text engine on that very zone; where it found none, by the text engine on the
// card. Refuses nothing: null is no zone.
import type { OcrWord } from '#core/reading/ocr-word.ts';
import { band } from '../card-view.ts';
import type { CardView } from '../card-view.ts';
import type { TextEngine } from '../engine.ts';
import type { Picture } from '../picture.ts';
import { sameZoneByText, zoneByText } from '../zone-by-text.ts';
import { lineNet } from './line-net.ts';
import type { LineNetFile } from './line-net.ts';
import { readZone } from './read-zone.ts';
import { zoneView } from './zone-view.ts';
import type { ZoneView } from './zone-view.ts';

export interface ZoneSearch {
  readonly lineNet: LineNetFile | null;
  readonly engine: () => Promise<TextEngine>;
  /** Whether the engine's data were trained on zones. */
  readonly trained: boolean;
  readonly onProgress: (fraction: number) => void;
}

const plainlyWrong = 0.985;

/** `card` is asked for when the text engine is needed; null: the picture is too soft for it. */
export async function findZone(
  picture: Picture,
  card: () => Promise<CardView | null>,
  { lineNet: file, engine, trained, onProgress }: ZoneSearch,
): Promise<ZoneView | null> {
  const net = file === null ? null : await lineNet(file);
  const read = net === null ? null : await readZone(picture, net);
  const byNet = read === null ? null : zoneView(picture, read);
  if (byNet === null || read === null) {
    const view = await card();
    return view === null ? null : zoneByText(view, await engine(), trained, onProgress);
  }
  if (byNet.zone.mrz.failed.length === 0) return byNet;
  // Read plainly and yet wrong: so it is printed, and a second reader would say the same.
  if (read.chosen.sureness > plainlyWrong) return byNet;
  const byText = await sameZoneByText(byNet, await engine(), trained, onProgress);
  return byText !== null && byText.zone.mrz.failed.length < byNet.zone.mrz.failed.length ? byText : byNet;
}

/** The words of the page above its zone, which the name is held against. */
export async function printedWords(
  { zone, view }: ZoneView,
  engine: () => Promise<TextEngine>,
  onProgress: (fraction: number) => void,
): Promise<readonly OcrWord[]> {
  const { grey: page } = await view();
  const { grey } = band(page, 0, Math.min(1, Math.max(0.2, zone.box.y / page.height)));
  return (await engine()).recognise(grey, { segmentation: 'auto' }, onProgress);
}
