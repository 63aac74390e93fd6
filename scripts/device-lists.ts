// Signs what kiosks hold devices against, out of a file as a person writes it: revoked certificates, makes and models, devices' own
// certificates. Refuses a file that says anything else; nothing is signed then.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadKeyFile } from '#bank/keys/key-file.ts';
import { deviceListsSchema } from '#core/contract/bank/device-lists.ts';
import type { BankEnvironment } from '#core/contract/bank/identity.ts';
import type { Instant } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { signNext } from './sign-list.ts';

export interface DeviceListsOrder {
  readonly keyFile: string;
  readonly environment: BankEnvironment;
  /** JSON: `revoked`, `allowed`, `allowedCertificates`; fingerprints as OpenSSL prints them, or in plain hex. */
  readonly lists: string;
  readonly out: string;
  readonly asOf: Instant;
}

export type DeviceListsRefusal =
  | { readonly kind: 'key-file'; readonly why: string }
  | { readonly kind: 'lists-malformed'; readonly at: string };

const fingerprint = z
  .string()
  .transform((text) => text.replaceAll(':', '').toLowerCase())
  .pipe(deviceListsSchema.shape.revoked.element);
const writtenSchema = z.strictObject({
  revoked: z.array(fingerprint).default([]),
  allowed: deviceListsSchema.shape.allowed.default(null),
  allowedCertificates: z.array(fingerprint).nullable().default(null),
});

export async function signDeviceLists(
  order: DeviceListsOrder,
): Promise<Result<{ readonly file: string; readonly serial: number }, DeviceListsRefusal>> {
  // A development bank makes itself keys where it finds none: a list signed by those, nobody would believe.
  if (!existsSync(order.keyFile)) return err({ kind: 'key-file', why: 'key-file-missing' });
  const ring = loadKeyFile(order.keyFile, order.environment);
  if (!ring.ok) return err({ kind: 'key-file', why: ring.error.kind });
  const written = writtenSchema.safeParse(jsonOf(order.lists));
  if (!written.success)
    return err({ kind: 'lists-malformed', at: written.error.issues[0]?.path.join('.') ?? '' });
  const whole = deviceListsSchema.safeParse({ serial: 1, asOf: order.asOf, ...written.data });
  if (!whole.success)
    return err({ kind: 'lists-malformed', at: whole.error.issues[0]?.path.join('.') ?? '' });
  return ok(await signNext(ring.value, 'lists', order, written.data));
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // No file and no JSON are the same to the schema: nothing that it could take.
    return null;
  }
}
