// Signs the bank's list of issuers' keys out of a folder of certificates: the update that a kiosk takes up from its `issuer-keys`
// folder. Refuses a certificate too weak to trust, a folder without any, and dates that are none; nothing is signed then.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { loadKeyFile } from '#bank/keys/key-file.ts';
import { readWord, signWord } from '#bank/keys/signed-word.ts';
import type { BankEnvironment } from '#core/contract/bank/identity.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { issuerKeysSchema, trustedKey } from '#electron/adapter/issuer-trust/trusted-key.ts';

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
  mkdirSync(order.out, { recursive: true });
  const before = readdirSync(order.out).filter((file) => file.endsWith('.jws'));
  const lists = await Promise.all(
    before.map((file) =>
      readWord(ring.value, 'pravesh-issuer-keys', readFileSync(join(order.out, file), 'utf8').trim()),
    ),
  );
  // What another key signed is no list of ours, and counts no serial.
  const serials = lists.map((list) =>
    list.ok ? (issuerKeysSchema.safeParse(list.value).data?.serial ?? 0) : 0,
  );
  const serial = Math.max(0, ...serials) + 1;
  const jws = await signWord(ring.value, 'pravesh-issuer-keys', { serial, asOf: order.asOf, keys });
  const file = join(order.out, `issuer-keys-${String(serial).padStart(6, '0')}.jws`);
  // A kiosk may look at any moment: it sees the list whole or not at all.
  writeFileSync(`${file}.part`, jws);
  renameSync(`${file}.part`, file);
  return ok({ file, serial, keys: keys.length });
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
