// A person's picture as a card shows it to a camera: a small print, saved as JPEG, in the worse case soft. Made from a picture and the face in it.
import sharp from 'sharp';
import type { FoundFace } from '#core/biometrics/found-face.ts';

export const portraitKinds = {
  /** A portrait printed at 300 dpi and photographed from near. */
  px65: { faceWidthPx: 65, blurPx: 0 },
  /** The same from further off, a little out of focus. */
  px48: { faceWidthPx: 48, blurPx: 1 },
} as const;
export type PortraitKind = keyof typeof portraitKinds;

const jpegQuality = 60;
/** Detectors draw their boxes differently; the distance between the eyes is the face's own (median box ÷ eyes, YuNet on LFW). */
const widthInEyeDistances = 2.2;

export async function cardPortrait(
  image: Uint8Array,
  face: FoundFace,
  kind: PortraitKind,
): Promise<Uint8Array> {
  const { faceWidthPx, blurPx } = portraitKinds[kind];
  const { leftEye, rightEye } = face.landmarks;
  const width = Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y) * widthInEyeDistances;
  const scale = faceWidthPx / width;
  const centre = { x: (leftEye.x + rightEye.x) / 2, y: (leftEye.y + rightEye.y) / 2 + width * 0.2 };
  const meta = await sharp(image).metadata();
  // Hair and chin are on a portrait: one face's width to each side of the middle, and a little more below than above.
  const left = Math.max(0, Math.round(centre.x - width));
  const top = Math.max(0, Math.round(centre.y - width * 1.2));
  const part = {
    left,
    top,
    width: Math.min(meta.width - left, Math.round(width * 2)),
    height: Math.min(meta.height - top, Math.round(width * 2.4)),
  };
  const small = await sharp(image)
    .extract(part)
    .resize(Math.round(part.width * scale), Math.round(part.height * scale), { fit: 'fill' })
    .png()
    .toBuffer();
  const print = blurPx > 0 ? sharp(small).blur(blurPx) : sharp(small);
  return print.jpeg({ quality: jpegQuality }).toBuffer();
}
