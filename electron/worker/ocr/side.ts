// One captured side while it is being read: its view, the words of every pass over it, the zone once it was looked for.
import type { Box, DocumentSide, FieldReading, Place } from '#core/reading/field.ts';
import type { FoundMrz } from '#core/reading/mrz-lines.ts';
import type { OcrWord, SideWords } from '#core/reading/ocr-word.ts';
import type { CardView } from './card-view.ts';

export interface Side {
  readonly side: DocumentSide;
  view: CardView;
  words: readonly OcrWord[];
  /** Undefined until it was looked for. */
  zone?: FoundMrz | null;
}

export const asRead = (sides: readonly Side[]): SideWords[] =>
  sides.map(({ side, words }) => ({ side, words }));

/** Two readings' words, their lines kept apart. */
export function together(first: readonly OcrWord[], second: readonly OcrWord[]): readonly OcrWord[] {
  const after = first.reduce((most, word) => Math.max(most, word.lineId), -1) + 1;
  return [...first, ...second.map((word) => ({ ...word, lineId: word.lineId + after }))];
}

/** Places on the straightened cards as places in the captured pictures. */
export function placesInPicture(places: readonly Place[], sides: readonly Side[]): Place[] {
  return places.flatMap(({ side, box }) => {
    const view = sides.find((one) => one.side === side)?.view;
    return view ? [{ side, box: view.inPicture(box) }] : [];
  });
}

export function fieldsInPicture(fields: readonly FieldReading[], sides: readonly Side[]): FieldReading[] {
  return fields.map((field) => {
    const [where] = field.where === null ? [] : placesInPicture([field.where], sides);
    return where === undefined ? field : { ...field, where };
  });
}

/** A box given in shares of the card. */
export function boxOnCard(share: Box, { width, height }: { width: number; height: number }): Box {
  return {
    x: share.x * width,
    y: share.y * height,
    width: share.width * width,
    height: share.height * height,
  };
}
