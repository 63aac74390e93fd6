// What was read off a document: each value with where it stood, how sure the reader is, and what proves it.
import { z } from 'zod';
import { documentKinds } from './document-kinds.ts';

export type { DocumentKind } from './document-kinds.ts';
export const documentKindSchema = z.enum(documentKinds);

export const documentSides = ['front', 'back'] as const;
export const documentSideSchema = z.enum(documentSides);
export type DocumentSide = z.infer<typeof documentSideSchema>;

export const fieldNames = [
  'name',
  'dateOfBirth',
  'sex',
  'aadhaarNumber',
  'passportNumber',
  'panNumber',
  // Of kinds whose number has no name of its own.
  'documentNumber',
  'expiryDate',
  'nationality',
  'issuingCountry',
  'address',
] as const;
export const fieldNameSchema = z.enum(fieldNames);
export type FieldName = z.infer<typeof fieldNameSchema>;

/** Pixels of the captured picture, origin at its top left corner. */
export const boxSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});
export type Box = z.infer<typeof boxSchema>;

/** `signed-…` and `chip`: read off a part that the issuer signed; `barcode`: off a code that anybody could have printed. */
export const fieldSources = ['chip', 'signed-qr', 'signed-xml', 'mrz', 'barcode', 'ocr', 'typed'] as const;
export const fieldSourceSchema = z.enum(fieldSources);
export type FieldSource = z.infer<typeof fieldSourceSchema>;

/** What stands behind a value beyond the reader's own confidence: the issuer's signature, ICAO 9303 check digits, or Verhoeff's. */
export const fieldProofs = ['issuer-signature', 'check-digits', 'verhoeff'] as const;
export const fieldProofSchema = z.enum(fieldProofs);
export type FieldProof = z.infer<typeof fieldProofSchema>;

/** What another source says of the same field, where it says otherwise. */
export const rivalReadingSchema = z.object({
  value: z.string(),
  confidence: z.number().min(0).max(1),
  source: fieldSourceSchema,
  proof: fieldProofSchema.nullable(),
  where: z.object({ side: documentSideSchema, box: boxSchema }).nullable(),
});
export type RivalReading = z.infer<typeof rivalReadingSchema>;

/** `value` is normalised: dates ISO 8601, numbers without spaces, names as printed. `confidence` runs 0 to 1. */
export const fieldReadingSchema = z.object({
  name: fieldNameSchema,
  value: z.string(),
  confidence: z.number().min(0).max(1),
  source: fieldSourceSchema,
  proof: fieldProofSchema.nullable(),
  where: z.object({ side: documentSideSchema, box: boxSchema }).nullable(),
  /** Sources that disagree, none of them lost; left out where all agree. */
  rivals: z.array(rivalReadingSchema).max(8).optional(),
});
export type FieldReading = z.infer<typeof fieldReadingSchema>;

/** A place in the picture of one side. */
export const placeSchema = z.object({ side: documentSideSchema, box: boxSchema });
export type Place = z.infer<typeof placeSchema>;

export const documentReadingSchema = z.object({
  kind: documentKindSchema,
  /** Every place where a number stands of which only the last four digits may be shown. */
  covered: z.array(placeSchema),
  fields: z.array(fieldReadingSchema),
  /** Where the first eight digits of an Aadhaar number stand: blacked before the picture is kept. */
  redact: z.array(placeSchema).optional(),
  /** Where the holder's printed portrait stands, by layout; the face model refines it when present. */
  portrait: z.object({ side: documentSideSchema, box: boxSchema }).nullable(),
});
export type DocumentReading = z.infer<typeof documentReadingSchema>;
