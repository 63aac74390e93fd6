// Looks at a picture while the document is still at hand: does it decode wholly, is the card on it sharp, does light hide a part
// that must be read? Reads nothing.
import { proportions } from '#core/reading/kinds/document-layout.ts';
import { documentLayouts } from '#core/reading/kinds/layouts.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { cardPatch } from '#core/reading/outline/card-patch.ts';
import { regionsOf } from '#core/reading/outline/card-regions.ts';
import { glaringRegion } from '#core/reading/outline/glaring-region.ts';
import type { InspectedAs, InspectedPicture, PictureFlaw } from '#electron/port/document-reader.ts';
import { findCard } from './card-outline.ts';
import { cardView } from './card-view.ts';
import { decode, mediaTypeOf, shrink, type Picture } from './picture.ts';
import { blurredBelow } from './sharpness.ts';

/** As the live hints judge it. */
const patchWidthPx = 320;

export async function inspectPicture(
  image: Uint8Array,
  { sought, asItIs }: InspectedAs,
): Promise<Result<InspectedPicture, { readonly kind: 'not-an-image' | PictureFlaw }>> {
  const mediaType = mediaTypeOf(image);
  const picture = await decode(image);
  if (!picture.ok || mediaType === null) return err({ kind: 'not-an-image' });
  const { width, height, scale } = picture.value;
  // The desk may be sharp where the card is not, so the card is what is judged.
  const { sharpness } = await cardView(picture.value);
  const flaws: PictureFlaw[] = [];
  if (sharpness < blurredBelow) flaws.push('blurred');
  if (sought !== null && (await isGlaring(picture.value, sought))) flaws.push('glare');
  const [first] = flaws;
  if (first !== undefined && !asItIs) return err({ kind: first });
  return ok({
    widthPx: Math.round(width * scale),
    heightPx: Math.round(height * scale),
    mediaType,
    ...(first !== undefined && { flaws }),
  });
}

/** Without an outline nobody knows where the parts lie. */
async function isGlaring(
  picture: Picture,
  { kind, side }: NonNullable<InspectedAs['sought']>,
): Promise<boolean> {
  const aspect = proportions[documentLayouts[kind].format];
  const small = await shrink(picture, 3 * patchWidthPx);
  const quad = await findCard(small, aspect);
  if (quad === null) return false;
  const [a, b, c, d] = quad.map(({ x, y }) => ({ x: x / small.width, y: y / small.height }));
  if (!a || !b || !c || !d) return false;
  const rgba = new Uint8ClampedArray(small.width * small.height * 4);
  for (let i = 0, j = 0; i < rgba.length; i += 4, j += 3) {
    rgba.set(small.rgb.subarray(j, j + 3), i);
    rgba[i + 3] = 255;
  }
  const frame = { widthPx: small.width, heightPx: small.height, rgba };
  const patch = cardPatch(frame, [a, b, c, d], patchWidthPx, aspect);
  return glaringRegion(patch, regionsOf(kind, side)) !== null;
}
