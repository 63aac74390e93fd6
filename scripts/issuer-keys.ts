// Signs the bank's list of issuers' keys out of a folder of certificates: issued, every kiosk is served it; laid into its `issuer-keys`
// folder, one without a line takes it up. Refuses a certificate too weak to trust, a folder without any, and dates that are none; nothing is signed then.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { loadKeyFile } from '#bank/keys/key-file.ts';
import type { BankEnvironment } from '#core/contract/bank/identity.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { trustedKey } from '#electron/adapter/issuer-trust/trusted-key.ts';
import { signNext } from './sign-list.ts';

export interface IssuerKeysOrder {
  readonly keyFile: string;
  readonly environment: BankEnvironment;
  /** `*.cer`, `*.crt`, `*.der`, `*.pem`; beside each, where the bank gives dates of its own, `NAME.json` with `from` and `until`. */
  readonly certificates: string;
  /** The dated store: every list ever signed stays in it, the newest with the highest serial. */
  readonly out: string;
  readonly asOf: Instant;
}

export type IssuerKeysRefusal =
  | { readonly kind: 'key-file'; readonly why: string }
  | { readonly kind: 'no-certificate' }
  | { readonly kind: 'not-a-strong-certificate'; readonly file: string }
  | { readonly kind: 'dates-malformed'; readonly file: string };

const endings = ['.cer', '.crt', '.der', '.pem'];
const datesSchema = z.strictObject({
  from: instantSchema.nullable().default(null),
  until: instantSchema.nullable().default(null),
});

export async function signIssuerKeys(
  order: IssuerKeysOrder,
): Promise<
  Result<{ readonly file: string; readonly serial: number; readonly keys: number }, IssuerKeysRefusal>
> {
  // A development bank makes itself keys where it finds none: a list signed by those, nobody would believe.
  if (!existsSync(order.keyFile)) return err({ kind: 'key-file', why: 'key-file-missing' });
  const ring = loadKeyFile(order.keyFile, order.environment);
  if (!ring.ok) return err({ kind: 'key-file', why: ring.error.kind });
  const files = readdirSync(order.certificates)
    .filter((file) => endings.includes(extname(file)))
    .toSorted();
  if (files.length === 0) return err({ kind: 'no-certificate' });
  const keys: object[] = [];
  for (const file of files) {
    const key = trustedKey(readFileSync(join(order.certificates, file)));
    if (key === null) return err({ kind: 'not-a-strong-certificate', file });
    const dates = datesOf(join(order.certificates, file.slice(0, -extname(file).length) + '.json'));
    if (dates === null) return err({ kind: 'dates-malformed', file });
    keys.push({ issuer: 'uidai', certificate: key.certificate.raw.toString('base64'), ...dates });
  }
  return ok({ ...(await signNext(ring.value, 'keys', order, { keys })), keys: keys.length });
}

function datesOf(path: string): z.output<typeof datesSchema> | null {
  if (!existsSync(path)) return { from: null, until: null };
  try {
    return datesSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    // No JSON at all: the same to the person who wrote it.
    return null;
  }
}
