// The document: its sides taken in, read in a process of its own, and confirmed field by field by a person.
import { confirmFields } from '#core/case/confirm-fields.ts';
import { sidesMissing } from '#core/case/demand.ts';
import type { CaseState, ConfirmedField, EvidenceItem, Identity } from '#core/case/case-state.ts';
import type { BlobLike } from '#core/contract/kiosk/binary.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { evidenceIdSchema, type CaseId } from '#core/kernel/brand.ts';
import { dayOf } from '#core/kernel/instant.ts';
import { err, type Result } from '#core/kernel/result.ts';
import type { DocumentKind, DocumentSide } from '#core/reading/field.ts';
import { begunOn, changeCase } from './change-case.ts';
import { separateIdentity } from './identity-hash.ts';
import { takePicture } from './picture.ts';
import { refusalOfReading, refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

export interface DocumentPicture {
  readonly kind: DocumentKind;
  readonly side: DocumentSide;
  readonly origin: 'camera' | 'file';
  readonly image: BlobLike;
  readonly flags: readonly string[];
}

export async function addDocument(
  ports: Ports,
  vault: OpenVault,
  caseId: CaseId,
  given: DocumentPicture,
): Promise<Result<CaseState, Refusal>> {
  const picture = await takePicture(given.image);
  if (!picture.ok) return picture;
  const { bytes, mediaType } = picture.value;
  const inspected = await ports.reader.inspect(bytes);
  if (!inspected.ok) return err({ kind: inspected.error.kind, subject: given.side });
  const evidenceId = evidenceIdSchema.parse(ports.newId());
  const item: EvidenceItem = {
    evidenceId,
    role: given.side === 'front' ? 'document-front' : 'document-back',
    mediaType,
    origin: given.origin,
    flags: [...given.flags],
    capturedAt: ports.clock.now(),
  };
  return changeCase(
    ports,
    vault,
    caseId,
    { type: 'side-captured', kind: given.kind, side: given.side, item },
    {
      addEvidence: [{ evidenceId, bytes }],
      facts: { kind: given.kind, side: given.side, origin: given.origin },
    },
  );
}

export function mayKeepFullNumber(vault: Pick<OpenVault, 'catalogue'>, state: CaseState): boolean {
  const purposeId = vault.catalogue?.policy.fullAadhaarPurposeId ?? null;
  if (purposeId === null) return false;
  return state.consent?.purposes.some((purpose) => purpose.purposeId === purposeId && purpose.given) ?? false;
}

/** The whole number becomes a piece of evidence: sealed by itself here, and a sealed part of its own in the packet. */
function keepWholeNumber(ports: Ports, identity: Identity, whole: string) {
  const evidenceId = evidenceIdSchema.parse(ports.newId());
  const item: EvidenceItem = {
    evidenceId,
    role: 'aadhaar-number',
    mediaType: 'text/plain',
    origin: 'derived',
    flags: [],
    capturedAt: ports.clock.now(),
  };
  const aadhaar = identity.aadhaar && { ...identity.aadhaar, whole: item };
  return {
    identity: { ...identity, aadhaar },
    addEvidence: [{ evidenceId, bytes: Buffer.from(whole, 'ascii') }],
  };
}

/** Reads the captured sides. `onProgress` is told 0 to 100. The outcome, good or bad, leaves the step open. */
export async function readDocument(
  ports: Ports,
  vault: OpenVault,
  caseId: CaseId,
  onProgress: (percent: number) => void,
  signal?: AbortSignal,
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { document } = loaded.value.state;
  if (!document || sidesMissing(document).length > 0) return err({ kind: 'side-missing' });
  if (!vault.line) return err({ kind: 'kiosk-not-enrolled' });
  const sides: { side: DocumentSide; image: Uint8Array }[] = [];
  for (const { side, item } of document.sides) {
    const image = vault.store.evidence(caseId, item.evidenceId);
    if (!image.ok) return err(refusalOfStore(image.error));
    sides.push({ side, image: image.value });
  }
  const today = dayOf(ports.clock.now());
  const begun = begunOn(vault, loaded.value);
  const read = await ports.reader.read({ kind: document.kind, sides, today }, onProgress, signal);
  if (!read.ok) return err(refusalOfReading(read.error));
  const separated = separateIdentity(read.value, vault.line.enrolment.identityHashKey);
  if (!separated) return err({ kind: 'no-number-found' });
  const { reading, identity, whole } = separated;
  const kept =
    whole !== null && mayKeepFullNumber(vault, loaded.value.state)
      ? keepWholeNumber(ports, identity, whole)
      : { identity, addEvidence: [] };
  return changeCase(
    ports,
    vault,
    caseId,
    { type: 'document-read', at: ports.clock.now(), reading, identity: kept.identity },
    { addEvidence: kept.addEvidence, facts: { kind: document.kind, fields: reading.fields.length }, begun },
  );
}

/** Known here among sealed cases, or known to the bank; a silent line leaves the question to the bank's intake. */
async function customerExists(vault: OpenVault, caseId: CaseId, hash: string): Promise<boolean> {
  if (vault.store.sealedWithIdentity(hash, caseId)) return true;
  const asked = await vault.line?.link.identityExists(hash);
  return asked?.ok === true && asked.value;
}

export async function confirmReading(
  ports: Ports,
  vault: OpenVault,
  caseId: CaseId,
  given: readonly ConfirmedField[],
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { reading } = loaded.value.state;
  if (!reading) return err({ kind: 'reading-not-done' });
  const fields = confirmFields(reading.fields, given, dayOf(ports.clock.now()));
  if (!fields.ok) return fields;
  const begun = begunOn(vault, loaded.value);
  if (await customerExists(vault, caseId, reading.identity.identityHash))
    return err({ kind: 'customer-exists' });
  return changeCase(
    ports,
    vault,
    caseId,
    { type: 'reading-confirmed', at: ports.clock.now(), fields: fields.value },
    { facts: { corrected: fields.value.filter((field) => isCorrected(reading, field)).length }, begun },
  );
}

function isCorrected(reading: NonNullable<CaseState['reading']>, field: ConfirmedField): boolean {
  return reading.fields.some((read) => read.name === field.name && read.value !== field.value);
}
