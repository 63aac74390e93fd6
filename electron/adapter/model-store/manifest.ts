// The model files the kiosk may load, pinned by size and SHA-256. A file that is not named here is not loaded.
import { z } from 'zod';
import manifestJson from '../../../resources/models/manifest.json' with { type: 'json' };

/** Made by `npm run models` from weights inside an npm package, so that they are to be had wherever npm is. */
export const convertedModels = ['tiny-face-detector', 'face-landmarks-68', 'dlib-resnet'] as const;
export type ConvertedModel = (typeof convertedModels)[number];

/** Published by their makers as weights of another framework: as ONNX they come from a mirror folder, or not at all. */
export const mirroredModels = ['minifasnet-v2', 'minifasnet-v1se'] as const;

export const modelNames = [
  'yunet',
  'mobilefacenet',
  'face-landmarker',
  'blaze-face',
  'mrz',
  ...mirroredModels,
  ...convertedModels,
] as const;
export type ModelName = (typeof modelNames)[number];

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const pinnedFields = {
  // A plain name: it is joined to folders, so it may not climb out of one.
  file: z.string().regex(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*\.[a-z]+$/),
  bytes: z.int().positive(),
  sha256: sha256Schema,
  licence: z.string().min(1),
  purpose: z.string().min(1),
};

const packageSourceSchema = z.strictObject({
  package: z.string().min(1),
  version: z.string().min(1),
  /** The description of the weights, then the weights. */
  files: z.array(z.strictObject({ path: z.string().min(1), sha256: sha256Schema })).length(2),
});
export type PackageSource = z.infer<typeof packageSourceSchema>;

const modelEntrySchema = z.union([
  z.strictObject({
    name: z.enum(modelNames).exclude([...convertedModels, ...mirroredModels]),
    ...pinnedFields,
    upstream: z.url({ protocol: /^https$/ }),
  }),
  z.strictObject({
    name: z.enum(mirroredModels),
    ...pinnedFields,
    weights: z.url({ protocol: /^https$/ }),
  }),
  z.strictObject({ name: z.enum(convertedModels), ...pinnedFields, converted: packageSourceSchema }),
]);
export type ModelEntry = z.infer<typeof modelEntrySchema>;

export const modelManifestSchema = z.strictObject({
  version: z.literal(1),
  models: z.array(modelEntrySchema),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;

/** The manifest this build was made with. */
export const modelManifest: ModelManifest = modelManifestSchema.parse(manifestJson);
