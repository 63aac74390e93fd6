// What parent and kiosk of the queue fault tell each other.
import { z } from 'zod';
import { catalogueSchema } from '#core/contract/bank/catalogue.ts';
import { bankIdentitySchema } from '#core/contract/bank/identity.ts';
import { enrolmentSchema } from '#electron/adapter/case-store/setting-table.ts';
import { writePoints } from './write-points.ts';

export const ordersSchema = z.object({
  type: z.literal('orders'),
  dataDir: z.string(),
  masterKey: z.string(),
  bankKeyFile: z.string(),
  enrolled: z.object({
    enrolment: enrolmentSchema,
    identity: bankIdentitySchema,
    catalogue: catalogueSchema,
  }),
  kiosk: z.int(),
  /** Customers of this run begin here. */
  firstOrdinal: z.int(),
  /** How many cases to seal; 0: only send what waits. */
  cases: z.int(),
  /** Where to die (or have the bank killed), and at which passing of it. */
  deathAt: z
    .object({ point: z.enum(writePoints), passing: z.int().positive(), victim: z.enum(['kiosk', 'bank']) })
    .nullable(),
  cutUntilWaiting: z.boolean(),
});
export type Orders = z.infer<typeof ordersSchema>;

export const acknowledgedSchema = z.object({
  type: z.literal('acknowledged'),
  caseId: z.string(),
  packetId: z.string(),
  evidenceIds: z.array(z.string()),
  digests: z.array(z.string()),
});
export type Acknowledged = z.infer<typeof acknowledgedSchema>;

export const fromKioskSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened') }),
  z.object({ type: z.literal('not-opened'), kind: z.string() }),
  acknowledgedSchema,
  z.object({ type: z.literal('kill-bank') }),
  z.object({ type: z.literal('dying'), point: z.enum(writePoints) }),
  z.object({ type: z.literal('queue'), waiting: z.int(), parked: z.int(), sealedAll: z.boolean() }),
]);
export type FromKiosk = z.infer<typeof fromKioskSchema>;
