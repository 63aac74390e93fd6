// What the kiosk itself remembers: its enrolment with the device's private key, its officers, the bank's catalogue. It begins no transaction.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { officerSchema } from '#core/contract/bank/identity.ts';
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { base64UrlSchema } from '#core/kernel/encoding.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { CachedOfficer, Enrolment } from '../../port/case-store.ts';
import { openField, sealField, type Place } from './seal-field.ts';
import type { StoreKeys } from './store-keys.ts';

export const enrolmentSchema: z.ZodType<Enrolment> = z.object({
  kioskId: kioskIdSchema,
  bankUrl: z.string(),
  bankName: z.string(),
  branchId: z.string(),
  branchName: z.string(),
  bankSigningKey: base64UrlSchema,
  bankSealingKey: z.object({ keyId: z.string(), publicKey: base64UrlSchema }),
  deviceKey: z.string(),
  identityHashKey: base64UrlSchema,
  simulated: z.boolean(),
});

export const cachedOfficerSchema: z.ZodType<CachedOfficer> = officerSchema.extend({
  verifier: z.string(),
  cachedAt: instantSchema,
  finger: z.object({ template: z.base64(), at: instantSchema }).optional(),
});

export const settingPlace = (name: string, keys: Pick<StoreKeys, 'masterKeyId'>): Place => [
  'kiosk',
  `setting ${name}`,
  keys.masterKeyId,
];

export interface SettingTable {
  read<T>(name: string, schema: z.ZodType<T>): T | null;
  write(name: string, value: unknown): void;
}

export function createSettingTable(db: Database, keys: StoreKeys): SettingTable {
  const get = db.prepare<[string], { sealed: Buffer }>('SELECT sealed FROM settings WHERE name = ?');
  const put = db.prepare(
    'INSERT INTO settings (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed',
  );
  const placeOf = (name: string): Place => settingPlace(name, keys);

  return {
    read(name, schema) {
      const row = get.get(name);
      if (!row) return null;
      const bytes = openField(keys.settings, placeOf(name), row.sealed);
      // The page was whole and the seal is not: somebody with the database's key moved or changed it. Not to be taken for "none".
      if (!bytes) throw new Error(`setting ${name} does not open`);
      return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    },
    write(name, value) {
      const bytes = Buffer.from(JSON.stringify(value), 'utf8');
      put.run(name, sealField(keys.settings, placeOf(name), bytes));
      bytes.fill(0);
    },
  };
}
