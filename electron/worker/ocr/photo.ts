// The photo inside a Secure QR: JPEG 2000, a few hundred bytes to some KB, turned into the JPEG that everything else reads.
// Refuses what names a size no such photo has, before a decoder sees it.
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { NotAnImage } from './picture.ts';

/** What we use of @cornerstonejs/codec-openjpeg, which comes without types. */
interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}
type LoadCodec = (options: {
  locateFile: () => string;
  print: () => void;
  printErr: () => void;
}) => Promise<{ J2KDecoder: new () => Decoder }>;

/** A side of the photo; Secure QRs carry some 60 × 80 pixels. */
const longestSidePx = 1024;
const largestBytes = 64 * 1024;

let loading: ReturnType<LoadCodec> | null = null;

function codec(): ReturnType<LoadCodec> {
  if (loading === null) {
    const require = createRequire(import.meta.url);
    const load = require('@cornerstonejs/codec-openjpeg/decodewasmjs') as LoadCodec;
    const wasm = require.resolve('@cornerstonejs/codec-openjpeg/decodewasm');
    // The codec writes what it finds to the console: nothing of a customer's photo belongs there.
    const quiet = (): void => undefined;
    loading = load({ locateFile: () => wasm, print: quiet, printErr: quiet });
  }
  return loading;
}

export async function decodePhoto(codestream: Uint8Array): Promise<Result<Uint8Array, NotAnImage>> {
  if (codestream.length > largestBytes || !sensibleSize(codestream)) return err({ kind: 'not-an-image' });
  const { J2KDecoder } = await codec();
  const decoder = new J2KDecoder();
  // The codec throws, or names sizes it did not fill, for every fault of the stream.
  try {
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    const pixels = decoder.getDecodedBuffer();
    const channels = componentCount === 1 ? 1 : componentCount === 3 ? 3 : null;
    if (channels === null || bitsPerSample !== 8 || pixels.length !== width * height * channels) {
      return err({ kind: 'not-an-image' });
    }
    const raw = { raw: { width, height, channels } } as const;
    const jpeg = await sharp(Uint8Array.from(pixels), raw)
      .toColourspace('srgb')
      .jpeg({ quality: 95 })
      .toBuffer();
    return ok(new Uint8Array(jpeg));
  } catch {
    return err({ kind: 'not-an-image' });
  } finally {
    decoder.delete();
  }
}

/** SIZ follows SOC at once (ISO/IEC 15444-1, A.5.1): width and height less their offsets, one to three components. */
function sensibleSize(bytes: Uint8Array): boolean {
  const at = siz(bytes);
  if (at < 0 || bytes.length < at + 38) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint32(at + 6) - view.getUint32(at + 14);
  const height = view.getUint32(at + 10) - view.getUint32(at + 18);
  const components = view.getUint16(at + 36 + 2);
  const side = (px: number): boolean => px >= 8 && px <= longestSidePx;
  return side(width) && side(height) && components >= 1 && components <= 3;
}

/** Where the SIZ marker stands: right after SOC, in a bare codestream or inside a JP2 file's boxes; −1 where it does not. */
function siz(bytes: Uint8Array): number {
  const last = Math.min(bytes.length - 4, 512);
  for (let at = 0; at <= last; at++) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51)
      return at + 2;
  }
  return -1;
}
