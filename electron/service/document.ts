// The document: its sides taken in, read in a process of its own, and confirmed field by field by a person.
import { confirmFields } from '#core/case/confirm-fields.ts';
import { sidesMissing } from '#core/case/demand.ts';
import type { CaseState, ConfirmedField, EvidenceItem, Identity } from '#core/case/case-state.ts';
import type { IssuerKeys } from '#core/contract/bank/issuer-keys.ts';
import type { BlobLike } from '#core/contract/kiosk/binary.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { evidenceIdSchema, type CaseId } from '#core/kernel/brand.ts';
import { dayOf } from '#core/kernel/instant.ts';
import { climb } from '#core/evidence/trust-ladder.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Box, DocumentKind, DocumentSide, FieldReading, Place } from '#core/reading/field.ts';
import { mayCorrectNumber } from '#core/reading/kinds/corrected-number.ts';
import { acceptedFlags, isAcceptedFlag } from '#core/reading/outline/accepted-flag.ts';
import { begunOn, changeCase, type ChangePorts, type ChangeVault } from './change-case.ts';
import { hintsOf } from './genuineness.ts';
import { identityHash, separateIdentity } from './identity-hash.ts';
import { takePicture } from './picture.ts';
import { refusalOfReading, refusalOfStore } from './refusal-of.ts';
import { scannedPart } from './scanned-code.ts';
import { bestPart, signedPartOf, type SignedPart } from './signed-document.ts';
import type { OpenVault, Ports } from './vault-session.ts';

export interface DocumentPicture {
  readonly kind: DocumentKind;
  readonly side: DocumentSide;
  readonly origin: 'camera' | 'file';
  readonly image: BlobLike;
  readonly flags: readonly string[];
}

const triesBeforeAsItIs = 2;

export async function addDocument(
  ports: ChangePorts & Pick<Ports, 'reader' | 'newId'>,
  vault: ChangeVault & Pick<OpenVault, 'held'>,
  caseId: CaseId,
  given: DocumentPicture,
): Promise<Result<CaseState, Refusal>> {
  const picture = await takePicture(given.image);
  if (!picture.ok) return picture;
  const { bytes, mediaType } = picture.value;
  const { kind, side, origin } = given;
  // A shaky hand or a lamp that cannot be moved: after two tries the picture is taken, and whoever sees the case is told.
  const asItIs = vault.held.timesTurnedDown(caseId, side) >= triesBeforeAsItIs;
  // A scan's paper is white all over and hides nothing.
  const sought = origin === 'camera' ? { kind, side } : null;
  const inspected = await ports.reader.inspect(bytes, { sought, asItIs });
  if (!inspected.ok) {
    if (inspected.error.kind === 'blurred' || inspected.error.kind === 'glare')
      vault.held.turnDown(caseId, side);
    return err({ kind: inspected.error.kind, subject: side });
  }
  const flaws = (inspected.value.flaws ?? []).map((flaw) => acceptedFlags[flaw]);
  const evidenceId = evidenceIdSchema.parse(ports.newId());
  const item: EvidenceItem = {
    evidenceId,
    role: given.side === 'front' ? 'document-front' : 'document-back',
    mediaType,
    origin: given.origin,
    flags: [...given.flags.filter((flag) => !isAcceptedFlag(flag)), ...flaws],
    capturedAt: ports.clock.now(),
  };
  const changed = changeCase(
    ports,
    vault,
    caseId,
    { type: 'side-captured', kind: given.kind, side: given.side, item },
    { facts: { kind, side, origin, flaws: flaws.length } },
  );
  // What must be black in it is known once it is read: until then it is stored nowhere.
  if (changed.ok) vault.held.keep(caseId, evidenceId, bytes);
  return changed;
}

/**
 * The case as it is to be shown. A document's pictures that were not read yet do not outlive the process that held them:
 * sides without their picture are taken out of the case first.
 */
export function loadCase(ports: Ports, vault: OpenVault, caseId: CaseId): Result<CaseState, Refusal> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { state } = loaded.value;
  if (state.status !== 'draft' || state.reading || !state.document) return ok(state);
  const lost = state.document.sides
    .filter(
      ({ item }) =>
        !vault.held.has(caseId, item.evidenceId) && !vault.store.evidence(caseId, item.evidenceId).ok,
    )
    .map(({ side }) => side);
  if (lost.length === 0) return ok(state);
  const event = { type: 'pictures-lost', sides: lost } as const;
  return changeCase(ports, vault, caseId, event, { facts: { sides: lost.length } });
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

interface CapturedSide {
  readonly side: DocumentSide;
  readonly item: EvidenceItem;
  readonly image: Uint8Array;
}

