// What the manifest may say: a recogniser more by an entry alone, and nothing that it does not know.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { modelManifest, modelManifestSchema } from './manifest.ts';

const readme = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'resources', 'models', 'README.md'),
  'utf8',
);
/** The example of the model cards, as somebody would copy it. */
const example = z
  .object({ models: z.record(z.string(), z.unknown()), faceSets: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? 'null'));
const { models, faceSets } = modelManifest;
const withExample = {
  ...modelManifest,
  models: [...models, example.models],
  faceSets: [example.faceSets, ...faceSets],
};

describe('the manifest', () => {
  it('FN4 takes SFace in by an entry and a set, as the model cards show it, before the others', () => {
    const parsed = modelManifestSchema.parse(withExample);
    expect(parsed.faceSets.map(({ name }) => name)).toEqual(['sface', 'primary', 'npm']);
    expect(parsed.models.at(-1)).toMatchObject({ name: 'sface', embedder: { input: 'data', output: 'fc1' } });
  });

  it('FN4 takes no entry without a hash, nor one whose face it cannot make', () => {
    const { sha256: _left, ...bare } = example.models;
    const odd = { ...example.models, embedder: { template: 'somebodys-own' } };
    for (const entry of [bare, odd]) {
      expect(modelManifestSchema.safeParse({ ...withExample, models: [...models, entry] }).success).toBe(
        false,
      );
    }
  });

  it('FM12 in every set the small print is as hard to match, and its review begins no later', () => {
    for (const { calibration } of modelManifest.faceSets) {
      expect(calibration.small.matchAtLeast).toBe(calibration.printed.matchAtLeast);
      expect(calibration.small.reviewAtLeast).toBeLessThanOrEqual(calibration.printed.reviewAtLeast);
    }
  });

  it('has a model card for every model', () => {
    for (const { name } of models) expect(readme.includes(name), name).toBe(true);
  });
});
