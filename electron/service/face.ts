// The person before the camera against the portrait on the document. Without models an officer compares, and it is recorded so.
import { calibratedThresholds, calibrationOf, judgeFaces } from '#core/biometrics/face-match.ts';
import { sourceOf, type PortraitSource } from '#core/biometrics/face-calibration.ts';
import type { FoundFace } from '#core/biometrics/found-face.ts';
import type { CaseEvent } from '#core/case/case-event.ts';
import type { CaseState, EvidenceItem } from '#core/case/case-state.ts';
import type { FaceReference, OfficerVerdict } from '#core/contract/bank/case-file.ts';
import type { BlobLike } from '#core/contract/kiosk/binary.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { evidenceIdSchema, type CaseId, type EvidenceId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { begunOn, changeCase, type ChangePorts, type ChangeVault } from './change-case.ts';
import { lookForFace } from './face-gallery.ts';
import { portraitOf, type Portrait } from './face-reference.ts';
import { livePhotoMarks } from './live-photo.ts';
import { refusalOfStore } from './refusal-of.ts';
import { chooseSelfie, takeBurst, type Selfie } from './selfie-burst.ts';
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

/** Which calibration a portrait falls under. */
const kindOf: Readonly<Record<FaceReference, Exclude<PortraitSource, 'small'>>> = {
  document: 'printed',
  'signed-qr': 'signed-photo',
  chip: 'chip',
};

async function compare(
  ports: Ports,
  vault: OpenVault,
  selfie: Selfie & { readonly face: FoundFace },
  portrait: Portrait,
): Promise<Result<Comparison, Refusal>> {
  if (!portrait.face) return ok(unavailable([noPortrait]));
  // A set may come or go between the two pictures: their vectors would then mean different things.
  const calibrated = calibrationOf(
    portrait,
    selfie,
    sourceOf(kindOf[portrait.reference], portrait.face.box.width),
  );
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
    // What falls short and is let pass is for a person to compare, however alike two faces are.
    outcome: selfie.waived && outcome === 'match' ? 'review' : outcome,
    score: similarity,
    missing: [],
    models: await ports.faces.models(),
    modelSet: selfie.set?.name ?? null,
  });
}

export interface SelfieInput {
  /** Frames of one moment; the first is the one that was shown to the customer. */
  readonly images: readonly BlobLike[];
  readonly asItIs?: boolean | undefined;
  /** Frames of the check of liveness that is being judged: no other picture passes where a check is demanded. */
  readonly ofCheck?: boolean;
}

/** Takes the selfie in, compares it, and records the outcome; a flaw the customer can mend refuses it instead. */
export async function addSelfie(
  ports: Ports,
  vault: OpenVault,
  caseId: CaseId,
  { images, asItIs = false, ofCheck = false }: SelfieInput,
): Promise<Result<CaseState, Refusal>> {
  const burst = await takeBurst(images);
  if (!burst.ok) return burst;
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { state } = loaded.value;
  const { liveness } = state;
  if (liveness && liveness.outcome !== 'officer' && !ofCheck) return err({ kind: 'liveness-missing' });
  const begun = begunOn(vault, loaded.value);
  const chosen = await chooseSelfie(ports, burst.value, asItIs);
  if (!chosen.ok) return chosen;
  const selfie = chosen.value;
  const portrait = await portraitOf(ports, vault, state);
  if (!portrait.ok) return portrait;
  const { face, missing } = selfie;
  const comparison = face
    ? await compare(ports, vault, { ...selfie, face }, portrait.value)
    : ok(unavailable(missing));
  if (!comparison.ok) return comparison;
  const capturedAt = ports.clock.now();
  const photo = await ports.faces.livePhoto(
    selfie.bytes,
    face?.landmarks ?? null,
    livePhotoMarks(state, { vault, at: capturedAt }),
  );
  if (!photo.ok) return err({ kind: photo.error.kind });

  const addEvidence: { evidenceId: EvidenceId; bytes: Uint8Array }[] = [];
  const keep = (
    role: EvidenceItem['role'],
    bytes: Uint8Array,
    { origin, flags = [] }: { origin: EvidenceItem['origin']; flags?: string[] },
  ): EvidenceItem => {
    const evidenceId = evidenceIdSchema.parse(ports.newId());
    addEvidence.push({ evidenceId, bytes });
    return { evidenceId, role, mediaType: 'image/jpeg', origin, flags, capturedAt };
  };
  const { crop } = portrait.value;
  const event: CaseEvent = {
    type: 'selfie-compared',
    selfie: keep('selfie', photo.value, {
      origin: 'camera',
      flags: face ? ['cropped', 'watermarked'] : ['watermarked'],
    }),
    portrait: crop ? keep('portrait', crop, { origin: 'derived' }) : null,
    reference: portrait.value.reference,
    ...comparison.value,
    ofCheck,
    quality: selfie.quality,
    ...lookForFace(vault.store, state, selfie, capturedAt),
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
