// A whole seal request for tests: invented customer, fresh keys, two small pictures.
import { generateKeyPairSync } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { caseFileSchema, type CaseFile } from '#core/contract/bank/case-file.ts';
import { packetManifestSchema } from '#core/contract/bank/packet.ts';
import {
  caseIdSchema,
  evidenceIdSchema,
  kioskIdSchema,
  packetIdSchema,
  type KioskId,
} from '#core/kernel/brand.ts';
import type { SealRequest } from '../../port/packet-sealer.ts';

export interface TestKeys {
  /** Raw X25519 keys, base64url. */
  readonly bankPublicKey: string;
  readonly bankPrivateKey: string;
  /** PEM and raw base64url of the device's Ed25519 pair. */
  readonly deviceKey: string;
  readonly devicePublicKey: string;
}

export function makeTestKeys(): TestKeys {
  const bank = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  const device = generateKeyPairSync('ed25519');
  return {
    bankPublicKey: bank.x ?? '',
    bankPrivateKey: bank.d ?? '',
    deviceKey: device.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    devicePublicKey: device.publicKey.export({ format: 'jwk' }).x ?? '',
  };
}

const at = '2026-11-20T12:51:21.000Z';
const mediaType = 'image/jpeg';

export function makeSealRequest(
  keys: { readonly bankPublicKey: string; readonly deviceKey: string },
  set: {
    readonly kioskId?: KioskId;
    readonly bankKeyId?: string;
    readonly sequence?: number;
    readonly caseFile?: Partial<CaseFile>;
    readonly pictureBytes?: number;
  } = {},
): SealRequest {
  const caseId = caseIdSchema.parse(newId());
  const kioskId = set.kioskId ?? kioskIdSchema.parse(newId());
  const pictures = (['document-front', 'document-back'] as const).map((role, index) => ({
    role,
    evidenceId: evidenceIdSchema.parse(newId()),
    bytes: new Uint8Array(set.pictureBytes ?? 2000).fill(index + 1),
  }));
  return {
    caseFile: caseFileSchema.parse({
      schema: 'pravesh-case/1',
      caseId,
      reference: 'PRV-7K2M-91QX',
      kioskId,
      mode: 'staffed',
      simulated: true,
      language: 'en',
      officer: { officerId: 'asha', name: 'Asha Rao', role: 'officer' },
      startedAt: at,
      sealedAt: at,
      consent: { textVersion: '1', at, purposes: [{ purposeId: 'account', given: true }] },
      product: { productId: 'savings-basic', branchId: 'branch-1', catalogueVersion: '1' },
      contact: { mobile: '+919876543210', proof: null },
      document: {
        kind: 'aadhaar',
        fields: [
          {
            name: 'name',
            value: 'Meera Iyer',
            readValue: 'Meera Iyer',
            confidence: 0.97,
            source: 'ocr',
            proof: null,
          },
        ],
        aadhaar: { lastFour: '0124' },
        identityHash: 'cd'.repeat(32),
      },
      face: {
        outcome: 'match',
        score: 0.61,
        unavailableReason: null,
        models: [],
        officerVerdict: null,
      },
      evidence: pictures.map(({ evidenceId, role }) => ({
        evidenceId,
        role,
        mediaType,
        capturedAt: at,
        origin: 'camera',
        flags: [],
      })),
      ...set.caseFile,
    }),
    evidence: pictures.map(({ evidenceId, bytes }) => ({ evidenceId, bytes })),
    bankPublicKey: keys.bankPublicKey,
    deviceKey: keys.deviceKey,
    idempotencyKey: newId(),
    manifest: packetManifestSchema.omit({ parts: true, schema: true }).parse({
      packetId: packetIdSchema.parse(newId()),
      caseId,
      version: 1,
      kioskId,
      sequence: set.sequence ?? 1,
      bankKeyId: set.bankKeyId ?? 'seal-1',
      sealedAt: at,
      simulated: true,
      shell: 'browser',
      auditHead: 'ef'.repeat(32),
      models: [],
      policyVersion: '1',
    }),
  };
}
