// What the main process asks of the face worker. Stateless: each call names the model files, so a worker started anew needs no setting up.
import { z } from 'zod';
import { boxSchema } from '#core/reading/field.ts';
import { embedderSchema } from '#electron/adapter/model-store/manifest.ts';
import type { WorkerContract } from '#electron/worker/protocol.ts';

const modelFileSchema = z.object({ file: z.string(), path: z.string(), sha256: z.string() });
export type ModelFile = z.infer<typeof modelFileSchema>;

/** `embedder` null: faces are found and measured, not compared. `landmarks` null: the detector says them itself. */
export const faceFilesSchema = z.object({
  detector: modelFileSchema.extend({ kind: z.enum(['yunet', 'tiny-face']) }),
  embedder: modelFileSchema.extend({ facts: embedderSchema }).nullable(),
  /** MiniFASNet V2 and V1SE, in this order; null where either is missing. */
  passive: z.array(modelFileSchema).length(2).nullable(),
  /** The 68 points: the tiny detector cannot do without; without them no frame of a liveness check can be read. */
  landmarks: modelFileSchema.nullable(),
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
  lightBalance: z.number().optional(),
  cover: z
    .object({ eyesLight: z.number(), eyesSpread: z.number(), mouthLine: z.number(), highlight: z.number() })
    .optional(),
  beside: z.object({ brightness: z.number(), unrest: z.number() }).optional(),
  turnedConfidence: z.number().optional(),
});

const lightSchema = z.tuple([z.number(), z.number(), z.number()]).readonly();
const frameReadingSchema = z.object({
  widthPx: z.int(),
  heightPx: z.int(),
  brightness: z.number(),
  faces: z.int(),
  face: z
    .object({
      confidence: z.number(),
      box: boxSchema,
      landmarks: foundFaceSchema.shape.landmarks,
      shape: z.object({
        turn: z.number(),
        bow: z.number(),
        rollDeg: z.number(),
        sizePx: z.number(),
        mouthWide: z.number(),
        mouthRise: z.number(),
        mouthOpen: z.number(),
        lips: z.number(),
      }),
      embedding: vectorSchema.nullable(),
      passive: z.number().nullable(),
      light: z.object({ face: lightSchema, beside: lightSchema }),
      pattern: z.number(),
    })
    .nullable(),
  thumbnail: vectorSchema,
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
  /** One frame of a liveness check; the costly parts only where asked for. */
  readFrame: {
    args: z.object({
      files: faceFilesSchema,
      image: bytesSchema,
      wish: z.object({ embedding: z.boolean(), passive: z.boolean() }),
    }),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('read'), reading: frameReadingSchema }),
      z.object({ kind: z.literal('not-an-image') }),
      unavailableSchema,
    ]),
  },
  /** The photo for the bank's file. Needs no model. */
  livePhoto: {
    args: z.object({
      image: bytesSchema,
      landmarks: foundFaceSchema.shape.landmarks.nullable(),
      reference: z.string(),
      lines: z.array(z.string()).readonly(),
    }),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('made'), jpeg: bytesSchema }),
      z.object({ kind: z.literal('not-an-image') }),
    ]),
  },
} satisfies WorkerContract;