interface FoundCode {
  readonly side: DocumentSide;
  readonly box: Box;
  readonly part: SignedPart;
}

/** The signed codes on the pictures; a picture in which no code can be looked for has none. */
async function signedCodes(
  ports: Ports,
  sides: readonly CapturedSide[],
  bankSigningKey: string,
  servedKeys: IssuerKeys | null,
): Promise<readonly FoundCode[]> {
  const trust = await ports.issuerTrust(bankSigningKey, servedKeys);
  const found: FoundCode[] = [];
  for (const { side, image } of sides) {
    const codes = await ports.reader.barcodes(image, ['qr']);
    if (!codes.ok) continue;
    for (const code of codes.value) {
      const part = signedPartOf(code, trust);
      if (part) found.push({ side, box: code.box, part });
    }
  }
  return found;
}

interface NewEvidence {
  readonly item: EvidenceItem;
  readonly bytes: Uint8Array;
}

/** Each side with something to black, as it may be kept. One that cannot be blacked may not be kept: the reading fails. */
async function coverSides(
  ports: Ports,
  sides: readonly CapturedSide[],
  places: readonly Place[],
): Promise<Result<readonly (NewEvidence & { readonly side: DocumentSide })[], Refusal>> {
  const covered: (NewEvidence & { side: DocumentSide })[] = [];
  for (const { side, item, image } of sides) {
    const boxes = places.filter((place) => place.side === side).map(({ box }) => box);
    if (boxes.length === 0) continue;
    const bytes = await ports.reader.cover(image, boxes);
    if (!bytes.ok) return err({ kind: bytes.error.kind, subject: side });
    const evidenceId = evidenceIdSchema.parse(ports.newId());
    const flags = [...item.flags.filter((flag) => flag !== coveredFlag), coveredFlag];
    covered.push({ side, item: { ...item, evidenceId, flags }, bytes: bytes.value });
  }
  return ok(covered);
}

const coveredFlag = 'number-covered';

/** The photo of a genuine code, as the reference for the face; without one the printed portrait serves. */
async function signedPhoto(ports: Ports, part: SignedPart | null): Promise<NewEvidence | null> {
  if (!part?.photo) return null;
  const bytes = await ports.reader.photo(part.photo);
  if (!bytes.ok) return null;
  const item: EvidenceItem = {
    evidenceId: evidenceIdSchema.parse(ports.newId()),
    role: 'signed-portrait',
    mediaType: 'image/jpeg',
    origin: 'derived',
    flags: [],
    capturedAt: ports.clock.now(),
  };
  return { item, bytes: bytes.value };
}

/** Reads the captured sides. `onProgress` is told 0 to 100. The outcome, good or bad, leaves the step open. */
export async function readDocument(
  ports: Ports,
  vault: OpenVault,
  caseId: CaseId,
  onProgress: (percent: number) => void,
  signal?: AbortSignal,
): Promise<Result<CaseState, Refusal>> {
  const settled = loadCase(ports, vault, caseId);
  if (!settled.ok) return settled;
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { document } = loaded.value.state;
  if (!document || sidesMissing(document).length > 0) return err({ kind: 'side-missing' });
  if (!vault.line) return err({ kind: 'kiosk-not-enrolled' });
  const { enrolment } = vault.line;
  const sides: CapturedSide[] = [];
  for (const { side, item } of document.sides) {
    const image = vault.store.evidence(caseId, item.evidenceId);
    if (!image.ok) return err(refusalOfStore(image.error));
    sides.push({ side, item, image: image.value });
  }
  const today = dayOf(ports.clock.now());
  const begun = begunOn(vault, loaded.value);
  const pictures = sides.map(({ side, item, image }) => ({
    side,
    image,
    asItIs: item.flags.includes(acceptedFlags.blurred),
  }));
  const read = await ports.reader.read({ kind: document.kind, sides: pictures, today }, onProgress, signal);
  if (!read.ok) return err(refusalOfReading(read.error));

  const isAadhaar = read.value.kind === 'aadhaar';
  const codes = isAadhaar
    ? await signedCodes(ports, sides, enrolment.bankSigningKey, vault.catalogue?.keys ?? null)
    : [];
  const scanned = isAadhaar ? await scannedPart(ports, vault, caseId) : null;
  const part = bestPart([...codes.map((code) => code.part), ...(scanned ? [scanned] : [])]);
  const fields = climb([...(part?.claims ?? []), ...read.value.fields]);
  const separated = separateIdentity({ ...read.value, fields }, enrolment.identityHashKey);
  if (!separated) return err({ kind: 'no-number-found' });
  const { reading, identity, whole } = separated;

  const { product } = loaded.value.state;
  const chosen = vault.catalogue?.products.find(({ productId }) => productId === product?.productId);
  const hints = await hintsOf(ports.reader, {
    sides: sides.map(({ side, item, image }) => ({ side, image, flags: item.flags })),
    reading: read.value,
    fields,
    today,
    leastAgeYears: chosen?.minimumAgeYears ?? 0,
  });

  const mayKeepWhole = mayKeepFullNumber(vault, loaded.value.state);
  const hidden = codes.filter(
    (code) => vault.catalogue?.policy.coverSecureQr === true || (code.part.wholeNumber && !mayKeepWhole),
  );
  const numbers = mayKeepWhole ? [] : (read.value.redact ?? []);
  const covered = await coverSides(ports, sides, [...numbers, ...hidden]);
  if (!covered.ok) return covered;
  const photo = await signedPhoto(ports, part);
  const kept =
    whole !== null && mayKeepWhole ? keepWholeNumber(ports, identity, whole) : { identity, addEvidence: [] };
  const uncovered = sides
    .filter(
      ({ side, item }) =>
        !covered.value.some((one) => one.side === side) && vault.held.has(caseId, item.evidenceId),
    )
    .map(({ item, image }) => ({ item, bytes: image }));
  const added = [...covered.value, ...uncovered, ...(photo ? [photo] : [])];
  return changeCase(
    ports,
    vault,
    caseId,
    {
      type: 'document-read',
      at: ports.clock.now(),
      reading,
      identity: kept.identity,
      signed: part?.source ?? null,
      hints,
      signedPortrait: photo?.item ?? null,
      covered: covered.value.map(({ side, item }) => ({ side, item })),
    },
    {
      addEvidence: [
        ...kept.addEvidence,
        ...added.map(({ item, bytes }) => ({ evidenceId: item.evidenceId, bytes })),
      ],
      facts: {
        kind: document.kind,
        fields: reading.fields.length,
        signed: part?.source.outcome ?? 'none',
        rivals: reading.fields.filter((field) => field.rivals).length,
        covered: covered.value.length,
        hints: hints.length,
      },
      begun,
    },
  );
}

