// What the main process asks of the face worker. Stateless: each call names the model files, so a worker started anew needs no setting up.
import { z } from 'zod';
import { boxSchema } from '#core/reading/field.ts';
import type { WorkerContract } from '#electron/worker/protocol.ts';

const modelFileSchema = z.object({ file: z.string(), path: z.string(), sha256: z.string() });
export type ModelFile = z.infer<typeof modelFileSchema>;

/** `embedder` null: faces are found and measured, not compared. */
export const faceFilesSchema = z.object({
  detector: modelFileSchema,
  embedder: modelFileSchema.nullable(),
});
export type FaceFiles = z.infer<typeof faceFilesSchema>;

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const vectorSchema = z.custom<Float32Array>((value) => value instanceof Float32Array);
const pointSchema = z.object({ x: z.number(), y: z.number() });
const foundFaceSchema = z.object({
  confidence: z.number(),
  box: boxSchema,
  landmarks: z.object({
    leftEye: pointSchema,
    rightEye: pointSchema,
    nose: pointSchema,
    mouthLeft: pointSchema,
    mouthRight: pointSchema,
  }),
  embedding: vectorSchema.nullable(),
  sharpness: z.number(),
  brightness: z.number(),
});

const unavailableSchema = z.object({ kind: z.literal('unavailable'), missing: z.array(z.string()) });

export const faceContract = {
  /** Whether the files and the runtime are there and load. */
  probe: {
    args: z.object({ files: faceFilesSchema }),
    result: z.discriminatedUnion('kind', [z.object({ kind: z.literal('ready') }), unavailableSchema]),
  },
  findFaces: {
    args: z.object({
      files: faceFilesSchema,
      image: bytesSchema,
      within: boxSchema.nullable(),
    }),
    result: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('found'),
        widthPx: z.int(),
        heightPx: z.int(),
        faces: z.array(foundFaceSchema),
      }),
      z.object({ kind: z.literal('not-an-image') }),
      unavailableSchema,
    ]),
  },
} satisfies WorkerContract;
