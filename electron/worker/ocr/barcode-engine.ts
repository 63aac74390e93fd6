// The barcode decoder (zxing-cpp as WebAssembly), from the installed package's own file: there is no address it could be
// fetched from. Decodes one grey picture once; what to try next is another file's business.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ReadResult, ReaderOptions } from 'zxing-wasm/reader';
import type { BarcodeFormat } from '#core/reading/barcode.ts';
import type { Grey } from './picture.ts';
import type { Quad } from './rectify.ts';

export interface Scan {
  readonly format: BarcodeFormat;
  /** Null: something of this format stands there, and its error correction could not mend it. */
  readonly text: string | null;
  /** Clockwise from the top left as the code itself is turned, in pixels of the picture scanned. */
  readonly corners: Quad;
}

export interface ScanHow {
  readonly formats: readonly BarcodeFormat[];
  /** A threshold for each neighbourhood, or one for the whole picture. */
  readonly threshold: 'local' | 'global';
  /** Also at half the size, which steadies large, noisy codes. */
  readonly smaller?: boolean;
}

export interface BarcodeEngine {
  scan(picture: Grey, how: ScanHow): Promise<readonly Scan[]>;
}

const names = { qr: 'QRCode', pdf417: 'PDF417' } as const;
/** Front and back of a card lie side by side in some pictures, each with a code or two. */
const mostSymbols = 4;

let loading: Promise<BarcodeEngine> | null = null;

/** Loaded once for the life of the worker: it holds no state between pictures. */
export function barcodeEngine(): Promise<BarcodeEngine> {
  loading ??= load();
  return loading;
}

async function load(): Promise<BarcodeEngine> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const require = createRequire(import.meta.url);
  const file = await readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(file).buffer },
    fireImmediately: true,
  });
  return {
    async scan(picture, { formats, threshold, smaller = false }) {
      const options: ReaderOptions = {
        formats: formats.map((format) => names[format]),
        binarizer: threshold === 'local' ? 'LocalAverage' : 'GlobalHistogram',
        tryHarder: true,
        // Our caller turns the picture along the bars; QR codes are found at any angle.
        tryRotate: false,
        tryDownscale: smaller,
        tryInvert: false,
        returnErrors: true,
        maxNumberOfSymbols: mostSymbols,
        textMode: 'Plain',
      };
      const results = await readBarcodes(asImageData(picture), options);
      return results.flatMap((result) => scanOf(result));
    },
  };
}

function scanOf(result: ReadResult): Scan[] {
  const format = result.symbology === 'QRCode' ? 'qr' : result.symbology === 'PDF417' ? 'pdf417' : null;
  if (format === null) return [];
  const { topLeft, topRight, bottomRight, bottomLeft } = result.position;
  const text = result.isValid && result.text !== '' ? result.text : null;
  return [{ format, text, corners: [topLeft, topRight, bottomRight, bottomLeft] }];
}

/** The decoder takes four bytes a pixel. */
function asImageData({ data, width, height }: Grey) {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; from < data.length; from++, to += 4) {
    const value = data[from] ?? 0;
    rgba[to] = value;
    rgba[to + 1] = value;
    rgba[to + 2] = value;
    rgba[to + 3] = 255;
  }
  return { data: rgba, width, height, colorSpace: 'srgb' } as const;
}
