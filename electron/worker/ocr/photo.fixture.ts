// JPEG 2000 streams for tests, made by the codec's own encoder: RGB, 8 bits, as small as a Secure QR needs.
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

export async function jpeg2000(
  rgb: Uint8Array,
  width: number,
  height: number,
  ratio = 12,
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
      componentCount: 3,
      isSigned: false,
      isUsingColorTransform: true,
    };
    encoder.getDecodedBuffer(frame).set(rgb);
    encoder.setDecompositions(3);
    encoder.setQuality(false, 1);
    encoder.setCompressionRatio(0, ratio);
    encoder.encode();
    return Uint8Array.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}
