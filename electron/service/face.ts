// The person before the camera against the portrait on the document. Without models an officer compares, and it is recorded so.
import {
  calibratedThresholds,
  calibrationOf,
  choosePortrait,
  judgeFaces,
} from '#core/biometrics/face-match.ts';
import type { PortraitSource } from '#core/biometrics/face-calibration.ts';
import type { FaceModelSet, FoundFace } from '#core/biometrics/found-face.ts';
import { portraitQuality, type PortraitQuality } from '#core/biometrics/portrait-quality.ts';
import { judgeSelfie } from '#core/biometrics/selfie-quality.ts';
import type { CaseEvent } from '#core/case/case-event.ts';
import type { CaseState, EvidenceItem } from '#core/case/case-state.ts';
import type { FaceReference, OfficerVerdict } from '#core/contract/bank/case-file.ts';
import type { BlobLike } from '#core/contract/kiosk/binary.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { evidenceIdSchema, type CaseId, type EvidenceId } from '#core/kernel/brand.ts';
import { err, ok, unreachable, type Result } from '#core/kernel/result.ts';
import type { Box } from '#core/reading/field.ts';
import { begunOn, changeCase, type ChangePorts, type ChangeVault } from './change-case.ts';
import { lookForFace } from './face-gallery.ts';
import { takePicture } from './picture.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

type Comparison = Pick<
  Extract<CaseEvent, { type: 'selfie-compared' }>,
  'outcome' | 'score' | 'missing' | 'models' | 'modelSet'
>;
const unavailable = (missing: readonly string[]): Comparison => ({
  outcome: 'unavailable',
  score: null,
  missing,
  models: [],
  modelSet: null,
});
/** Named like a missing model file in the record: no face was found on the document itself. */
const noPortrait = 'document-portrait';

interface SelfieFace {
  readonly face: FoundFace | null;
  readonly quality: PortraitQuality | null;
  readonly set: FaceModelSet | undefined;
  readonly missing: readonly string[];
}

/** The one usable face of the selfie; null where no model can say. */
async function faceOfSelfie(ports: Ports, bytes: Uint8Array): Promise<Result<SelfieFace, Refusal>> {
  const found = await ports.faces.findFaces(bytes);
  if (found.ok) {
    const judged = judgeSelfie(found.value);
    return judged.ok
      ? ok({
          face: judged.value,
          quality: portraitQuality(found.value, judged.value),
          set: found.value.set,
          missing: found.value.missing ?? [],
        })
      : err({ kind: judged.error.kind });
  }
  switch (found.error.kind) {
    case 'face-model-unavailable': {
      const inspected = await ports.reader.inspect(bytes);
      return inspected.ok
        ? ok({ face: null, quality: null, set: undefined, missing: found.error.missing })
        : err({ kind: inspected.error.kind });
    }
    case 'not-an-image':
    case 'face-model-failed':
      return err({ kind: found.error.kind });
    default:
      return unreachable(found.error);
  }
}

interface Portrait {
  readonly face: FoundFace | null;
  readonly set: FaceModelSet | undefined;
  /** The picture's part that shows the holder, for the eye of the officer and of the bank. */
  readonly crop: Uint8Array | null;
  readonly reference: FaceReference;
}

/** Which calibration a portrait falls under. */
const sourceOf: Readonly<Record<FaceReference, PortraitSource>> = {
  document: 'printed',
  'signed-qr': 'signed-photo',
  chip: 'signed-photo',
};

/** Half as much again around a face, so that hair and chin are on the crop. */
function around(box: Box): Box {
  const marginX = box.width * 0.5;
  const marginY = box.height * 0.5;
  return {
    x: Math.max(0, box.x - marginX),
    y: Math.max(0, box.y - marginY),
    width: box.width + 2 * marginX,
    height: box.height + 2 * marginY,
  };
}

/** The photo that the issuer signed; null without one, or where no face is found in it: then the print serves. */
async function signedPortraitOf(ports: Ports, vault: OpenVault, state: CaseState): Promise<Portrait | null> {
  const item = state.reading?.signedPortrait ?? null;
  const image = item && vault.store.evidence(state.caseId, item.evidenceId);
  if (!image?.ok) return null;
  const found = await ports.faces.findFaces(image.value);
  const face = found.ok ? choosePortrait(found.value) : null;
  return (
    face && {
      face,
      set: found.ok ? found.value.set : undefined,
      crop: image.value,
      reference: item?.role === 'chip-portrait' ? 'chip' : 'signed-qr',
    }
  );
}

