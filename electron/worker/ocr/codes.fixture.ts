// Pictures of codes made by the tests themselves: at a given size of module, turned, soft, noisy.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { toBuffer } from 'qrcode';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const require = createRequire(import.meta.url);

/** A QR code of one pixel a module, with its quiet zone. */
export function qrModules(text: string): Promise<Buffer> {
  return toBuffer(text, { type: 'png', scale: 1, margin: 4, errorCorrectionLevel: 'L' });
}

let writer: Promise<unknown> | null = null;

export async function pdf417(text: string): Promise<Buffer> {
  writer ??= readFile(require.resolve('zxing-wasm/writer/zxing_writer.wasm')).then((file) =>
    prepareZXingModule({
      overrides: { wasmBinary: new Uint8Array(file).buffer },
      fireImmediately: true,
    }),
  );
  await writer;
  const { image } = await writeBarcode(text, { format: 'PDF417', scale: 3 });
  if (image === null) throw new Error('no code was drawn');
  return Buffer.from(await image.arrayBuffer());
}

export interface Seen {
  /** Pixels of the photograph for one of the given picture. */
  readonly scale: number;
  readonly turnDeg: number;
  /** σ of the lens's blur, in pixels of the photograph. */
  readonly blurPx?: number;
  readonly jpegQuality?: number;
}

/** The code lying on grey paper, as a camera sees it. */
export async function photographed(
  code: Buffer,
  { scale, turnDeg, blurPx = 0, jpegQuality = 85 }: Seen,
): Promise<Buffer> {
  const { width } = await sharp(code).metadata();
  // Drawn eight times too large first, so that modules fall between pixels as they do in life.
  const drawn = await sharp(code)
    .resize({ width: width * 8, kernel: 'nearest' })
    .flatten({ background: '#ffffff' })
    .toBuffer();
  const small = await sharp(drawn)
    .resize({ width: Math.round(width * scale) })
    .png()
    .toBuffer();
  const turned = sharp(small).rotate(turnDeg, { background: '#e4e2dc' });
  const framed = turned.extend({ top: 60, bottom: 80, left: 90, right: 50, background: '#e4e2dc' });
  const soft = blurPx > 0 ? sharp(await framed.png().toBuffer()).blur(blurPx) : framed;
  return soft.linear(0.8, 20).jpeg({ quality: jpegQuality }).toBuffer();
}
