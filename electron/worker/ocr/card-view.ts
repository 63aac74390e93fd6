// One captured side made ready for reading: the card straightened where its edges are found, lit evenly, with the way back
// from its pixels to the captured picture's.
import type { Box } from '#core/reading/field.ts';
import { findCard } from './card-outline.ts';
import { openCv, withMats } from './opencv.ts';
import type { Grey, Picture } from './picture.ts';
import { paperWhite } from './print/card-ink.ts';
import { boxInPicture, projectionTo, proportionOf } from './rectify.ts';
import type { Projection } from './rectify.ts';
import { sharpnessOf } from './sharpness.ts';

/** Print of a card or a passport page is 20 to 30 pixels high at this width, which the engine reads best. */
export const cardWidthPx = 1280;

export interface CardView {
  /** Paper white, ink dark, whatever light fell on the card. */
  readonly grey: Grey;
  readonly picture: Picture;
  /** Whether four edges were found; otherwise the whole picture is taken for the card. */
  readonly outlined: boolean;
  readonly sharpness: number;
  inPicture(box: Box): Box;
}

/** `proportion`: width by height of what was chosen by hand; null where it may be any document. */
export async function cardView(picture: Picture, proportion: number | null = null): Promise<CardView> {
  const quad = await findCard(picture, proportion);
  if (quad === null) return wholeView(picture);
  return viewOf(picture, projectionTo(quad), proportion ?? proportionOf(quad), true);
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
  const { cv } = await openCv();
  const { width, height } = { width: cardWidthPx, height: Math.round(cardWidthPx / proportion) };
  const { card, grey } = withMats((keep) => {
    const whole = keep(new cv.Mat(picture.height, picture.width, cv.CV_8UC3));
    whole.data.set(picture.rgb);
    const points = (corners: readonly number[]) => keep(cv.matFromArray(4, 1, cv.CV_32FC2, [...corners]));
    const from = [project(0, 0), project(1, 0), project(1, 1), project(0, 1)];
    const way = keep(
      cv.getPerspectiveTransform(
        points(from.flatMap(({ x, y }) => [x, y])),
        points([0, 0, width, 0, width, height, 0, height]),
      ),
    );
    const straight = keep(new cv.Mat());
    cv.warpPerspective(
      whole,
      straight,
      way,
      new cv.Size(width, height),
      cv.INTER_LINEAR,
      cv.BORDER_REPLICATE,
    );
    const white = keep(paperWhite(cv, straight));
    return { card: new Uint8Array(straight.data), grey: new Uint8Array(white.data) };
  });
  if (outlined) whitenDesk(grey, width, height);
  return {
    grey: { data: grey, width, height },
    picture,
    outlined,
    sharpness: await sharpnessOf({ rgb: card, width, height, scale: picture.scale }),
    inPicture: (box) => boxInPicture(box, { width, height }, project, picture.scale),
  };
}

/** Share of the width: ISO/IEC 7810 rounds the corners of ID-1 by 3.18 mm of 85.6. */
const cornerShare = 3.18 / 85.6;
/** The outline is a pixel or two off. */
const edgePx = 4;

/** Desk that shows at a card's rounded corners and edges is read as letters before a line. */
function whitenDesk(grey: Uint8Array, width: number, height: number): void {
  const radius = width * cornerShare;
  for (let y = 0; y < height; y++) {
    const down = radius - Math.min(y, height - 1 - y);
    const cut = down <= 0 ? 0 : radius - Math.sqrt(Math.max(0, radius * radius - down * down));
    const atEdge = y < edgePx || y >= height - edgePx;
    const beyond = atEdge ? width / 2 : Math.ceil(cut) + edgePx;
    grey.fill(255, y * width, y * width + beyond);
    grey.fill(255, (y + 1) * width - beyond, (y + 1) * width);
  }
}

/** A band of a picture, from one share of its height to another. */
export function band({ data, width, height }: Grey, from: number, to: number): { grey: Grey; top: number } {
  const top = Math.floor(height * from);
  const bottom = Math.ceil(height * to);
  return { grey: { data: data.subarray(top * width, bottom * width), width, height: bottom - top }, top };
}
