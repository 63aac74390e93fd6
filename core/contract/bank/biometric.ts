// Fingers and irises as they travel to the bank: which part, from which device, how good, proved how; the bytes are a sealed
// piece of evidence of their own. And the exceptions: a part that cannot be captured, with an officer's word and a picture.
import { z } from 'zod';
import { evidenceIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { attestationKindSchema } from '#core/contract/kiosk/device-view.ts';
import { officerSchema } from './identity.ts';

/** In the order of ISO/IEC 19794-2, table 2: positions 1 to 10. */
export const fingers = [
  'right-thumb',
  'right-index',
  'right-middle',
  'right-ring',
  'right-little',
  'left-thumb',
  'left-index',
  'left-middle',
  'left-ring',
  'left-little',
] as const;
export const irises = ['right-iris', 'left-iris'] as const;
export const bodyParts = [...fingers, ...irises] as const;
export const bodyPartSchema = z.enum(bodyParts);
export type BodyPart = z.infer<typeof bodyPartSchema>;

export const biometricAsks = ['off', 'optional', 'required'] as const;

/** What a bank wants captured of every customer. */
export const biometricPolicySchema = z.object({
  ask: z.enum(biometricAsks),
  parts: z.array(bodyPartSchema).max(bodyParts.length),
});
export type BiometricPolicy = z.infer<typeof biometricPolicySchema>;

export const exceptionReasons = ['missing', 'injured', 'worn'] as const;
export const exceptionReasonSchema = z.enum(exceptionReasons);
export type ExceptionReason = z.infer<typeof exceptionReasonSchema>;

/** Whether two captures of the part are of one finger, by our own matcher. unavailable: not of a form it can read. */
export const agreements = ['match', 'review', 'unavailable'] as const;

/** What was proved about where bytes come from. */
export const attestationSchema = z.object({
  kind: attestationKindSchema,
  /** SHA-256 of the signer's certificate, hex; empty where there is none. */
  signer: z.string(),
  transactionId: z.string(),
  at: instantSchema,
  facts: z.record(z.string(), z.string()),
});

export const biometricCaptureSchema = z.object({
  part: bodyPartSchema,
  evidenceId: evidenceIdSchema,
  format: z.enum(['iso-19794-2', 'iso-19794-4', 'iso-19794-6']),
  /** 0 to 100 in the device's own measure. */
  quality: z.number().nullable(),
  /** The best of so many. */
  tries: z.int().min(1).max(3),
  /** Taken although no try reached what was asked. */
  isPoor: z.boolean(),
  agreement: z.enum(agreements),
  score: z.number().nullable(),
  device: z.object({ driver: z.string(), make: z.string(), model: z.string(), serial: z.string() }),
  attestation: attestationSchema,
});
export type BiometricCapture = z.infer<typeof biometricCaptureSchema>;

export const biometricExceptionSchema = z.object({
  part: bodyPartSchema,
  reason: exceptionReasonSchema,
  note: z.string().min(3).max(500),
  /** The hand or the eye, so that the bank sees what the officer saw. */
  photoId: evidenceIdSchema,
  officer: officerSchema,
  at: instantSchema,
});
export type BiometricException = z.infer<typeof biometricExceptionSchema>;

export const biometricsSchema = z.object({
  captures: z.array(biometricCaptureSchema).max(bodyParts.length),
  exceptions: z.array(biometricExceptionSchema).max(bodyParts.length),
});
