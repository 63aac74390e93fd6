// The model files the kiosk may load, pinned by size and SHA-256. A file that is not named here is not loaded.
import { z } from 'zod';
import manifestJson from '../../../resources/models/manifest.json' with { type: 'json' };

export const modelNames = ['yunet', 'mobilefacenet', 'face-landmarker', 'blaze-face', 'mrz'] as const;
export type ModelName = (typeof modelNames)[number];

export const modelEntrySchema = z.strictObject({
  name: z.enum(modelNames),
  // A plain name: it is joined to folders, so it may not climb out of one.
  file: z.string().regex(/^[a-z0-9_]+\.[a-z]+$/),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  licence: z.string().min(1),
  upstream: z.url({ protocol: /^https$/ }),
  purpose: z.string().min(1),
});
export type ModelEntry = z.infer<typeof modelEntrySchema>;

export const modelManifestSchema = z.strictObject({
  version: z.literal(1),
  models: z.array(modelEntrySchema),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;

/** The manifest this build was made with. */
export const modelManifest: ModelManifest = modelManifestSchema.parse(manifestJson);
