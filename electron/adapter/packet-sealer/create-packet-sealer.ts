// Seals each part of a case by HPKE to the bank's key and signs the manifest over the ciphertexts with the device's.
// Digests are of ciphertext only: those of the pictures themselves would link one customer's cases.
import { createHash, createPrivateKey } from 'node:crypto';
import { CompactSign } from 'jose';
import {
  blobMaxBytes,
  packetInfo,
  packetManifestSchema,
  type PacketManifest,
} from '#core/contract/bank/packet.ts';
import { packetWordType } from '#core/contract/bank/signed-word.ts';
import { isOnlineOnlyBytes, isOnlineOnlyText } from '#core/evidence/online-only.ts';
import type { SealedPart } from '../../port/case-store.ts';
import type { PacketSealer, SealRequest } from '../../port/packet-sealer.ts';
import { createPromptSuite } from './prompt-suite.ts';

const suite = createPromptSuite();
const info = new TextEncoder().encode(packetInfo);

async function sealPart(
  recipientPublicKey: CryptoKey,
  caseId: string,
  name: string,
  plain: Uint8Array,
): Promise<SealedPart> {
  // A context of its own for every part: each opens alone, and no two share a key or a nonce.
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  // Given a view the library copies it; a picture out of the store has its memory to itself.
  const whole = plain.buffer.byteLength === plain.byteLength ? plain.buffer : plain;
  const sealed = await sender.seal(whole, new TextEncoder().encode(`${caseId}/${name}`));
  const ciphertext = new Uint8Array(sealed);
  if (ciphertext.byteLength > blobMaxBytes)
    throw new Error('packet-sealer: a part is larger than the bank takes');
  return {
    name,
    digest: createHash('sha256').update(ciphertext).digest('hex'),
    bytes: ciphertext.byteLength,
    enc: Buffer.from(sender.enc).toString('base64url'),
    ciphertext,
  };
}

async function signManifest(manifest: PacketManifest, deviceKey: string): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(manifest)))
    .setProtectedHeader({ alg: 'EdDSA', kid: manifest.kioskId, typ: packetWordType })
    .sign(createPrivateKey(deviceKey));
}

/** Evidence and case file must name the same pictures, and all of one case: else the caller is mistaken. */
function requireWhole(request: SealRequest): void {
  const named = request.caseFile.evidence.map((item) => item.evidenceId).sort();
  const given = request.evidence.map((item) => item.evidenceId).sort();
  if (named.join() !== given.join()) throw new Error('packet-sealer: evidence differs from the case file');
  if (request.caseFile.caseId !== request.manifest.caseId)
    throw new Error('packet-sealer: two cases in one packet');
  // The store keeps none of it; nor does it leave here, should the store ever be gone round.
  if (
    isOnlineOnlyText(JSON.stringify(request.caseFile)) ||
    request.evidence.some(({ bytes }) => isOnlineOnlyBytes(bytes))
  )
    throw new Error('packet-sealer: what must not be kept');
}

export function createPacketSealer(): PacketSealer {
  return {
    async seal(request) {
      requireWhole(request);
      const { caseId } = request.manifest;
      const bankKey = await suite.kem.deserializePublicKey(Buffer.from(request.bankPublicKey, 'base64url'));
      const caseFile = new TextEncoder().encode(JSON.stringify(request.caseFile));
      const parts = [await sealPart(bankKey, caseId, 'case', caseFile)];
      caseFile.fill(0);
      for (const { evidenceId, bytes } of request.evidence) {
        parts.push(await sealPart(bankKey, caseId, evidenceId, bytes));
      }
      const manifest = packetManifestSchema.parse({
        ...request.manifest,
        schema: packetInfo,
        parts: parts.map(({ name, digest, bytes, enc }) => ({ name, digest, bytes, enc })),
      });
      return {
        packetId: manifest.packetId,
        caseId,
        idempotencyKey: request.idempotencyKey,
        sequence: manifest.sequence,
        manifest: await signManifest(manifest, request.deviceKey),
        parts,
        sealedAt: manifest.sealedAt,
      };
    },
  };
}
