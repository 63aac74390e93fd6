// The document's portrait and the live photo beside each other in one JPEG, as a reviewer compares them. Refuses bytes that are no picture.
import sharp from 'sharp';

/** As high as a live photo is; a small print is enlarged to it. */
const heightPx = 720;
const gapPx = 24;

export async function sideBySide(portrait: Uint8Array, selfie: Uint8Array): Promise<Buffer> {
  const [left, right] = await Promise.all(
    [portrait, selfie].map((bytes) =>
      sharp(bytes)
        .rotate()
        .flatten({ background: '#ffffff' })
        .resize({ height: heightPx })
        .jpeg()
        .toBuffer({ resolveWithObject: true }),
    ),
  );
  if (!left || !right) throw new Error('two pictures were given');
  return sharp({
    create: {
      width: left.info.width + gapPx + right.info.width,
      height: heightPx,
      channels: 3,
      background: '#ffffff',
    },
  })
    .composite([
      { input: left.data, left: 0, top: 0 },
      { input: right.data, left: left.info.width + gapPx, top: 0 },
    ])
    .jpeg({ quality: 90 })
    .toBuffer();
}
