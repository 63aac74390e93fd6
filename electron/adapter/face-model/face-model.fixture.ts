// Where the face tests find the checkout, the worker's entry and the evaluation pictures, which are never part of the checkout.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelNames, type ModelName } from '#electron/adapter/model-store/manifest.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';

const checkout = join(import.meta.dirname, '..', '..', '..');
const rendererOnly = new Set<ModelName>(['face-landmarker', 'blaze-face', 'mrz']);
const faceData = join(checkout, '..', 'shared', 'data', 'face');

export const store = openCheckoutModelStore(checkout, process.env);
export const host = createForkWorkerHost((name) => join(checkout, 'electron', 'worker', `${name}.ts`));

const located = await Promise.all(
  modelNames.filter((name) => !rendererOnly.has(name)).map((name) => store.locate(name)),
);
/** Empty when the tests of the real nets can run. */
export const missing = [
  ...located.flatMap((found) => (found.ok ? [] : [found.error.file])),
  ...(existsSync(join(faceData, 'lfw_pairs.txt')) ? [] : ['../shared/data/face']),
];

function lfwImage(name: string, number: string): Uint8Array {
  return readFileSync(join(faceData, 'lfw', name, `${name}_${number.padStart(4, '0')}.jpg`));
}

/** Every `step`th pair of the protocol: two pictures and whether they show one person. */
export function lfwPairs(step: number): { same: boolean; images: [Uint8Array, Uint8Array] }[] {
  const lines = readFileSync(join(faceData, 'lfw_pairs.txt'), 'utf8').trim().split('\n').slice(1);
  return lines
    .filter((_line, index) => index % step === 0)
    .map((line) => {
      const [first = '', second = '', third = '', fourth] = line.split('\t');
      const other = fourth === undefined ? lfwImage(first, third) : lfwImage(third, fourth);
      return { same: fourth === undefined, images: [lfwImage(first, second), other] };
    });
}
