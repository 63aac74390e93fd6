// What the staff see of the queue: references, states, ages and reasons; nothing of the customer, so that no case is opened for it.
import { z } from 'zod';
import { caseIdSchema, officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { bankCaseStateSchema } from '#core/contract/bank/packet.ts';
import { deliveryStateSchema } from './case-view.ts';
import { deliveryReasonSchema } from './delivery-reason.ts';

/** open: all that the bank has not yet. */
export const outboxShows = ['open', 'waiting', 'parked', 'accepted'] as const;
export type OutboxShow = (typeof outboxShows)[number];

export const outboxItemSchema = z.object({
  caseId: caseIdSchema,
  reference: z.string(),
  sequence: z.int().positive(),
  state: deliveryStateSchema,
  reason: deliveryReasonSchema.nullable(),
  tries: z.int().min(0),
  sealedAt: instantSchema,
  /** Null: with the next sending, or not by itself. */
  nextTryAt: instantSchema.nullable(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

export const outboxViewSchema = z.object({
  /** In the order they go; what has gone, the newest first. */
  items: z.array(outboxItemSchema),
  /** There are more than were given. */
  more: z.boolean(),
  waiting: z.int().min(0),
  parked: z.int().min(0),
  /** Consents taken back of which the bank has not confirmed to have heard. */
  withdrawals: z.int().min(0),
});
export type OutboxView = z.infer<typeof outboxViewSchema>;

/** Acts of the audit that a case's history shows; each has a text. What another version wrote is `other`. */
export const historyActs = [
  'case.started',
  'case.consent-given',
  'case.product-chosen',
  'case.code-sent',
  'case.code-refused',
  'case.mobile-verified',
  'case.mobile-kept-unverified',
  'case.side-captured',
  'case.document-read',
  'case.chip-read',
  'case.ekyc-answered',
  'case.reading-confirmed',
  'case.selfie-compared',
  'case.face-judged',
  'case.biometrics-captured',
  'case.biometric-excepted',
  'case.sealed',
  'case.reopened',
  'case.correction-set-aside',
  'case.bank-answered',
  'case.abandoned',
  'case.erased',
  'packet.sending',
  'packet.waiting',
  'packet.accepted',
  'packet.parked',
  'packet.retried',
  'packet.exported',
  'withdrawal.confirmed',
  'other',
] as const;

export const historyRowSchema = z.object({
  at: instantSchema,
  act: z.enum(historyActs),
  /** Null: the kiosk by itself. */
  officerId: officerIdSchema.nullable(),
  reason: deliveryReasonSchema.nullable(),
  bankState: bankCaseStateSchema.nullable(),
});
export type HistoryRow = z.infer<typeof historyRowSchema>;
