// Cases, packets and acts for the store's tests: made up, of no person, distinct enough to be searched for on disk.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { startCase } from '#core/case/apply-event.ts';
import { caseStateSchema, type CaseState } from '#core/case/case-state.ts';
import type { BankCaseState } from '#core/contract/bank/packet.ts';
import {
  caseIdSchema,
  evidenceIdSchema,
  kioskIdSchema,
  officerIdSchema,
  packetIdSchema,
  type CaseId,
} from '#core/kernel/brand.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import type { AuditAct, CaseChange, CaseStore, Enrolment, SealedPacket } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';

export const canary = {
  name: 'Zephyrine Quillabamba',
  number: '234567890124',
  mobile: '+919876501234',
  /** What a JPEG from a camera begins with. */
  image: Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100', 'hex'),
    Buffer.from('CANARY-PICTURE-CONTENT '.repeat(400)),
  ]),
};

export const identityHash = 'ab'.repeat(32);
export const at = (text: string): Instant => instantSchema.parse(text);
export const noon = at('2026-11-20T12:00:00.000Z');
export const clock: Clock = { now: () => noon };
export const masterKey = (): Uint8Array => new Uint8Array(randomBytes(32));
export const newCaseId = (): CaseId => caseIdSchema.parse(v7());
export const newEvidenceId = () => evidenceIdSchema.parse(v7());

const officer = { officerId: officerIdSchema.parse('asha'), name: 'Asha', role: 'officer' } as const;

export function emptyCase(caseId: CaseId = newCaseId(), startedAt: Instant = noon): CaseState {
  return startCase({ caseId, mode: 'staffed', simulated: true, language: 'en', officer, at: startedAt });
}

/** A case far enough to hold a name, a number, a telephone number and a picture. */
export function fullCase(caseId: CaseId = newCaseId(), hash: string = identityHash): CaseState {
  const front = {
    evidenceId: newEvidenceId(),
    role: 'document-front',
    mediaType: 'image/jpeg',
    origin: 'camera',
    flags: [],
    capturedAt: noon,
  };
  return caseStateSchema.parse({
    ...emptyCase(caseId),
    contact: { state: 'unverified', mobile: canary.mobile },
    document: { kind: 'aadhaar', sides: [{ side: 'front', item: front }] },
    reading: {
      readAt: noon,
      fields: [],
      portrait: null,
      identity: { identityHash: hash, aadhaar: { lastFour: '0124', whole: null } },
      confirmed: {
        at: noon,
        fields: [
          { name: 'name', value: canary.name },
          { name: 'address', value: canary.number },
        ],
      },
    },
  });
}

export const actOn = (caseId: CaseId | null, act = 'case.saved'): AuditAct => ({
  act,
  officerId: officer.officerId,
  caseId,
  at: noon,
  facts: { step: 'document' },
});

export function changeOf(
  state: CaseState,
  expectedRevision: number | null,
  more: Partial<CaseChange> = {},
): CaseChange {
  return {
    state,
    expectedRevision,
    addEvidence: [],
    dropEvidence: [],
    packet: null,
    wipe: false,
    audit: actOn(state.caseId),
    ...more,
  };
}

export function packetOf(caseId: CaseId, sequence: number, bytes = 2048): SealedPacket {
  const part = (name: string) => ({
    name,
    digest: randomBytes(32).toString('hex'),
    bytes,
    enc: randomBytes(32).toString('base64url'),
    ciphertext: randomBytes(bytes),
  });
  const parts = [part('case'), part(newEvidenceId())];
  const claims = { parts: parts.map(({ name, digest }) => ({ name, digest })) };
  return {
    packetId: packetIdSchema.parse(v7()),
    caseId,
    idempotencyKey: v7(),
    sequence,
    manifest: `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`,
    parts,
    sealedAt: noon,
  };
}

/** A new case, sealed with a packet that waits. */
export function queueCase(store: CaseStore, state: CaseState = emptyCase()): SealedPacket {
  const packet = packetOf(state.caseId, store.nextSequence());
  const sealed: CaseState = {
    ...state,
    status: 'sealed',
    at: 'done',
    sealed: { packetId: packet.packetId, at: noon, version: 1 },
  };
  const saved = store.save(changeOf(sealed, null, { packet }));
  if (!saved.ok) throw new Error(saved.error.kind);
  return packet;
}

export function bankAnswer(caseId: CaseId, state: BankCaseState = 'opened'): NonNullable<CaseState['bank']> {
  return { caseId, state, reasons: [], accountNumber: '1', ifsc: null, at: noon, revision: 1 };
}

/** PKCS#8 PEM of a fresh Ed25519 key. */
export const newDeviceKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

export const newEnrolment = (): Enrolment => ({
  kioskId: kioskIdSchema.parse(v7()),
  bankUrl: 'http://127.0.0.1:8080',
  bankName: 'Bank',
  branchId: 'b1',
  branchName: 'Branch',
  bankSigningKey: 'AAAA',
  bankSealingKey: { keyId: 'k1', publicKey: 'CCCC' },
  deviceKey: newDeviceKey(),
  identityHashKey: 'BBBB',
  simulated: true,
});
