// The keys of the store, all from the vault's master key by HKDF-SHA256 but the cases' own, which are random so that they can be destroyed.
import { createHmac, hkdfSync } from 'node:crypto';

export interface StoreKeys {
  /** Names the master key in wraps; tells nothing of it. */
  readonly masterKeyId: string;
  /** 32 bytes: the database file under aegis. */
  readonly database: Buffer;
  /** 16 bytes, the first of the database file: whose file it is, seen before it is opened. */
  readonly databaseMark: Buffer;
  /** Wraps the cases' keys. */
  readonly caseWrap: Buffer;
  readonly settings: Buffer;
  /** Turns an identity hash into what the index holds. */
  readonly identityIndex: Buffer;
}

const derived = (key: Uint8Array, purpose: string, bytes = 32): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `pravesh-store/1 ${purpose}`, bytes));

export function deriveStoreKeys(masterKey: Uint8Array): StoreKeys {
  return {
    masterKeyId: derived(masterKey, 'master key id', 8).toString('hex'),
    database: derived(masterKey, 'database'),
    databaseMark: derived(masterKey, 'database mark', 16),
    caseWrap: derived(masterKey, 'case key wrap'),
    settings: derived(masterKey, 'settings'),
    identityIndex: derived(masterKey, 'identity index'),
  };
}

export function forgetStoreKeys(keys: StoreKeys): void {
  for (const key of [keys.database, keys.caseWrap, keys.settings, keys.identityIndex]) key.fill(0);
}

/** One key a kind of field, so that a state and a picture never meet under one key and nonce. */
export function fieldKey(caseKey: Uint8Array, kind: 'state' | 'evidence'): Buffer {
  return derived(caseKey, `field ${kind}`);
}

/** The index finds equal customers by it, and gives no hash that could be looked up at the bank or elsewhere. */
export function identityTag(keys: StoreKeys, identityHash: string): Buffer {
  return createHmac('sha256', keys.identityIndex).update(identityHash).digest();
}
