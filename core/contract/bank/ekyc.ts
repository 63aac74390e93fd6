// Aadhaar biometric eKYC as a kiosk asks its bank for it, while the line is up: POST /v1/ekyc. The body is a head, which says
// whose and for what, and behind it the PidData as the registered device gave it: sealed for UIDAI, opened by nobody before.
import { z } from 'zod';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { calendarDateSchema, instantSchema } from '#core/kernel/instant.ts';

export const ekycHeadSchema = z.object({
  caseId: caseIdSchema,
  /** Binds the capture to this asking: each is taken once. */
  transactionId: z.uuid(),
  /** Twelve digits. Goes on to UIDAI and is kept by nobody on the way. */
  number: z.string().regex(/^[2-9]\d{11}$/),
  /** When the customer agreed to this very asking. */
  consentAt: instantSchema,
  /** What the document says, to be held against what UIDAI says. */
  claimed: z.object({
    name: z.string().min(1).max(200),
    dateOfBirth: calendarDateSchema.nullable(),
    sex: z.string().max(1).nullable(),
  }),
});
export type EkycHead = z.infer<typeof ekycHeadSchema>;

/** A face's PidData is the largest; devices give some 2 KB for a finger. */
export const ekycMaxBytes = 1_048_576;
const lengthBytes = 4;
const headMaxBytes = 4_096;

/** JSON in ASCII alone, so that a letter is a byte. */
const asciiOf = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Length of the head in four bytes (big-endian), the head as JSON in ASCII, the PidData byte by byte. */
export function writeEkyc(head: EkycHead, pidData: Uint8Array): Uint8Array {
  const text = Uint8Array.from(asciiOf(head), (letter) => letter.charCodeAt(0));
  const body = new Uint8Array(lengthBytes + text.length + pidData.length);
  new DataView(body.buffer).setUint32(0, text.length);
  body.set(text, lengthBytes);
  body.set(pidData, lengthBytes + text.length);
  return body;
}

/** Null for whatever is no such body. `pidData` lies in the body's own memory: whoever overwrites one overwrites both. */
export function readEkyc(body: Uint8Array): { readonly head: EkycHead; readonly pidData: Uint8Array } | null {
  if (body.length < lengthBytes) return null;
  const length = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(0);
  const from = lengthBytes + length;
  if (length > headMaxBytes || body.length <= from) return null;
  const head = ekycHeadSchema.safeParse(parsedOrNull(body.subarray(lengthBytes, from)));
  return head.success ? { head: head.data, pidData: body.subarray(from) } : null;
}

function parsedOrNull(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(String.fromCharCode(...bytes));
  } catch {
    return null;
  }
}

/**
 * - confirmed: UIDAI knows this finger, and says of name, birth and sex what the document says;
 * - differs: it knows the finger, and says otherwise;
 * - not-matched: another finger, eye or face than this number's;
 * - locked: the holder has locked their biometrics;
 * - number-unknown: no such number, or it was cancelled;
 * - refused: for any other reason, by its code.
 */
export const ekycOutcomes = [
  'confirmed',
  'differs',
  'not-matched',
  'locked',
  'number-unknown',
  'refused',
] as const;
export const ekycOutcomeSchema = z.enum(ekycOutcomes);
export type EkycOutcome = z.infer<typeof ekycOutcomeSchema>;

export const ekycReplySchema = z.object({
  /** Under which the bank keeps that it asked. */
  reference: z.uuid(),
  at: instantSchema,
  outcome: ekycOutcomeSchema,
  /** UIDAI's own, where it refused. */
  code: z
    .string()
    .regex(/^\d{1,4}$/)
    .nullable(),
  /** True: a stand-in answered by rule, and nobody was asked. */
  simulated: z.boolean(),
});
export type EkycReply = z.infer<typeof ekycReplySchema>;

/** In the case's file: what was answered, from which device. Neither number nor PidData. */
export const ekycRecordSchema = ekycReplySchema.extend({
  consentAt: instantSchema,
  device: z.object({ driver: z.string(), make: z.string(), model: z.string(), serial: z.string() }),
});
export type EkycRecord = z.infer<typeof ekycRecordSchema>;
