// Opens every sealed part of a packet with the bank's key and reads the case file. Refuses what is missing, what does
// not open, and a case file that disagrees with its manifest. Errors name parts and fields, never values.
import { createHmac, timingSafeEqual, type webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { caseFileSchema, type CaseFile } from '#core/contract/bank/case-file.ts';
import { packetInfo, type PacketManifest, type PacketPart } from '#core/contract/bank/packet.ts';
import { err, ok } from '#core/kernel/result.ts';
import { documentLayouts } from '#core/reading/kinds/layouts.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import type { BlobStore } from '../intake/blob-store.ts';
import type { KeyRing } from '../keys/key-ring.ts';

const casePart = 'case';

export async function openPacket(
  bank: BankContext,
  blobs: BlobStore,
  manifest: PacketManifest,
): Promise<Outcome<CaseFile>> {
  const names = new Set(manifest.parts.map((part) => part.name));
  if (names.size !== manifest.parts.length || !names.has(casePart)) {
    return err({ kind: 'packet-schema', detail: 'Parts must be named once each and hold the case.' });
  }
  const opening = bank.keys.opening.get(manifest.bankKeyId);
  if (opening === undefined) {
    return err({ kind: 'packet-unreadable', detail: 'Sealed for another key.' });
  }
  const missing: string[] = [];
  for (const part of manifest.parts) {
    const size = await blobs.renew(part.digest);
    if (size === null) missing.push(part.digest);
    else if (size !== part.bytes) return err({ kind: 'packet-schema', detail: 'A part has another size.' });
  }
  if (missing.length > 0) return err({ kind: 'blob-missing', missing });

  let caseText: string | null = null;
  // One after the other: a part may be 6 MiB, and none but the case is kept.
  for (const part of manifest.parts) {
    const opened = await openPart(opening, manifest, part, await blobs.read(part.digest));
    if (opened === null) return err({ kind: 'packet-unreadable', detail: 'A part does not open.' });
    if (part.name === casePart) caseText = Buffer.from(opened).toString('utf8');
  }
  const file = caseFileSchema.safeParse(parseJson(caseText ?? ''));
  if (!file.success) {
    const fields = file.error.issues.slice(0, 5).map((issue) => issue.path.join('.'));
    return err({ kind: 'packet-schema', detail: `Case file: ${fields.join(', ')}` });
  }
  const fault = disagreement(bank.keys, manifest, file.data);
  return fault === null ? ok(file.data) : err({ kind: 'packet-schema', detail: fault });
}

/** Null where it does not open. */
export async function openPart(
  opening: webcrypto.JsonWebKey,
  manifest: PacketManifest,
  part: PacketPart,
  sealed: Buffer,
): Promise<ArrayBuffer | null> {
  const kem = new DhkemX25519HkdfSha256();
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  try {
    return await suite.open(
      {
        recipientKey: await kem.importKey('jwk', opening, false),
        enc: arrayBufferOf(Buffer.from(part.enc, 'base64url')),
        info: arrayBufferOf(Buffer.from(packetInfo)),
      },
      arrayBufferOf(sealed),
      arrayBufferOf(Buffer.from(`${manifest.caseId}/${part.name}`)),
    );
  } catch {
    // The library throws for a wrong key, a changed byte and a malformed key alike.
    return null;
  }
}

function disagreement(keys: KeyRing, manifest: PacketManifest, file: CaseFile): string | null {
  if (file.caseId !== manifest.caseId) return 'Case file and manifest name different cases.';
  if (file.kioskId !== manifest.kioskId) return 'Case file and manifest name different kiosks.';
  if (file.sealedAt !== manifest.sealedAt) return 'Case file and manifest name different moments of sealing.';
  if (!sameModels(file, manifest)) return 'Case file and manifest name different models.';
  if (file.simulated !== manifest.simulated) return 'Case file and manifest disagree about simulation.';
  const named = file.evidence.map((evidence) => evidence.evidenceId as string).toSorted();
  const sent = manifest.parts.map((part) => part.name).filter((name) => name !== casePart);
  if (JSON.stringify(named) !== JSON.stringify(sent.toSorted())) return 'Evidence and parts differ.';
  const held = [
    ...(file.biometrics?.captures ?? []).map(({ evidenceId }) => evidenceId as string),
    ...(file.biometrics?.exceptions ?? []).map(({ photoId }) => photoId as string),
  ];
  if (held.some((id) => !named.includes(id))) return 'A finger or its picture is not among the evidence.';
  const number = knownNumber(file);
  // Where the number is here to see, the hash must be its own: it is what finds an existing customer.
  if (number !== null && !isHashOf(keys, `${file.document.kind}:${number}`, file.document.identityHash)) {
    return 'identityHash is not that of the document.';
  }
  return null;
}

function sameModels(file: CaseFile, manifest: PacketManifest): boolean {
  const listed = (models: CaseFile['face']['models']): string =>
    JSON.stringify(models.map(({ name, sha256 }) => `${name} ${sha256}`).toSorted());
  return listed(file.face.models) === listed(manifest.models);
}

function knownNumber(file: CaseFile): string | null {
  const { kind, fields } = file.document;
  // A whole Aadhaar number is not among the fields.
  if (kind === 'aadhaar') return null;
  return fields.find((field) => field.name === documentLayouts[kind].number)?.value ?? null;
}

function isHashOf(keys: KeyRing, text: string, hashHex: string): boolean {
  const expected = createHmac('sha256', keys.identityHashKey).update(text).digest();
  return timingSafeEqual(expected, Buffer.from(hashHex, 'hex'));
}

/** A Buffer may be a window on a larger pool; the library wants the bytes alone. */
function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
