// Opens a kiosk's recovery key that a person brought to the bank. It gives the key to whoever runs this; it keeps and logs nothing.
import type { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { escrowPlace, escrowSchema } from '#core/contract/bank/escrow.ts';
import type { KioskId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';

export type EscrowFailure = {
  /** malformed: not such a file · key-unknown: sealed to a key this bank does not hold · not-opened: changed, or moved. */
  readonly kind: 'escrow-malformed' | 'escrow-key-unknown' | 'escrow-not-opened';
};

export interface RecoveredKey {
  readonly kioskId: KioskId;
  readonly masterKey: Uint8Array;
}

/** `opening`: the bank's private sealing keys by their ids, the retired ones too. */
export async function openEscrow(
  opening: ReadonlyMap<string, webcrypto.JsonWebKey>,
  file: unknown,
): Promise<Result<RecoveredKey, EscrowFailure>> {
  const parsed = escrowSchema.safeParse(file);
  if (!parsed.success) return err({ kind: 'escrow-malformed' });
  const { kioskId, bankKeyId, enc, sealed } = parsed.data;
  const privateKey = opening.get(bankKeyId);
  if (!privateKey) return err({ kind: 'escrow-key-unknown' });
  const kem = new DhkemX25519HkdfSha256();
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  try {
    const masterKey = await suite.open(
      {
        recipientKey: await kem.importKey('jwk', privateKey, false),
        enc: new Uint8Array(Buffer.from(enc, 'base64url')).buffer,
        info: new Uint8Array(Buffer.from(escrowPlace(kioskId))).buffer,
      },
      new Uint8Array(Buffer.from(sealed, 'base64url')).buffer,
    );
    return ok({ kioskId, masterKey: new Uint8Array(masterKey) });
  } catch {
    // The library throws for every fault of a seal alike.
    return err({ kind: 'escrow-not-opened' });
  }
}
