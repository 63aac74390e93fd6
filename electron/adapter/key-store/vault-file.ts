// vault.json: the master key as each officer's password and this machine's share wrap it. Nothing in it opens anything alone.
import { join } from 'node:path';
import { z } from 'zod';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { base64UrlSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { readJson, replaceDurably } from './durable-file.ts';

export const vaultFileName = 'vault.json';
export const vaultFormat = 'pravesh-vault/1';

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
  /** Master key under AES-256-GCM, tag behind it: 48 bytes. */
  sealed: base64UrlSchema.length(64),
});
export type Wrap = z.infer<typeof wrapSchema>;

export const vaultSchema = z.strictObject({
  format: z.literal(vaultFormat),
  keyId: z.uuid(),
  shareFingerprint: sha256HexSchema,
  /** Lets an open master key be known again before another wrap is made of it. */
  keyFingerprint: sha256HexSchema,
  wraps: z.array(wrapSchema).min(1),
});
export type Vault = z.infer<typeof vaultSchema>;

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
