// Turns a finished case into the file the bank opens. Throws when called before the state machine allowed sealing.
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import type { KioskId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { FieldReading } from '#core/reading/field.ts';
import type { CaseState } from './case-state.ts';
import { evidenceOf } from './case-state.ts';

function rivalsOf(read: FieldReading | undefined) {
  if (!read?.rivals) return {};
  return {
    rivals: read.rivals.map(({ value, confidence, source, proof }) => ({ value, confidence, source, proof })),
  };
}

function fieldsOf(reading: NonNullable<CaseState['reading']>): CaseFile['document']['fields'] {
  const confirmed = reading.confirmed?.fields ?? [];
  return confirmed
    .filter((field) => field.name !== 'aadhaarNumber')
    .map((field) => {
      const read = reading.fields.find((entry) => entry.name === field.name);
      const kept = read !== undefined && read.value === field.value;
      return {
        name: field.name,
        value: field.value,
        readValue: read?.value ?? null,
        confidence: kept ? read.confidence : 1,
        source: kept ? read.source : 'typed',
        proof: kept ? read.proof : null,
        ...rivalsOf(read),
      };
    });
}

function livenessOf({ liveness }: CaseState): Pick<CaseFile, 'liveness'> {
  if (!liveness?.outcome || !liveness.at) return {};
  const { outcome, why, tries, at, signals, officerVerdict } = liveness;
  return { liveness: { outcome, why, tries, at, signals, officerVerdict } };
}

function chipOf({
  chip,
  signedPortrait,
}: NonNullable<CaseState['reading']>): Pick<CaseFile['document'], 'chip'> {
  if (!chip) return {};
  const { attestation, files } = chip;
  return {
    chip: {
      attestation,
      files: files.map(({ evidenceId }) => evidenceId),
      portraitId: signedPortrait?.role === 'chip-portrait' ? signedPortrait.evidenceId : null,
    },
  };
}

function biometricsOf({ biometrics }: CaseState): Pick<CaseFile, 'biometrics'> {
  const { captures, exceptions } = biometrics;
  if (captures.length + exceptions.length === 0) return {};
  return {
    biometrics: {
      captures: captures.map(({ item, ...rest }) => ({ ...rest, evidenceId: item.evidenceId })),
      exceptions: exceptions.map(({ photo, ...rest }) => ({ ...rest, photoId: photo.evidenceId })),
    },
  };
}

export function buildCaseFile(
  state: CaseState,
  sealing: { readonly kioskId: KioskId; readonly sealedAt: Instant },
): CaseFile {
  const { consent, product, contact, document, reading, face } = state;
  if (!consent || !product || !contact || !document || !reading?.confirmed || !face) {
    throw new Error('a case file needs a case whose every step is done');
  }
  return {
    schema: 'pravesh-case/1',
    caseId: state.caseId,
    reference: state.reference,
    kioskId: sealing.kioskId,
    mode: state.mode,
    simulated: state.simulated,
    language: state.language,
    officer: state.officer,
    startedAt: state.startedAt,
    sealedAt: sealing.sealedAt,
    consent,
    product,
    contact: { mobile: contact.mobile, proof: contact.state === 'verified' ? contact.proof : null },
    document: {
      kind: document.kind,
      fields: fieldsOf(reading),
      signed: reading.signed,
      ...(reading.hints.length > 0 ? { hints: reading.hints } : {}),
      aadhaar: reading.identity.aadhaar && {
        lastFour: reading.identity.aadhaar.lastFour,
        ...rivalsOf(reading.fields.find((field) => field.name === 'aadhaarNumber')),
      },
      ...chipOf(reading),
      ...(reading.ekyc ? { ekyc: reading.ekyc } : {}),
      identityHash: reading.identity.identityHash,
    },
    face: {
      outcome: face.outcome,
      reference: face.reference,
      score: face.score,
      unavailableReason: face.outcome === 'unavailable' ? face.missing.join(', ') || 'no embedding' : null,
      models: face.models,
      modelSet: face.modelSet,
      quality: face.quality,
      sameFaceIn: face.sameFaceIn.map(({ caseId, score }) => ({ caseId, score })),
      officerVerdict: face.officerVerdict,
    },
    ...livenessOf(state),
    ...biometricsOf(state),
    evidence: evidenceOf(state).map(({ evidenceId, role, mediaType, capturedAt, origin, flags }) => ({
      evidenceId,
      role,
      mediaType,
      capturedAt,
      origin,
      flags,
    })),
  };
}
