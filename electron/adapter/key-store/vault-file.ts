// vault.json: the master key sealed to each officer's own key, which that officer's password and this machine's share open; while
// the master key is being changed, the next one beside it. Nothing in it opens anything alone.
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { base64UrlSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { readJson, replaceDurably } from './durable-file.ts';
import { sealedKeySchema } from './seal-to-key.ts';

export const vaultFileName = 'vault.json';
export const vaultFormat = 'pravesh-vault/2';

/** What argon2id costs; the floor keeps a changed file from making guesses cheap, the ceiling from exhausting memory. */
export const kdfSchema = z.strictObject({
  algorithm: z.literal('argon2id'),
  memoryKib: z
    .int()
    .min(64 * 1024)
    .max(1024 * 1024),
  passes: z.int().min(3).max(16),
  lanes: z.int().min(1).max(8),
  /** 16 bytes, fresh with every wrap. */
  salt: base64UrlSchema.length(22),
});
export type Kdf = z.infer<typeof kdfSchema>;

export const wrapSchema = z.strictObject({
  by: z.literal('officer'),
  officerId: officerIdSchema,
  kdf: kdfSchema,
  /** 12 bytes. */
  iv: base64UrlSchema.length(16),
  /** The officer's private X25519 key under AES-256-GCM, tag behind it: 48 bytes. */
  sealed: base64UrlSchema.length(64),
  /** Its public half: another master key is sealed to it without the officer's password. */
  publicKey: base64UrlSchema.length(43),
  /** HMAC under the master key: whoever can only write this file puts no public key of his own here. */
  proof: sha256HexSchema,
  masterKey: sealedKeySchema,
});
export type Wrap = z.infer<typeof wrapSchema>;

/** The next master key, sealed to each officer like the present one. */
export const nextKeySchema = z.strictObject({
  keyId: z.uuid(),
  keyFingerprint: sha256HexSchema,
  /** Under the present master key (AES-256-GCM, nonce before, tag behind: 60 bytes), so that whoever has it open goes on. */
  underPresent: base64UrlSchema.length(80),
  masterKeys: z.array(
    z.strictObject({ officerId: officerIdSchema, proof: sha256HexSchema, masterKey: sealedKeySchema }),
  ),
});
export type NextKey = z.infer<typeof nextKeySchema>;

export const vaultSchema = z.strictObject({
  format: z.literal(vaultFormat),
  /** Stays when the master key changes. */
  vaultId: z.uuid(),
  /** Of the present master key. */
  keyId: z.uuid(),
  shareFingerprint: sha256HexSchema,
  /** Lets an open master key be known again before another wrap is made of it. */
  keyFingerprint: sha256HexSchema,
  wraps: z.array(wrapSchema).min(1),
  /** Set from the beginning of a change of the master key to its end. */
  next: nextKeySchema.nullable(),
});
export type Vault = z.infer<typeof vaultSchema>;

/** With the share it was made with. */
export interface OpenedVault {
  readonly vault: Vault;
  readonly share: Uint8Array;
}

export type VaultFailure = { readonly kind: 'vault-missing' | 'vault-unreadable' };

export async function readVault(dataDir: string): Promise<Result<Vault, VaultFailure>> {
  const found = await readJson(join(dataDir, vaultFileName));
  if (!found.ok) return err({ kind: `vault-${found.error.kind}` });
  const parsed = vaultSchema.safeParse(found.value);
  return parsed.success ? ok(parsed.data) : err({ kind: 'vault-unreadable' });
}

export async function writeVault(dataDir: string, vault: Vault): Promise<void> {
  await replaceDurably(join(dataDir, vaultFileName), `${JSON.stringify(vault, null, 2)}\n`);
}

/** Keeps what is there under another name, for whoever has to find out what it was. */
export async function setVaultAside(dataDir: string): Promise<void> {
  const names = new Set(await readdir(dataDir));
  let number = 1;
  while (names.has(`vault-replaced-${number}.json`)) number += 1;
  await rename(join(dataDir, vaultFileName), join(dataDir, `vault-replaced-${number}.json`));
}
