// A finger's picture as our own template, so that two captures can be compared whatever the device gives: taken out of its record,
// unpacked, and its minutiae found. Null for what is no such picture, is packed in a way that is not read here (WSQ), has another
// resolution than 500 dpi, or shows no finger. Runs where the drivers do: it takes a fifth of a second.
import { extractMinutiae } from '#core/biometrics/extract-minutiae.ts';
import { readFingerPicture, type FingerPicture } from '#core/biometrics/finger-picture.ts';
import { writeTemplate } from '#core/biometrics/minutiae-template.ts';
import type { GreyImage } from '#core/biometrics/ridge-image.ts';
import { decodeJpeg2000 } from '../jpeg2000/decode-jpeg2000.ts';

/** The matcher's distances are those of 500 dpi; scanners say 499 or 508. */
const leastPxPerInch = 490;
const mostPxPerInch = 510;
/** A slap of four has 1,600 × 1,500 pixels. */
const limits = { longestSidePx: 2_000, largestBytes: 4_194_304 };

export async function templateOfPicture(record: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> {
  const picture = readFingerPicture(record);
  if (!picture.ok) return null;
  const { position, pxPerInch } = picture.value;
  if (pxPerInch < leastPxPerInch || pxPerInch > mostPxPerInch) return null;
  const grey = await unpacked(picture.value);
  if (!grey) return null;
  const found = extractMinutiae(grey);
  grey.pixels.fill(0);
  return found.ok ? writeTemplate({ ...found.value, position }) : null;
}

async function unpacked({ form, widthPx, heightPx, data }: FingerPicture): Promise<GreyImage | null> {
  if (form === 'grey-8')
    return data.length === widthPx * heightPx ? { widthPx, heightPx, pixels: Uint8Array.from(data) } : null;
  const decoded = form === 'jpeg2000' ? await decodeJpeg2000(data, limits) : null;
  const isSaid = decoded?.widthPx === widthPx && decoded.heightPx === heightPx && decoded.channels === 1;
  return decoded && isSaid ? { widthPx, heightPx, pixels: decoded.pixels } : null;
}
