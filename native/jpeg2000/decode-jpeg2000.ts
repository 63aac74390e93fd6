// JPEG 2000 to pixels, for the photo inside a signed code and for fingers that a scanner shows. Refuses what names a size that no
// such picture has, before a decoder sees it.
import { createRequire } from 'node:module';

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

export interface Jpeg2000Limits {
  readonly longestSidePx: number;
  readonly largestBytes: number;
}

export interface DecodedPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Bytes a pixel: grey, or red, green and blue. */
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

let loading: ReturnType<LoadCodec> | null = null;

function codec(): ReturnType<LoadCodec> {
  if (loading === null) {
    const require = createRequire(import.meta.url);
    const load = require('@cornerstonejs/codec-openjpeg/decodewasmjs') as LoadCodec;
    const wasm = require.resolve('@cornerstonejs/codec-openjpeg/decodewasm');
    // The codec writes what it finds to the console: nothing of a customer's picture belongs there.
    const quiet = (): void => undefined;
    loading = load({ locateFile: () => wasm, print: quiet, printErr: quiet });
  }
  return loading;
}

/** A codestream, or a file of boxes around one; null for everything else. */
export async function decodeJpeg2000(
  stream: Uint8Array,
  limits: Jpeg2000Limits,
): Promise<DecodedPicture | null> {
  if (stream.length > limits.largestBytes || !isSensible(stream, limits.longestSidePx)) return null;
  const { J2KDecoder } = await codec();
  const decoder = new J2KDecoder();
  // The codec throws, or names sizes it did not fill, for every fault of the stream.
  try {
    decoder.getEncodedBuffer(stream.length).set(stream);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    const pixels = decoder.getDecodedBuffer();
    const channels = componentCount === 1 ? 1 : componentCount === 3 ? 3 : null;
    if (channels === null || bitsPerSample !== 8 || pixels.length !== width * height * channels) return null;
    return { widthPx: width, heightPx: height, channels, pixels: Uint8Array.from(pixels) };
  } catch {
    return null;
  } finally {
    decoder.delete();
  }
}

/** SIZ follows SOC at once (ISO/IEC 15444-1, A.5.1): width and height less their offsets, one to three components. */
function isSensible(bytes: Uint8Array, longestSidePx: number): boolean {
  const at = siz(bytes);
  if (at < 0 || bytes.length < at + 38 + 2) return false;
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
