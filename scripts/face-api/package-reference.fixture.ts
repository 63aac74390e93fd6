// What the npm package itself answers, for comparison: its own bundle on its own CPU backend. Nothing else uses that bundle.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { root } from '../process/root.ts';

interface Tensor {
  data(): Promise<Float32Array>;
}
interface Net {
  loadFromWeightMap(weights: unknown): void;
  forwardInput(input: unknown, sidePx?: number): Tensor;
}
interface FaceApi {
  readonly tf: {
    readonly io: { decodeWeights(bytes: ArrayBuffer, described: readonly unknown[]): unknown };
    env(): { setPlatform(name: string, platform: object): void };
    setBackend(name: string): Promise<boolean>;
    tensor3d(values: Float32Array, shape: readonly number[]): unknown;
  };
  readonly env: { setEnv(environment: object): void };
  readonly nets: Readonly<Record<'tinyFaceDetector' | 'faceLandmark68Net' | 'faceRecognitionNet', Net>>;
  readonly NetInput: new (inputs: readonly unknown[]) => unknown;
}

const folder = join(root, 'node_modules', '@vladmandic', 'face-api');
// The package asks of every input whether it is one of these; no input here is.
class Absent {
  readonly kind = 'absent';
}
const refuse = () => {
  throw new Error('there is no canvas here');
};

/**
 * The bundle is made for browsers and finds itself lost in Node. It is compiled with Node's own names hidden from it,
 * and told through its documented settings where it runs.
 */
async function openReference(): Promise<FaceApi> {
  const code = readFileSync(join(folder, 'dist', 'face-api.js'), 'utf8');
  const hidden = ['process', 'module', 'exports', 'require', 'window', 'self'];
  const api = compileFunction(`${code}\nreturn faceapi;`, hidden)() as FaceApi;
  api.tf.env().setPlatform('node', {
    fetch: refuse,
    now: () => performance.now(),
    encode: (text: string) => new TextEncoder().encode(text),
    decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
    isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
    setTimeoutCustom: setTimeout,
  });
  const media = ['Canvas', 'CanvasRenderingContext2D', 'Image', 'ImageData', 'Video'];
  const makers = ['createCanvasElement', 'createImageElement', 'createVideoElement', 'fetch', 'readFile'];
  api.env.setEnv(
    Object.fromEntries([
      ...media.map((name) => [name, Absent] as const),
      ...makers.map((name) => [name, refuse] as const),
    ]),
  );
  await api.tf.setBackend('cpu');
  return api;
}

let opened: ReturnType<typeof openReference> | null = null;

/** The net's raw output for interleaved RGB, 0-255, of a square picture. */
export async function referenceOutput(
  net: keyof FaceApi['nets'],
  model: string,
  rgb: Float32Array,
  sidePx: number,
): Promise<Float32Array> {
  const api = await (opened ??= openReference());
  const described: unknown = JSON.parse(
    readFileSync(join(folder, 'model', `${model}-weights_manifest.json`), 'utf8'),
  );
  const groups = described as readonly { readonly weights: readonly unknown[] }[];
  const data = readFileSync(join(folder, 'model', `${model}.bin`));
  const weights = api.tf.io.decodeWeights(
    Uint8Array.from(data).buffer,
    groups.flatMap((group) => group.weights),
  );
  api.nets[net].loadFromWeightMap(weights);
  const input = new api.NetInput([api.tf.tensor3d(rgb, [sidePx, sidePx, 3])]);
  return api.nets[net].forwardInput(input, sidePx).data();
}
