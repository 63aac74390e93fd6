// What the reading worker offers, and the shapes that cross its port: parsed on both sides, so neither trusts the other.
import { z } from 'zod';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { barcodeFormatSchema, barcodeSchema } from '#core/reading/barcode.ts';
import {
  boxSchema,
  documentKindSchema,
  documentReadingSchema,
  documentSideSchema,
} from '#core/reading/field.ts';
import { cardMeasuresSchema } from '#core/reading/genuineness/hints.ts';
import type { InspectedPicture, PdfFailure, ReadFailure } from '#electron/port/document-reader.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const readFailureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-an-image'), side: documentSideSchema }),
  z.object({ kind: z.literal('blurred'), side: documentSideSchema }),
  z.object({ kind: z.literal('document-not-recognised') }),
  z.object({ kind: z.literal('no-number-found') }),
  z.object({ kind: z.literal('aadhaar-check-digit') }),
  z.object({ kind: z.literal('passport-check-digit'), field: z.string() }),
  z.object({ kind: z.literal('document-expired'), on: calendarDateSchema }),
  z.object({ kind: z.literal('reader-failed') }),
]) satisfies z.ZodType<ReadFailure>;

const inspectedSchema = z.object({
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  mediaType: z.enum(['image/jpeg', 'image/png']),
  flaws: z
    .array(z.enum(['blurred', 'glare']))
    .readonly()
    .optional(),
}) satisfies z.ZodType<InspectedPicture>;

const pdfFailureSchema = z.object({
  kind: z.enum(['not-an-image', 'pdf-locked', 'pdf-too-long', 'too-large']),
}) satisfies z.ZodType<PdfFailure>;

function outcome<T extends z.ZodType, E extends z.ZodType>(value: T, error: E) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error }),
  ]);
}

export const textLanguages = ['eng', 'hin'] as const;
export type TextLanguage = (typeof textLanguages)[number];

export const ocrContract = {
  inspect: {
    args: z.object({
      image: bytes,
      sought: z.object({ kind: documentKindSchema, side: documentSideSchema }).nullable(),
      asItIs: z.boolean(),
    }),
    result: outcome(inspectedSchema, z.object({ kind: z.enum(['not-an-image', 'blurred', 'glare']) })),
  },
  crop: {
    args: z.object({ image: bytes, box: boxSchema }),
    result: outcome(bytes, z.object({ kind: z.literal('not-an-image') })),
  },
  pdfPage: {
    args: z.object({ pdf: bytes, index: z.int().min(0).max(9) }),
    result: outcome(bytes, pdfFailureSchema),
  },
  photo: {
    args: z.object({ codestream: bytes }),
    result: outcome(bytes, z.object({ kind: z.literal('not-an-image') })),
  },
  cover: {
    args: z.object({ image: bytes, boxes: z.array(boxSchema).min(1).max(60) }),
    result: outcome(bytes, z.object({ kind: z.literal('not-an-image') })),
  },
  measure: {
    args: z.object({ image: bytes, portrait: boxSchema.nullable(), number: boxSchema.nullable() }),
    result: outcome(cardMeasuresSchema, z.object({ kind: z.literal('not-an-image') })),
  },
  barcodes: {
    args: z.object({
      image: bytes,
      formats: z.array(barcodeFormatSchema).min(1),
      budgetMs: z.number().positive(),
    }),
    result: outcome(z.array(barcodeSchema).readonly(), z.object({ kind: z.literal('not-an-image') })),
  },
  read: {
    args: z.object({
      kind: documentKindSchema.nullable(),
      sides: z
        .array(z.object({ side: documentSideSchema, image: bytes, asItIs: z.boolean().optional() }))
        .min(1)
        .max(2),
      today: calendarDateSchema,
      languages: z.array(z.enum(textLanguages)).min(1),
      /** The folder that holds `mrz.traineddata`; null: the zone is read with the English model, less well. */
      mrzModelFolder: z.string().nullable(),
      /** The network that reads a zone's lines; null: only the text engine reads it. */
      lineNet: z.object({ path: z.string(), sha256: z.string() }).nullable(),
    }),
    result: outcome(documentReadingSchema, readFailureSchema),
  },
} as const;

export type ReadArgs = z.output<(typeof ocrContract)['read']['args']>;
