// Why the kiosk said no, as a closed list: every kind has a text in every language, and a test counts them.
import { z } from 'zod';
import { scannerMessageSchema } from './device-view.ts';

export const refusalKinds = [
  // The kiosk itself
  'not-signed-in',
  'role-not-allowed',
  'kiosk-not-enrolled',
  'kiosk-locked',
  'kiosk-already-enrolled',
  'simulation-differs',
  'database-key-wrong',
  'database-damaged',
  'database-unavailable',
  'disk-full',
  'internal',
  // Enrolment and sign-in
  'enrolment-code-malformed',
  'enrolment-code-refused',
  'enrolment-bank-mismatch',
  'credentials-wrong',
  'password-not-kept-here',
  'recovery-key-wrong',
  'officer-locked',
  'officer-not-known-here',
  'officer-needs-line',
  'officer-away-too-long',
  'finger-not-enrolled',
  'finger-wrong',
  'finger-needs-password',
  // The line to the bank
  'no-line',
  'bank-refused',
  'bank-failed',
  'bank-answer-unreadable',
  'device-refused',
  'clock-wrong',
  // The queue
  'queue-full',
  'master-data-stale',
  'storage-reserved',
  'already-delivered',
  'correction-not-possible',
  'correction-open',
  'case-on-its-way',
  // The case
  'case-not-found',
  'case-closed',
  'case-changed',
  'step-not-reached',
  'consent-required',
  'product-unknown',
  'branch-unknown',
  'mobile-invalid',
  'mobile-not-entered',
  'code-wrong',
  'code-late',
  'code-tries-spent',
  'code-too-soon',
  'code-not-requested',
  // Pictures
  'not-an-image',
  'wrong-type',
  'too-large',
  'pdf-locked',
  'pdf-too-long',
  'blurred',
  'side-missing',
  // Reading
  'document-not-recognised',
  'no-number-found',
  'aadhaar-check-digit',
  'passport-check-digit',
  'document-expired',
  'field-invalid',
  'field-missing',
  'name-mismatch',
  'customer-exists',
  'another-document',
  'reader-failed',
  'reading-not-done',
  'chip-differs',
  // eKYC at UIDAI
  'ekyc-needs-line',
  'ekyc-unavailable',
  'ekyc-needs-consent',
  'ekyc-number-invalid',
  'ekyc-other-number',
  // Face
  'no-face',
  'two-faces',
  'face-on-clothes',
  'picture-behind',
  'face-changed',
  'picture-too-small',
  'picture-frozen',
  'face-too-small',
  'face-cut-off',
  'not-upright',
  'face-turned-away',
  'face-too-dark',
  'back-light',
  'mouth-covered',
  'eyes-covered',
  'face-model-failed',
  'another-person',
  'verdict-required',
  'reason-required',
  'selfie-missing',
  // Liveness
  'liveness-missing',
  'liveness-officer',
  'liveness-check-over',
  'liveness-unavailable',
  // Fingers and irises
  'biometric-not-asked',
  'biometric-missing',
  'biometric-quality-low',
  'biometric-captures-differ',
  'biometric-twice',
  // Scanners, printers
  'scanner-failed',
  'not-simulated',
  'printing-unavailable',
  'printer-unknown',
  'printer-failed',
] as const;
/**
 * What somebody may be unable to mend: dark glasses worn for the eyes' sake, a veil, a head that does not turn, a lamp
 * nobody can move. An officer who has seen it may have the picture taken as it is, and a person then compares.
 */
export const waivableFlaws = [
  'face-turned-away',
  'back-light',
  'mouth-covered',
  'eyes-covered',
] as const satisfies readonly (typeof refusalKinds)[number][];

export const refusalKindSchema = z.enum(refusalKinds);
export type RefusalKind = z.infer<typeof refusalKindSchema>;

export const refusalSchema = z.object({
  kind: refusalKindSchema,
  /** Which side, field or step it concerns, by its own id; never a value. */
  subject: z.string().optional(),
  triesLeft: z.int().min(0).optional(),
  /** With `scanner-failed`: what was wrong with the device. */
  scanner: scannerMessageSchema.optional(),
});
export type Refusal = z.infer<typeof refusalSchema>;
