// Seals a finished case to the bank's public key and signs the manifest with the device's key.
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import type { PacketManifest } from '#core/contract/bank/packet.ts';
import type { EvidenceId } from '#core/kernel/brand.ts';
import type { SealedPacket } from './case-store.ts';

export interface SealRequest {
  readonly caseFile: CaseFile;
  readonly evidence: readonly { readonly evidenceId: EvidenceId; readonly bytes: Uint8Array }[];
  /** Everything of the manifest but what sealing itself makes. */
  readonly manifest: Omit<PacketManifest, 'parts' | 'schema'>;
  /** Bank's raw X25519 public key, base64url. */
  readonly bankPublicKey: string;
  readonly idempotencyKey: string;
  /** PKCS#8 PEM of the device's Ed25519 key: it signs the manifest. */
  readonly deviceKey: string;
}

export interface PacketSealer {
  seal(request: SealRequest): Promise<SealedPacket>;
}
