// recovery.json: the master key sealed to the bank's public key. The bank alone opens it, when machine or passwords are lost.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { escrowFormat, escrowPlace, type Escrow } from '#core/contract/bank/escrow.ts';
import type { EscrowBank } from '../../port/key-store.ts';
import { replaceDurably } from './durable-file.ts';
import { sealToKey } from './seal-to-key.ts';

const publicKeyBytes = 32;
export const escrowFileName = 'recovery.json';

/** False when the bank's key is none to seal to. */
export async function writeEscrow(
  dataDir: string,
  masterKey: Uint8Array,
  bank: EscrowBank,
): Promise<boolean> {
  const { kioskId, keyId, publicKey } = bank;
  if (Buffer.from(publicKey, 'base64url').length !== publicKeyBytes) return false;
  const sealed = await sealToKey(publicKey, escrowPlace(kioskId), masterKey);
  const escrow: Escrow = { format: escrowFormat, kioskId, bankKeyId: keyId, ...sealed };
  await replaceDurably(join(dataDir, escrowFileName), `${JSON.stringify(escrow, null, 2)}\n`);
  return true;
}

export const hasEscrow = (dataDir: string): boolean => existsSync(join(dataDir, escrowFileName));
