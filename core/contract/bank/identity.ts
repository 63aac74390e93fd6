// Who the bank is and who the kiosk is: keys, enrolment, and the token each request carries.
import { z } from 'zod';
import { kioskIdSchema, officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { base64UrlSchema, jwsSchema } from '#core/kernel/encoding.ts';

export const bankEnvironmentSchema = z.enum(['development', 'production']);
export type BankEnvironment = z.infer<typeof bankEnvironmentSchema>;

/** GET /v1/bank: open to all; trusted only after its signing key matches the enrolment code's fingerprint. */
export const bankIdentitySchema = z.object({
  name: z.string(),
  environment: bankEnvironmentSchema,
  /** Raw 32-byte Ed25519 public key: signs receipts, catalogue and mobile proofs. */
  signingKey: base64UrlSchema,
  /** Raw 32-byte X25519 public key for HPKE (RFC 9180), signed by `signingKey` over keyId ‖ '.' ‖ publicKey. */
  sealingKey: z.object({ keyId: z.string(), publicKey: base64UrlSchema, signature: base64UrlSchema }),
  time: instantSchema,
  /** The same moment, signed (time.ts). A bank that does not sign it yet leaves it out. */
  timeWord: jwsSchema.optional(),
});
export type BankIdentity = z.infer<typeof bankIdentitySchema>;

/** What the enrolment code holds once decoded from `PRV1-` + base64url(JSON). */
export const enrolmentCodeSchema = z.object({
  url: z.url(),
  token: z.string().min(20),
  /** SHA-256, hex, of the bank's raw signing key. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
});
export type EnrolmentCode = z.infer<typeof enrolmentCodeSchema>;
export const enrolmentCodePrefix = 'PRV1-';

/** POST /v1/devices, authorised by the enrolment token alone. */
export const enrolRequestSchema = z.object({
  token: z.string().min(20),
  /** Raw 32-byte Ed25519 public key of the device. */
  deviceKey: base64UrlSchema,
  name: z.string().min(1).max(80),
  shell: z.enum(['electron', 'browser']),
  simulated: z.boolean(),
  appVersion: z.string(),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

export const enrolReplySchema = z.object({
  kioskId: kioskIdSchema,
  branchId: z.string(),
  branchName: z.string(),
  bankName: z.string(),
  /** 32 bytes: the HMAC-SHA256 key under which document numbers are compared, never stored in clear. */
  identityHashKey: base64UrlSchema,
});
export type EnrolReply = z.infer<typeof enrolReplySchema>;

/**
 * Every later request carries `Authorization: Bearer` + a JWT (EdDSA) signed by the device key:
 * iss = kioskId, aud = 'pravesh-bank', iat/exp at most 120 s apart, jti unique, htm/htu = method and path (as DPoP, RFC 9449),
 * the path alone: '/v1/cases', without origin or query.
 */
export const deviceTokenAudience = 'pravesh-bank';
export const deviceTokenLifeS = 120;

export const officerRoleSchema = z.enum(['officer', 'supervisor']);
export type OfficerRole = z.infer<typeof officerRoleSchema>;

/** POST /v1/officer-sessions: the bank checks the officer's password once, so that the kiosk may cache a verifier. */
export const officerSignInSchema = z.object({
  officerId: officerIdSchema,
  password: z.string().min(1).max(200),
});
export const officerSchema = z.object({
  officerId: officerIdSchema,
  name: z.string(),
  role: officerRoleSchema,
});
export type Officer = z.infer<typeof officerSchema>;

/** POST /v1/tickets, no body: single use, 30 s; sent as the first WebSocket message on /v1/live, never in its address. */
export const ticketSchema = z.object({ ticket: z.string().min(20), expiresAt: instantSchema });

/**
 * The first message on /v1/live. The bank then sends the standing of this kiosk's recent cases and every change after.
 * It closes with code 4401 and reason 'ticket-invalid' for a spent or late ticket, 4408 when no ticket came in time.
 */
export const liveHelloSchema = z.object({ ticket: z.string().min(20).max(200) });