async function portraitOf(
  ports: Ports,
  vault: OpenVault,
  state: CaseState,
): Promise<Result<Portrait, Refusal>> {
  const signed = await signedPortraitOf(ports, vault, state);
  if (signed) return ok(signed);
  const where = state.reading?.portrait ?? null;
  const side = state.document?.sides.find((taken) => taken.side === (where?.side ?? 'front'));
  if (!side) return err({ kind: 'side-missing' });
  const image = vault.store.evidence(state.caseId, side.item.evidenceId);
  if (!image.ok) return err(refusalOfStore(image.error));
  const found = await ports.faces.findFaces(image.value, where ? around(where.box) : undefined);
  const face = found.ok ? choosePortrait(found.value) : null;
  const box = face ? around(face.box) : (where?.box ?? null);
  const crop = box ? await ports.reader.crop(image.value, box) : null;
  return ok({
    face,
    set: found.ok ? found.value.set : undefined,
    crop: crop?.ok ? crop.value : null,
    reference: 'document',
  });
}

async function compare(
  ports: Ports,
  vault: OpenVault,
  selfie: SelfieFace & { readonly face: FoundFace },
  portrait: Portrait,
): Promise<Result<Comparison, Refusal>> {
  if (!portrait.face) return ok(unavailable([noPortrait]));
  // A set may come or go between the two pictures: their vectors would then mean different things.
  const calibrated = calibrationOf(portrait, selfie, sourceOf[portrait.reference]);
  if (!calibrated) return err({ kind: 'face-model-failed' });
  const policy = vault.catalogue?.policy;
  const thresholds = {
    matchAtLeast: policy?.faceMatchThreshold ?? calibratedThresholds.matchAtLeast,
    reviewAtLeast: policy?.faceReviewThreshold ?? calibratedThresholds.reviewAtLeast,
  };
  const match = judgeFaces(portrait.face, selfie.face, thresholds, calibrated);
  if (!match.ok)
    return match.error.kind === 'no-embedding'
      ? ok(unavailable(selfie.missing))
      : err({ kind: 'face-model-failed' });
  const { outcome, similarity } = match.value;
  return ok({
    outcome,
    score: similarity,
    missing: [],
    models: await ports.faces.models(),
    modelSet: selfie.set?.name ?? null,
  });
}

/** Takes the selfie in, compares it, and records the outcome; a flaw the customer can mend refuses it instead. */
export async function addSelfie(
  ports: Ports,
  vault: OpenVault,
  caseId: CaseId,
  image: BlobLike,
  /** A frame of the check of liveness that is being judged: no other picture passes where a check is demanded. */
  ofCheck = false,
): Promise<Result<CaseState, Refusal>> {
  const picture = await takePicture(image);
  if (!picture.ok) return picture;
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { liveness } = loaded.value.state;
  if (liveness && liveness.outcome !== 'officer' && !ofCheck) return err({ kind: 'liveness-missing' });
  const begun = begunOn(vault, loaded.value);
  const selfieFace = await faceOfSelfie(ports, picture.value.bytes);
  if (!selfieFace.ok) return selfieFace;
  const portrait = await portraitOf(ports, vault, loaded.value.state);
  if (!portrait.ok) return portrait;
  const { face, missing } = selfieFace.value;
  const comparison = face
    ? await compare(ports, vault, { ...selfieFace.value, face }, portrait.value)
    : ok(unavailable(missing));
  if (!comparison.ok) return comparison;

  const addEvidence: { evidenceId: EvidenceId; bytes: Uint8Array }[] = [];
  const keep = (
    role: EvidenceItem['role'],
    bytes: Uint8Array,
    mediaType: EvidenceItem['mediaType'],
    origin: EvidenceItem['origin'],
  ): EvidenceItem => {
    const evidenceId = evidenceIdSchema.parse(ports.newId());
    addEvidence.push({ evidenceId, bytes });
    return { evidenceId, role, mediaType, origin, flags: [], capturedAt: ports.clock.now() };
  };
  const { crop } = portrait.value;
  const event: CaseEvent = {
    type: 'selfie-compared',
    selfie: keep('selfie', picture.value.bytes, picture.value.mediaType, 'camera'),
    portrait: crop ? keep('portrait', crop, 'image/jpeg', 'derived') : null,
    reference: portrait.value.reference,
    ...comparison.value,
    ofCheck,
    quality: selfieFace.value.quality,
    ...lookForFace(vault.store, loaded.value.state, selfieFace.value, ports.clock.now()),
  };
  return changeCase(ports, vault, caseId, event, {
    addEvidence,
    facts: { outcome: event.outcome },
    begun,
  });
}

/** The officer's own judgement of the two faces, under their name. */
export function judgeFace(
  ports: ChangePorts,
  vault: ChangeVault,
  caseId: CaseId,
  given: { readonly verdict: OfficerVerdict['verdict']; readonly reason: string },
): Result<CaseState, Refusal> {
  const { officer } = vault;
  if (!officer) return err({ kind: 'not-signed-in' });
  const verdict = { verdict: given.verdict, reason: given.reason.trim(), at: ports.clock.now(), officer };
  return changeCase(
    ports,
    vault,
    caseId,
    { type: 'face-judged', verdict },
    { facts: { verdict: given.verdict } },
  );
}
