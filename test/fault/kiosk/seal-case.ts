// Finished cases of made-up customers, saved and sealed as the kiosk does: first the case with its pictures, then the
// packet with the case's new state. The number's proof is the bank's own signed word, made with the test bank's key:
// a code for each of thousands of cases would try the telephone, not the queue.
import { createHash, randomFillSync } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { loadKeyFile } from '#bank/keys/key-file.ts';
import { signWord } from '#bank/keys/signed-word.ts';
import { caseFileOf } from '#bank/testing/test-kiosk.ts';
import { pinnedModels } from '#bank/verification/accepted-models.ts';
import { startCase } from '#core/case/apply-event.ts';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { packetIdSchema, type EvidenceId } from '#core/kernel/brand.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import { releaseBytes } from '#core/kernel/release-bytes.ts';
import { createPacketSealer } from '#electron/adapter/packet-sealer/create-packet-sealer.ts';
import type { Clock } from '#electron/port/clock.ts';
import type { CaseChange, CaseStore, SealedPacket } from '#electron/port/case-store.ts';
import { knownKiosk, valueOf, type EnrolledKiosk } from './enrol-kiosk.ts';

export interface MadeCase {
  readonly file: CaseFile;
  readonly evidence: readonly { readonly evidenceId: EvidenceId; readonly bytes: Uint8Array }[];
  /** SHA-256 (hex) of each picture, in order. */
  readonly digests: readonly string[];
}

export interface CaseMaker {
  /** `ordinal` names the customer: the same one twice would be known to the bank. */
  make(ordinal: number): Promise<MadeCase>;
  /** The first save: the case and its pictures. */
  create(store: CaseStore, made: MadeCase): void;
  seal(made: MadeCase, sequence: number, auditHead: string): Promise<SealedPacket>;
  /** The save that queues it: state and packet in one transaction. */
  queue(store: CaseStore, made: MadeCase, packet: SealedPacket): void;
  /** The pictures and the packet's copy in memory go, as they do in the kiosk once a case is queued. */
  letGo(made: MadeCase, packet: SealedPacket): void;
}

export interface CaseMakerOptions {
  readonly enrolled: EnrolledKiosk;
  readonly bankKeyFile: string;
  readonly pictureBytes: number;
  /** Which of several kiosks at one bank: their customers differ. */
  readonly kiosk?: number;
  /** The machine's own unless a test turns it. */
  readonly clock?: Clock;
}

export const now = (): Instant => instantSchema.parse(new Date().toISOString());
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A customer known already would be no new account: each number serves one customer, 26 letters for as many kiosks. */
function numbersOf(kiosk: number, ordinal: number): { readonly passport: string; readonly mobile: string } {
  const digits = String(ordinal).padStart(7, '0');
  return {
    passport: `${String.fromCodePoint(65 + (kiosk % 26))}${digits}`,
    mobile: `+919${String(kiosk % 100).padStart(2, '0')}${digits}`,
  };
}

function changeOf(
  made: MadeCase,
  change: Pick<CaseChange, 'expectedRevision' | 'packet' | 'addEvidence'>,
): CaseChange {
  const { caseId, officer, language, startedAt } = made.file;
  const draft = startCase({ caseId, mode: 'staffed', simulated: true, language, officer, at: startedAt });
  const { packet } = change;
  return {
    ...change,
    state: packet
      ? {
          ...draft,
          status: 'sealed',
          at: 'done',
          sealed: { packetId: packet.packetId, at: made.file.sealedAt, version: 1 },
        }
      : draft,
    dropEvidence: [],
    wipe: false,
    audit: {
      act: packet ? 'case.sealed' : 'case.started',
      officerId: officer.officerId,
      caseId,
      at: now(),
      facts: {},
    },
  };
}

export function createCaseMaker(options: CaseMakerOptions): CaseMaker {
  const { enrolment, catalogue } = options.enrolled;
  const known = knownKiosk(options.enrolled);
  const keys = valueOf(loadKeyFile(options.bankKeyFile, 'development'));
  const sealer = createPacketSealer();
  const clock = options.clock ?? { now };

  async function make(ordinal: number): Promise<MadeCase> {
    const { passport, mobile } = numbersOf(options.kiosk ?? 0, ordinal);
    const at = clock.now();
    const plain = caseFileOf(known, catalogue, (file) => ({
      ...file,
      startedAt: at,
      sealedAt: at,
      // The real bank believes the comparison of a pinned model alone.
      face: { ...file.face, models: [...pinnedModels].map((sha256) => ({ name: 'face', sha256 })) },
      document: {
        ...file.document,
        fields: file.document.fields.map((field) =>
          field.name === 'passportNumber' ? { ...field, value: passport, readValue: passport } : field,
        ),
        identityHash: known.identityHash('passport', passport),
      },
    }));
    const proof = await signWord(keys, 'pravesh-mobile-proof', {
      caseId: plain.caseId,
      mobile,
      verifiedAt: at,
    });
    const file: CaseFile = { ...plain, contact: { mobile, proof } };
    const evidence = file.evidence.map(({ evidenceId }) => ({
      evidenceId,
      bytes: randomFillSync(new Uint8Array(options.pictureBytes)),
    }));
    return { file, evidence, digests: evidence.map(({ bytes }) => sha256Of(bytes)) };
  }

  return {
    make,
    create(store, made) {
      valueOf(
        store.save(changeOf(made, { expectedRevision: null, packet: null, addEvidence: made.evidence })),
      );
    },
    seal: ({ file, evidence }, sequence, auditHead) =>
      sealer.seal({
        caseFile: file,
        evidence,
        bankPublicKey: enrolment.bankSealingKey.publicKey,
        idempotencyKey: newId(),
        deviceKey: enrolment.deviceKey,
        manifest: {
          packetId: packetIdSchema.parse(newId()),
          caseId: file.caseId,
          version: 1,
          kioskId: enrolment.kioskId,
          sequence,
          bankKeyId: enrolment.bankSealingKey.keyId,
          sealedAt: file.sealedAt,
          simulated: true,
          shell: 'browser',
          auditHead,
          models: file.face.models,
          policyVersion: catalogue.policy.version,
        },
      }),
    queue(store, made, packet) {
      valueOf(store.save(changeOf(made, { expectedRevision: 1, packet, addEvidence: [] })));
    },
    letGo(made, packet) {
      for (const { bytes } of made.evidence) releaseBytes(bytes);
      for (const { ciphertext } of packet.parts) releaseBytes(ciphertext);
    },
  };
}
