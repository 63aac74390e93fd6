// The customer's photo as the bank keeps it: cut to a portrait, with what it was taken for written into it. Rules LP1 to LP4 of docs/spec/face.md. The frame it comes from is kept by nobody.
import sharp from 'sharp';
import type { FaceLandmarks } from '#core/biometrics/found-face.ts';
import { portraitArea } from '#core/biometrics/portrait-area.ts';
import { decodePicture } from '#electron/adapter/face-model/picture.ts';
import type { LivePhotoMarks } from '#electron/port/face-model.ts';
import { letter, type Ink, type Lettered } from './lettering.ts';

/** Larger shows nothing more of a face, and is a copy of the room. */
const maxWidthPx = 720;
const jpegQuality = 90;
const paper = '#ffffff';
const ink: Ink = { colour: '#111111', opacity: 100 };
const pale: Ink = { colour: '#ffffff', opacity: 55 };

/** Null when the bytes are no picture. Without landmarks (no face model here) the whole picture is kept, marked all the same. */
export async function makeLivePhoto(
  image: Uint8Array,
  landmarks: FaceLandmarks | null,
  { reference, lines }: LivePhotoMarks,
): Promise<Uint8Array | null> {
  const picture = await decodePicture(image);
  if (!picture) return null;
  const { widthPx, heightPx, rgb } = picture;
  const area = landmarks
    ? portraitArea(landmarks, picture)
    : { x: 0, y: 0, width: widthPx, height: heightPx };
  const scale = Math.min(1, maxWidthPx / area.width);
  const [width, height] = [Math.round(area.width * scale), Math.round(area.height * scale)];
  const photo = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .extract({ left: area.x, top: area.y, width: area.width, height: area.height })
    .resize(width, height, { fit: 'fill' })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const margin = Math.round(width * 0.03);
  const strip = await fitted(lines, width - 2 * margin, width * 0.042);
  const step = Math.ceil(Math.max(1, ...strip.map(({ heightPx: high }) => high)) * 1.3);
  const across = await letter(reference, Math.round(width * 0.07), pale);
  return sharp({
    create: { width, height: height + step * strip.length + margin, channels: 3, background: paper },
  })
    .composite([
      { input: photo, left: 0, top: 0 },
      // The application's number through the photo itself, below the chin: a strip alone could be cut off.
      ...(across.widthPx <= width && across.heightPx <= height
        ? [
            {
              input: Buffer.from(across.png),
              left: Math.round((width - across.widthPx) / 2),
              top: Math.max(0, height - Math.round(across.heightPx * 1.4)),
            },
          ]
        : []),
      ...strip.map(({ png }, index) => ({
        input: Buffer.from(png),
        left: margin,
        top: height + Math.round(margin / 2) + step * index,
      })),
    ])
    .jpeg({ quality: jpegQuality, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** All lines in one size, as large as the longest allows. */
async function fitted(lines: readonly string[], widthPx: number, sizePx: number): Promise<Lettered[]> {
  const drawn = await Promise.all(lines.map((line) => letter(line, Math.round(sizePx), ink)));
  const widest = Math.max(1, ...drawn.map((one) => one.widthPx));
  if (widest <= widthPx) return drawn;
  const smaller = Math.max(6, Math.floor((sizePx * widthPx) / widest) - 1);
  const again = await Promise.all(lines.map((line) => letter(line, smaller, ink)));
  return again.filter((one) => one.widthPx <= widthPx);
}
