// One captured side made ready for reading: the card straightened where its edges are found, lit evenly, with the way back
// from its pixels to the captured picture's.
import type { Box } from '#core/reading/field.ts';
import { findCard } from './card-outline.ts';
import { brightest, flattened } from './flatten.ts';
import type { Grey, Picture } from './picture.ts';
import { boxInPicture, projectionTo, proportionOf, rectified } from './rectify.ts';
import type { Projection } from './rectify.ts';
import { sharpnessOf } from './sharpness.ts';

/** Print of a card or a passport page is 20 to 30 pixels high at this width, which the engine reads best. */
export const cardWidthPx = 1280;

export interface CardView {
  readonly grey: Grey;
  readonly picture: Picture;
  /** Whether four edges were found; otherwise the whole picture is taken for the card. */
  readonly outlined: boolean;
  readonly sharpness: number;
  inPicture(box: Box): Box;
}

export async function cardView(picture: Picture): Promise<CardView> {
  const quad = await findCard(picture);
  return quad === null ? wholeView(picture) : viewOf(picture, projectionTo(quad), proportionOf(quad), true);
}

export function wholeView(picture: Picture): Promise<CardView> {
  const { width, height } = picture;
  const whole = projectionTo([
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ]);
  return viewOf(picture, whole, width / height, false);
}

export async function viewOf(
  picture: Picture,
  project: Projection,
  proportion: number,
  outlined: boolean,
): Promise<CardView> {
  const size = { width: cardWidthPx, height: Math.round(cardWidthPx / proportion) };
  const card = rectified(picture, project, size.width, size.height);
  return {
    grey: flattened(brightest(card)),
    picture,
    outlined,
    sharpness: await sharpnessOf(card),
    inPicture: (box) => boxInPicture(box, size, project, picture.scale),
  };
}

/** A band of a picture, from one share of its height to another. */
export function band({ data, width, height }: Grey, from: number, to: number): { grey: Grey; top: number } {
  const top = Math.floor(height * from);
  const bottom = Math.ceil(height * to);
  return { grey: { data: data.subarray(top * width, bottom * width), width, height: bottom - top }, top };
}