/** Known here among sealed cases, or known to the bank; a silent line leaves the question to the bank's intake. */
async function customerExists(vault: KnowingVault, caseId: CaseId, hash: string): Promise<boolean> {
  if (vault.store.sealedWithIdentity(hash, caseId)) return true;
  const asked = await vault.line?.link.identityExists(hash);
  return asked?.ok === true && asked.value;
}

/** What is asked of the line to know a customer again. */
interface KnowingLine {
  readonly enrolment: Pick<NonNullable<OpenVault['line']>['enrolment'], 'identityHashKey'>;
  readonly link: Pick<NonNullable<OpenVault['line']>['link'], 'identityExists'>;
}

type KnowingVault = ChangeVault & { readonly line: KnowingLine | null };

export async function confirmReading(
  ports: ChangePorts,
  vault: KnowingVault,
  caseId: CaseId,
  given: readonly ConfirmedField[],
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { reading, document } = loaded.value.state;
  if (!reading || !document) return err({ kind: 'reading-not-done' });
  const fields = confirmFields(reading.fields, given, dayOf(ports.clock.now()), document.kind);
  if (!fields.ok) return fields;
  const corrected = hashOfCorrected(vault, document.kind, reading.fields, fields.value);
  if (!corrected.ok) return corrected;
  const confirmedHash = corrected.value ?? reading.identity.identityHash;
  const begun = begunOn(vault, loaded.value);
  if (await customerExists(vault, caseId, confirmedHash)) return err({ kind: 'customer-exists' });
  return changeCase(
    ports,
    vault,
    caseId,
    { type: 'reading-confirmed', at: ports.clock.now(), fields: fields.value, identityHash: confirmedHash },
    { facts: { corrected: fields.value.filter((field) => isCorrected(reading, field)).length }, begun },
  );
}

/** The customer is known by the number as it was confirmed; null where nobody may correct it. */
function hashOfCorrected(
  { line }: Pick<KnowingVault, 'line'>,
  kind: DocumentKind,
  read: readonly FieldReading[],
  confirmed: readonly ConfirmedField[],
): Result<string | null, Refusal> {
  const number = read.find((field) => mayCorrectNumber(kind, field));
  const value = confirmed.find(({ name }) => name === number?.name)?.value;
  if (value === undefined) return ok(null);
  if (!line) return err({ kind: 'kiosk-not-enrolled' });
  return ok(identityHash(line.enrolment.identityHashKey, kind, value));
}

function isCorrected(reading: NonNullable<CaseState['reading']>, field: ConfirmedField): boolean {
  return reading.fields.some((read) => read.name === field.name && read.value !== field.value);
}
