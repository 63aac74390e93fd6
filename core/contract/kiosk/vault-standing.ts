// How the kiosk keeps what it keeps, for staff: the age of its master key, its recovery key, and what was saved of a damaged file.
import { z } from 'zod';
import { instantSchema } from '#core/kernel/instant.ts';

const countSchema = z.int().min(0);

/** What was saved of a file that was damaged, and what was not. */
export const salvageViewSchema = z.object({
  at: instantSchema,
  /** Where in the data folder the damaged file lies, as it was. */
  folder: z.string(),
  /** Places that did not read. */
  faults: countSchema,
  cases: countSchema,
  casesLost: countSchema,
  pictures: countSchema,
  packets: countSchema,
  /** Packets with a part missing: they are parked. */
  packetsCut: countSchema,
  auditRows: countSchema,
  /** Acts that had been written down and are in no file any more. What an older version wrote does not count them. */
  actsLost: countSchema.default(0),
});
export type SalvageView = z.infer<typeof salvageViewSchema>;

/**
 * What the system's credential for an unattended start lacks: it is not there, cannot be read, is too short to be random, can be read
 * by others, lies in the data folder; or it is another one than was admitted.
 */
export const credentialFaults = [
  'missing',
  'unreadable',
  'too-short',
  'open-to-others',
  'inside-data-folder',
  'other',
] as const;
export type CredentialFault = (typeof credentialFaults)[number];

export const unattendedStandingSchema = z.object({
  credential: z.enum([...credentialFaults, 'usable']),
  /** A supervisor has let it open this vault. */
  admitted: z.boolean(),
});
export type UnattendedStanding = z.infer<typeof unattendedStandingSchema>;

export const vaultStandingSchema = z.object({
  /** Null: it is the one the vault was made with. */
  keyChangedAt: instantSchema.nullable(),
  /** Another one is made and taken when the kiosk is opened next. */
  keyChangeAsked: z.boolean(),
  /** Whether the recovery key of this opening could be written; null before the kiosk is enrolled. */
  recoveryWritten: z.boolean().nullable(),
  /** Left out where the system gives no credential, and none was ever admitted. */
  unattended: unattendedStandingSchema.optional(),
  /** The newest first. */
  salvages: z.array(salvageViewSchema),
});
export type VaultStanding = z.infer<typeof vaultStandingSchema>;
