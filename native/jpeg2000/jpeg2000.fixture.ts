// JPEG 2000 streams for tests, made by the codec's own encoder: RGB as small as a Secure QR needs, or grey without any loss.
import { createRequire } from 'node:module';

interface Encoder {
  getDecodedBuffer(info: {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
    isUsingColorTransform: boolean;
  }): Uint8Array;
  setQuality(lossless: boolean, quality: number): void;
  setDecompositions(levels: number): void;
  setCompressionRatio(layer: number, ratio: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}
type LoadEncoder = (options: {
  locateFile: () => string;
  print: () => void;
  printErr: () => void;
}) => Promise<{ J2KEncoder: new () => Encoder }>;

/** 8 bits a channel; `ratio` null loses nothing. */
export async function jpeg2000(
  pixels: Uint8Array,
  width: number,
  height: number,
  ratio: number | null = 12,
): Promise<Uint8Array> {
  const require = createRequire(import.meta.url);
  const load = require('@cornerstonejs/codec-openjpeg/wasmjs') as LoadEncoder;
  const wasm = require.resolve('@cornerstonejs/codec-openjpeg/wasm');
  const { J2KEncoder } = await load({
    locateFile: () => wasm,
    print: () => undefined,
    printErr: () => undefined,
  });
  const encoder = new J2KEncoder();
  try {
    const frame = {
      width,
      height,
      bitsPerSample: 8,
      componentCount: pixels.length === width * height ? 1 : 3,
      isSigned: false,
      isUsingColorTransform: pixels.length !== width * height,
    };
    encoder.getDecodedBuffer(frame).set(pixels);
    encoder.setDecompositions(3);
    encoder.setQuality(ratio === null, ratio === null ? 0 : 1);
    if (ratio !== null) encoder.setCompressionRatio(0, ratio);
    encoder.encode();
    return Uint8Array.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}
