// The weights inside the npm package @vladmandic/face-api: read, checked against the manifest's pins, widened from 8 bits. Refuses changed files.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PackageSource } from '#electron/adapter/model-store/manifest.ts';
import { root } from '../process/root.ts';

export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}
export type Weights = ReadonlyMap<string, Weight>;

const weightsManifestSchema = z.array(
  z.object({
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().positive()),
        dtype: z.literal('float32'),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
  }),
);

/** Throws where the package is missing or is not the one that was pinned: then nothing may be converted. */
export function readPackageWeights(source: PackageSource): Weights {
  const [description, data] = source.files.map(({ path, sha256 }) => {
    const bytes = readFileSync(join(root, 'node_modules', ...source.package.split('/'), ...path.split('/')));
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== sha256) throw new Error(`${path} of ${source.package} has another hash than the manifest`);
    return bytes;
  });
  if (!description || !data) throw new Error(`${source.package}: the manifest names no weights`);
  const groups = weightsManifestSchema.parse(JSON.parse(description.toString('utf8')));
  return widen(
    groups.flatMap((group) => group.weights),
    data,
  );
}

type Described = z.infer<typeof weightsManifestSchema>[number]['weights'][number];

/** One after another in the file; a quantised value is q · scale + min, rounded to 32 bits as the package rounds it. */
function widen(described: readonly Described[], data: Uint8Array): Weights {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const weights = new Map<string, Weight>();
  let at = 0;
  for (const { name, shape, quantization } of described) {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = new Float64Array(length);
    for (let index = 0; index < length; index++) {
      const value = quantization
        ? view.getUint8(at + index) * quantization.scale + quantization.min
        : view.getFloat32(at + index * 4, true);
      values[index] = Math.fround(value);
    }
    at += length * (quantization ? 1 : 4);
    weights.set(name, { shape, values });
  }
  if (at !== data.byteLength) throw new Error('the weights do not fill their file');
  return weights;
}
