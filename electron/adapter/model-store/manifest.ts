// The model files the kiosk may load, pinned by size and SHA-256. A file that is not named here is not loaded.
import { z } from 'zod';
import { faceCalibrationSchema } from '#core/biometrics/face-calibration.ts';
import manifestJson from '../../../resources/models/manifest.json' with { type: 'json' };

/** Made by `npm run models` from weights inside an npm package, so that they are to be had wherever npm is. */
export const convertedModels = ['tiny-face-detector', 'face-landmarks-68', 'dlib-resnet'] as const;
export type ConvertedModel = (typeof convertedModels)[number];

/** Published by their makers as weights of another framework: as ONNX they come from a mirror folder, or not at all. */
export const mirroredModels = ['minifasnet-v2', 'minifasnet-v1se'] as const;

/** Trained by a script of this repository and committed in resources/models: part of the program, fetched from nowhere. */
export const ownModels = ['mrz-lines'] as const;

/** What the code itself asks for by name. The manifest may name more: further recognisers. */
export const modelNames = [
  'yunet',
  'mobilefacenet',
  'face-landmarker',
  'blaze-face',
  'mrz',
  ...mirroredModels,
  ...convertedModels,
  ...ownModels,
] as const;
export type ModelName = (typeof modelNames)[number] | (string & {});
const modelNameSchema = z.string().regex(/^[a-z0-9-]+$/);

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const pinnedFields = {
  // A plain name: it is joined to folders, so it may not climb out of one.
  file: z.string().regex(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*\.[a-z]+$/),
  bytes: z.int().positive(),
  sha256: sha256Schema,
  licence: z.string().min(1),
  purpose: z.string().min(1),
};

/** How a recogniser wants its face. With it another one (SFace, say) is added by a manifest entry, without code. */
export const embedderSchema = z.strictObject({
  /** ArcFace's five points in 112 × 112, or dlib's chip of 150 × 150 with a quarter of padding. */
  template: z.enum(['arcface-112', 'dlib-150']),
  channels: z.enum(['rgb', 'bgr']),
  /** Taken off each channel (0-255, in the order of `channels`), which is then divided by the deviation. */
  mean: z.tuple([z.number(), z.number(), z.number()]),
  deviation: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
  input: z.string().min(1),
  output: z.string().min(1),
});
export type EmbedderFacts = z.infer<typeof embedderSchema>;

const packageSourceSchema = z.strictObject({
  package: z.string().min(1),
  version: z.string().min(1),
  /** The description of the weights, then the weights. */
  files: z.array(z.strictObject({ path: z.string().min(1), sha256: sha256Schema })).length(2),
});
export type PackageSource = z.infer<typeof packageSourceSchema>;

const modelEntrySchema = z.union([
  z.strictObject({
    name: modelNameSchema,
    ...pinnedFields,
    upstream: z.url({ protocol: /^https$/ }),
    embedder: embedderSchema.optional(),
  }),
  z.strictObject({
    name: z.enum(convertedModels),
    ...pinnedFields,
    converted: packageSourceSchema,
    embedder: embedderSchema.optional(),
  }),
  z.strictObject({
    name: z.enum(mirroredModels),
    ...pinnedFields,
    weights: z.url({ protocol: /^https$/ }),
  }),
  z.strictObject({ name: z.enum(ownModels), ...pinnedFields, trainedBy: z.string().min(1) }),
]);
export type ModelEntry = z.infer<typeof modelEntrySchema>;

const faceSetSchema = z.strictObject({
  name: modelNameSchema,
  detector: z.strictObject({ kind: z.enum(['yunet', 'tiny-face']), model: modelNameSchema }),
  /** Where the detector says no landmarks. */
  landmarks: modelNameSchema.nullable(),
  embedder: modelNameSchema,
  calibration: faceCalibrationSchema,
});
export type FaceSet = z.infer<typeof faceSetSchema>;

export const modelManifestSchema = z.strictObject({
  version: z.literal(1),
  models: z.array(modelEntrySchema),
  /** In the order in which they are tried: the first whose files are all there decides. */
  faceSets: z.array(faceSetSchema),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;

/** The manifest this build was made with. */
export const modelManifest: ModelManifest = modelManifestSchema.parse(manifestJson);
