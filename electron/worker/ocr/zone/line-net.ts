// The network that reads one line of OCR-B, in onnxruntime: loaded when first wanted, from bytes whose hash is checked here.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { classesPerStep } from '#core/reading/zone-cells.ts';
import type { SpokenLine } from '#core/reading/zone-cells.ts';
import type { Grey } from '../picture.ts';
import { stripHeight } from './line-strip.ts';

export interface LineNetFile {
  readonly path: string;
  readonly sha256: string;
}

export interface LineNet {
  read(strip: Grey): Promise<SpokenLine>;
  end(): Promise<void>;
}

/** Widths are rounded up to this, so that few shapes occur; the net itself needs a multiple of four. */
const widthStep = 32;

let kept: { readonly sha256: string; readonly net: Promise<LineNet | null> } | null = null;

/** The network of this process, opened once: it holds nothing of a customer. A failure is not remembered. */
export async function lineNet(file: LineNetFile): Promise<LineNet | null> {
  if (kept?.sha256 !== file.sha256) kept = { sha256: file.sha256, net: openLineNet(file) };
  const net = await kept.net;
  if (net === null) kept = null;
  return net;
}

/** Null where the binding does not load here, or the file is not what the manifest says: then tesseract reads. */
export async function openLineNet({ path, sha256 }: LineNetFile): Promise<LineNet | null> {
  const runtime = await import('onnxruntime-node').catch(() => null);
  const bytes = await readFile(path).catch(() => null);
  if (runtime === null || bytes === null) return null;
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return null;
  const session = await runtime.InferenceSession.create(bytes, {
    // One thread: a line takes milliseconds, and the other core draws the screen.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Strips differ in width: an arena would keep the largest of every shape.
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 3,
  }).catch(() => null);
  if (session === null) return null;
  return {
    async read(strip) {
      const width = Math.ceil(strip.width / widthStep) * widthStep;
      const strips = new runtime.Tensor('float32', normalised(strip, width), [1, 1, stripHeight, width]);
      const { logProbabilities } = await session.run({ strips });
      const data = logProbabilities?.data;
      if (!(data instanceof Float32Array))
        throw new TypeError('the network answers otherwise than it was trained to');
      // A copy, because the answer's memory is the runtime's.
      const spoken = { logProbabilities: data.slice(), steps: data.length / classesPerStep };
      strips.dispose();
      logProbabilities?.dispose();
      return spoken;
    },
    end: () => session.release(),
  };
}

/** Mean 0 and deviation 1 over the strip, its last column repeated to the width: as in training. */
function normalised({ data, width, height }: Grey, padded: number): Float32Array {
  let sum = 0;
  let squares = 0;
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / data.length;
  const deviation = Math.sqrt(Math.max(0, squares / data.length - mean * mean)) + 4;
  const out = new Float32Array(padded * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < padded; x += 1) {
      out[y * padded + x] = ((data[y * width + Math.min(x, width - 1)] ?? 0) - mean) / deviation;
    }
  }
  return out;
}
