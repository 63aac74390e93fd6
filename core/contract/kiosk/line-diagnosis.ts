// Where the line to the bank ends, layer by layer, as a closed list: each layer and each cause has a text in every language.
import { z } from 'zod';
import { masterSections } from '#core/contract/bank/master-data.ts';
import { instantSchema } from '#core/kernel/instant.ts';

/** From the machine outwards; what lies behind a broken one is not reached. */
export const lineLayers = [
  'network',
  'name',
  'connection',
  'certificate',
  'bank',
  'clock',
  'enrolment',
  'schema',
] as const;
export type LineLayer = (typeof lineLayers)[number];

export const lineCauses = [
  'no-network',
  'name-unknown',
  'name-server-silent',
  'connection-refused',
  'connection-silent',
  'certificate-untrusted',
  'certificate-other-name',
  'certificate-date',
  'certificate-none',
  'bank-silent',
  'bank-failed',
  'bank-other',
  'bank-not',
  'clock-behind',
  'clock-ahead',
  'device-refused',
  'answer-unreadable',
] as const;
export type LineCause = (typeof lineCauses)[number];

export const layerStandingSchema = z.object({
  layer: z.enum(lineLayers),
  /** not-needed: a bank on this very machine. not-reached: a layer before it is broken. */
  outcome: z.enum(['good', 'bad', 'not-needed', 'not-reached']),
  cause: z.enum(lineCauses).nullable(),
  /** Milliseconds it took. */
  ms: z.number().min(0).nullable(),
});
export type LayerStanding = z.infer<typeof layerStandingSchema>;

export const masterDataStandingSchema = z.object({
  version: z.string(),
  asOf: instantSchema,
  /** When the bank last confirmed them; null before that was noted. */
  seenAt: instantSchema.nullable(),
  /** One that the bank has issued none of is not there. `serial`: of a list that has one. */
  sections: z.array(
    z.object({
      section: z.enum(masterSections),
      version: z.string(),
      serial: z.int().positive().optional(),
    }),
  ),
});
export type MasterDataStanding = z.infer<typeof masterDataStandingSchema>;

export const lineDiagnosisSchema = z.object({ at: instantSchema, layers: z.array(layerStandingSchema) });
export const lineViewSchema = lineDiagnosisSchema.extend({ masterData: masterDataStandingSchema.nullable() });
export type LineView = z.infer<typeof lineViewSchema>;
export type LineDiagnosis = z.infer<typeof lineDiagnosisSchema>;
