// unattended.json: the master key for a start without an officer, sealed to a key pair that the system's credential and this machine's
// share open together. Admitted for one vault; in a restored vault it counts no more. Opens nothing alone.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { base64UrlSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import { readJson, replaceDurably, syncFolder } from './durable-file.ts';
import { openPair, wrapNewPair } from './own-key-pair.ts';
import { openSealedKey, sealedKeySchema, sealToKey } from './seal-to-key.ts';
import type { WrapContext } from './wrap-key.ts';

export const unattendedFileName = 'unattended.json';
const format = 'pravesh-unattended/1';

/** Of the present master key and, while it changes, of the next one. */
const keySchema = z.strictObject({ keyId: z.uuid(), proof: sha256HexSchema, masterKey: sealedKeySchema });
const fileSchema = z.strictObject({
  format: z.literal(format),
  vaultId: z.uuid(),
  iv: base64UrlSchema.length(16),
  sealed: base64UrlSchema.length(64),
  publicKey: base64UrlSchema.length(43),
  keys: z.array(keySchema).min(1).max(2),
});
export type UnattendedWrap = z.infer<typeof fileSchema>;

export async function readUnattended(dataDir: string, vaultId: string): Promise<UnattendedWrap | null> {
  const read = await readJson(join(dataDir, unattendedFileName));
  const parsed = fileSchema.safeParse(read.ok ? read.value : null);
  return parsed.success && parsed.data.vaultId === vaultId ? parsed.data : null;
}

const write = (dataDir: string, wrap: UnattendedWrap): Promise<void> =>
  replaceDurably(join(dataDir, unattendedFileName), `${JSON.stringify(wrap, null, 2)}\n`);

export async function removeUnattended(dataDir: string): Promise<void> {
  await rm(join(dataDir, unattendedFileName), { force: true });
  await syncFolder(dataDir);
}

/** The secret is random and long: nothing has to make guesses dear. */
function wrappingKey(secret: Uint8Array, { share, vaultId }: WrapContext): Buffer {
  const joined = Buffer.concat([secret, share]);
  const key = Buffer.from(hkdfSync('sha256', joined, Buffer.alloc(0), `${format} wrap ${vaultId}`, 32));
  joined.fill(0);
  return key;
}

const placeOf = (vaultId: string, keyId: string): string =>
  JSON.stringify([format, 'master key', vaultId, keyId]);
const pairData = (vaultId: string): Buffer => Buffer.from(JSON.stringify([format, vaultId]), 'utf8');

/** As with officers (VA17): whoever can only write this file puts no public key of his own here. */
function proofOf(publicKey: string, keyId: string, masterKey: Uint8Array): string {
  const text = JSON.stringify([format, 'credential key', publicKey, keyId]);
  return createHmac('sha256', masterKey).update(text).digest('hex');
}

const sealedKey = async (publicKey: string, vaultId: string, keyId: string, masterKey: Uint8Array) => ({
  keyId,
  proof: proofOf(publicKey, keyId, masterKey),
  masterKey: await sealToKey(publicKey, placeOf(vaultId, keyId), masterKey),
});

/** Replaces the one before, whichever secret that was under. */
export async function admitCredential(
  dataDir: string,
  secret: Uint8Array,
  context: WrapContext,
  masterKeys: readonly { readonly keyId: string; readonly masterKey: Uint8Array }[],
): Promise<void> {
  const { vaultId } = context;
  const key = wrappingKey(secret, context);
  const pair = wrapNewPair(key, pairData(vaultId));
  key.fill(0);
  const keys: UnattendedWrap['keys'] = [];
  for (const { keyId, masterKey } of masterKeys)
    keys.push(await sealedKey(pair.publicKey, vaultId, keyId, masterKey));
  await write(dataDir, { format, vaultId, ...pair, keys });
}

/** Null: another secret, another machine's share, or a key of another time. */
export async function openUnattended(
  wrap: UnattendedWrap,
  secret: Uint8Array,
  context: WrapContext,
): Promise<Uint8Array | null> {
  const key = wrappingKey(secret, context);
  const pair = openPair(key, pairData(context.vaultId), wrap);
  key.fill(0);
  const found = wrap.keys.find(({ keyId }) => keyId === context.keyId);
  return pair && found ? openSealedKey(pair, placeOf(context.vaultId, context.keyId), found.masterKey) : null;
}

/** The next master key beside the present one, before the vault names it; false where the file is not what this vault wrote. */
export async function sealNextUnattended(
  dataDir: string,
  vault: { readonly vaultId: string; readonly keyId: string },
  present: Uint8Array,
  next: { readonly keyId: string; readonly masterKey: Uint8Array },
): Promise<boolean> {
  const wrap = await readUnattended(dataDir, vault.vaultId);
  if (!wrap) return true;
  const current = wrap.keys.find(({ keyId }) => keyId === vault.keyId);
  const proof = Buffer.from(proofOf(wrap.publicKey, vault.keyId, present), 'hex');
  if (!current || !timingSafeEqual(Buffer.from(current.proof, 'hex'), proof)) return false;
  const sealed = await sealedKey(wrap.publicKey, vault.vaultId, next.keyId, next.masterKey);
  await write(dataDir, { ...wrap, keys: [current, sealed] });
  return true;
}

/** What the vault has left behind is forgotten. */
export async function forgetFormerUnattended(
  dataDir: string,
  vault: { readonly vaultId: string; readonly keyId: string },
): Promise<void> {
  const wrap = await readUnattended(dataDir, vault.vaultId);
  const keys = wrap?.keys.filter(({ keyId }) => keyId === vault.keyId) ?? [];
  if (wrap && keys.length > 0 && keys.length < wrap.keys.length) await write(dataDir, { ...wrap, keys });
}
