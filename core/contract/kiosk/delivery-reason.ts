// Why a sealed case waits or is parked, as a closed list: every reason has a text in every language, and a test counts them.
import { z } from 'zod';

export const pauseReasons = ['device-refused', 'clock-wrong', 'bank-mismatch'] as const;
export type PauseReason = (typeof pauseReasons)[number];

export const waitReasons = [
  'no-line',
  'bank-failed',
  'bank-answer-unreadable',
  'bank-asks-to-wait',
  'bank-lacks-this-service',
  'blob-damaged-on-the-way',
  /** An officer let a parked case go again. */
  'retried',
  ...pauseReasons,
] as const;
export type WaitReason = (typeof waitReasons)[number];

export const parkReasons = [
  'packet-malformed',
  'packet-signature',
  'packet-unreadable',
  'packet-schema',
  'packet-conflict',
  'packet-too-large',
  'simulation-refused',
  /** Our own database no longer gives the packet. */
  'packet-lost-here',
] as const;
export type ParkReason = (typeof parkReasons)[number];

export const deliveryReasonSchema = z.enum([...waitReasons, ...parkReasons]);
export type DeliveryReason = z.infer<typeof deliveryReasonSchema>;

/** A reason as stored; one that another version wrote and this one does not know is none rather than a raw key on screen. */
export function deliveryReasonOf(stored: string | null): DeliveryReason | null {
  const known = deliveryReasonSchema.safeParse(stored);
  return known.success ? known.data : null;
}
