// The issuers' keys: lists signed by the bank, laid into a folder, and the one it serves over the line; the newest counts. A
// certificate laid there by itself is not read: only the bank says whose key is whose.
import { createPublicKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compactVerify } from 'jose';
import { issuerKeysSchema, type IssuerKeys } from '#core/contract/bank/issuer-keys.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { OpenIssuerTrust } from '#electron/port/issuer-trust.ts';
import { createIssuerTrust } from './issuer-trust.ts';
import { trustedKey, type TrustedKey } from './trusted-key.ts';

/** Lists are a few KB; whatever is larger is no list. */
const listMaxChars = 2_000_000;
const mostLists = 50;

/** Reads the folder anew each time: a list that came by post or by stick counts from the next document on. */
export function createOpenIssuerTrust(folder: string): OpenIssuerTrust {
  return async (bankSigningKey, served) => {
    const lists = await Promise.all(
      (await listFiles(folder)).map((file) => readList(join(folder, file), bankSigningKey)),
    );
    const newest = [served, ...lists]
      .filter((list) => list !== null)
      .reduce<IssuerKeys | null>((best, list) => (best && best.serial >= list.serial ? best : list), null);
    return createIssuerTrust(newest === null ? [] : keysOf(newest), newest?.serial ?? null);
  };
}

function keysOf({ keys }: IssuerKeys): TrustedKey[] {
  return keys.flatMap(({ certificate, from, until }) => {
    const key = trustedKey(Buffer.from(certificate, 'base64'), { from: dateOf(from), until: dateOf(until) });
    return key === null ? [] : [key];
  });
}

const dateOf = (instant: Instant | null): Date | null => (instant === null ? null : new Date(instant));

async function listFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith('.jws')).slice(0, mostLists);
  } catch {
    // No folder: no key is known yet, and every signature is by an unknown one.
    return [];
  }
}

async function readList(file: string, bankSigningKey: string): Promise<IssuerKeys | null> {
  try {
    const jws = (await readFile(file, 'utf8')).trim();
    if (jws.length > listMaxChars) return null;
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bankSigningKey }, format: 'jwk' });
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== 'pravesh-issuer-keys') return null;
    return issuerKeysSchema.safeParse(JSON.parse(new TextDecoder().decode(payload))).data ?? null;
  } catch {
    // Unreadable, another bank's, or no list: it counts as not there.
    return null;
  }
}
