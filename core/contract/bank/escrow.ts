// A kiosk's recovery key: its master key sealed to the bank (HPKE base mode, the packets' suite). It lies in the kiosk's data folder
// and is brought to the bank by a person; no wire carries it.
import { z } from 'zod';
import { kioskIdSchema, type KioskId } from '#core/kernel/brand.ts';
import { base64UrlSchema } from '#core/kernel/encoding.ts';

export const escrowFormat = 'pravesh-escrow/1';

export const escrowSchema = z.strictObject({
  format: z.literal(escrowFormat),
  kioskId: kioskIdSchema,
  /** Which of the bank's sealing keys opens it. */
  bankKeyId: z.string().max(200),
  enc: base64UrlSchema.length(43),
  sealed: base64UrlSchema.length(64),
});
export type Escrow = z.infer<typeof escrowSchema>;

/** HPKE's info; no additional data. */
export const escrowPlace = (kioskId: KioskId): string => `${escrowFormat} ${kioskId}`;
