// Takes in a sealed packet: signed by the device that sends it, all parts held and opened, then written down once.
// A receipt lets the kiosk forget the case, so nothing is receipted that the bank could not open and read.
import { createHash } from 'node:crypto';
import { compactVerify } from 'jose';
import { packetManifestSchema, type PacketManifest, type PacketReceipt } from '#core/contract/bank/packet.ts';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { err, ok } from '#core/kernel/result.ts';
import { currentCatalogue } from '../catalogue/catalogue-store.ts';
import { instantOf } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Device } from '../device/device-token.ts';
import type { Outcome } from '../failure.ts';
import { signWord } from '../keys/signed-word.ts';
import { openPacket } from '../verification/open-packet.ts';
import { caseStatus, openCaseFile, sealCaseFile } from '../verification/case-store.ts';
import type { Db } from '../store/tables.ts';
import { isWithdrawn, lockCase } from '../withdrawal/withdraw-case.ts';
import { keepAuditHead } from './audit-heads.ts';
import type { BlobStore } from './blob-store.ts';

export type Submitted = { readonly receipt: PacketReceipt; readonly known: boolean };
type Incoming = { readonly manifest: PacketManifest; readonly digest: string };

export async function submitPacket(
  bank: BankContext,
  blobs: BlobStore,
  device: Device,
  packet: string,
): Promise<Outcome<Submitted>> {
  const manifest = await readManifest(bank, device, packet);
  if (!manifest.ok) return manifest;
  const incoming = { manifest: manifest.value, digest: createHash('sha256').update(packet).digest('hex') };
  // Looked up before the parts are opened: a replay needs no blob any more.
  const known = await knownPacket(bank.db, incoming);
  if (!known.ok) return known;
  if (known.value !== null) return ok(known.value);
  const file = await openPacket(bank, blobs, incoming.manifest);
  if (!file.ok) return file;
  const unwanted = await unwantedNumber(bank, blobs, incoming.manifest, file.value);
  if (unwanted) return err({ kind: 'packet-schema', detail: 'A whole Aadhaar number is not taken.' });
  return writeDown(bank, incoming, file.value);
}

/** The whole number is taken only where today's policy names a purpose for it and the customer gave that one; else it goes at once. */
async function unwantedNumber(
  bank: BankContext,
  blobs: BlobStore,
  manifest: PacketManifest,
  file: CaseFile,
): Promise<boolean> {
  const numbers = file.evidence.filter(({ role }) => role === 'aadhaar-number');
  if (numbers.length === 0) return false;
  const purposeId = (await currentCatalogue(bank.db)).policy.fullAadhaarPurposeId;
  const given = file.consent.purposes.some((purpose) => purpose.given && purpose.purposeId === purposeId);
  if (purposeId !== null && given) return false;
  for (const { evidenceId } of numbers) {
    const part = manifest.parts.find(({ name }) => name === evidenceId);
    if (part) await blobs.forget(part.digest);
  }
  return true;
}

async function readManifest(
  bank: BankContext,
  device: Device,
  packet: string,
): Promise<Outcome<PacketManifest>> {
  let payload: Uint8Array;
  try {
    payload = (await compactVerify(packet, device.key, { algorithms: ['EdDSA'] })).payload;
  } catch {
    // jose throws for every fault of a token.
    return err({ kind: 'packet-signature' });
  }
  const manifest = packetManifestSchema.safeParse(parseJson(payload));
  if (!manifest.success) return err({ kind: 'packet-schema' });
  if (manifest.data.kioskId !== device.kioskId) return err({ kind: 'packet-signature' });
  const simulated = manifest.data.simulated;
  if (simulated !== device.simulated || (simulated && bank.environment === 'production')) {
    return err({ kind: 'simulation-refused' });
  }
  return ok(manifest.data);
}

/** The permanent business key: (caseId, version). The same packet again is the same answer, another one a conflict. */
async function knownPacket(db: Db, incoming: Incoming): Promise<Outcome<Submitted | null>> {
  const row = await db
    .selectFrom('packet')
    .select(['packet_digest', 'receipt'])
    .where('case_id', '=', incoming.manifest.caseId)
    .where('version', '=', incoming.manifest.version)
    .executeTakeFirst();
  if (row === undefined) return ok(null);
  const status = await caseStatus(db, incoming.manifest.caseId, incoming.manifest.kioskId);
  if (row.packet_digest !== incoming.digest || status === null) return err({ kind: 'packet-conflict' });
  return ok({ receipt: { receipt: row.receipt, status }, known: true });
}

async function writeDown(bank: BankContext, incoming: Incoming, file: CaseFile): Promise<Outcome<Submitted>> {
  const { manifest, digest } = incoming;
  const now = bank.now();
  const receipt = await signWord(bank.keys, 'pravesh-receipt', {
    packetId: manifest.packetId,
    caseId: manifest.caseId,
    version: manifest.version,
    packetDigest: digest,
    receivedAt: instantOf(now),
  });
  return bank.db.transaction().execute(async (tx): Promise<Outcome<Submitted>> => {
    await lockCase(tx, manifest.caseId);
    const standing = await tx
      .selectFrom('bank_case')
      .selectAll()
      .where('case_id', '=', manifest.caseId)
      .forUpdate()
      .executeTakeFirst();
    if (await isWithdrawn(tx, manifest.caseId)) {
      return err({ kind: 'packet-conflict', detail: 'The customer has taken consent back.' });
    }
    if (standing !== undefined) {
      const known = await knownPacket(tx, incoming);
      if (!known.ok) return known;
      if (known.value !== null) return ok(known.value);
      // A correction follows the version before it, from the same kiosk, while nothing is decided for good.
      const open =
        standing.state === 'in-review' ||
        standing.state === 'awaiting-mobile' ||
        standing.state === 'refused';
      if (standing.kiosk_id !== manifest.kioskId || manifest.version <= standing.version || !open) {
        return err({ kind: 'packet-conflict' });
      }
      // A case is one customer's for good: another number in it is another case.
      const before = openCaseFile(bank, standing);
      if (before.document.identityHash !== file.document.identityHash) {
        return err({ kind: 'packet-conflict', detail: 'A correction is of the same customer.' });
      }
    }
    const inserted = await tx
      .insertInto('packet')
      .values({
        packet_id: manifest.packetId,
        case_id: manifest.caseId,
        version: manifest.version,
        kiosk_id: manifest.kioskId,
        sequence: manifest.sequence,
        packet_digest: digest,
        manifest: JSON.stringify(manifest),
        receipt,
        received_at: now,
      })
      .onConflict((on) => on.doNothing())
      .returning('packet_id')
      .executeTakeFirst();
    if (inserted === undefined) {
      // Another caller wrote this packet since, or the packet id or sequence belongs to another packet.
      const known = await knownPacket(tx, incoming);
      if (!known.ok) return known;
      return known.value === null ? err({ kind: 'packet-conflict' }) : ok(known.value);
    }
    await tx
      .insertInto('packet_part')
      .values(
        [...new Set(manifest.parts.map((part) => part.digest))].map((part) => ({
          digest: part,
          packet_id: manifest.packetId,
        })),
      )
      .execute();
    await tx
      .deleteFrom('offered_part')
      .where(
        'digest',
        'in',
        manifest.parts.map((part) => part.digest),
      )
      .execute();
    const flag = await keepAuditHead(tx, manifest, now);
    if (flag !== null) {
      bank.log.warn(
        { kioskId: manifest.kioskId, sequence: manifest.sequence, flag },
        'audit head does not fit',
      );
    }
    const revision = (standing?.revision ?? 0) + 1;
    const fields = {
      version: manifest.version,
      kiosk_id: manifest.kioskId,
      branch_id: file.product.branchId,
      simulated: manifest.simulated,
      state: 'received' as const,
      reasons: '[]',
      case_file_sealed: sealCaseFile(bank, file),
      mobile_verified_at: null,
      account_number: null,
      ifsc: null,
      revision,
      changed_at: now,
    };
    await tx
      .insertInto('bank_case')
      .values({ case_id: manifest.caseId, ...fields })
      .onConflict((on) => on.column('case_id').doUpdateSet(fields))
      .execute();
    await tx
      .insertInto('case_change')
      .values({ case_id: manifest.caseId, revision, state: 'received', reasons: '[]', at: now })
      .execute();
    const status = await caseStatus(tx, manifest.caseId, manifest.kioskId);
    if (status === null) throw new Error('a case just written is not there');
    return ok({ receipt: { receipt, status }, known: false });
  });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Signed, yet not JSON: judged by the schema like any other wrong content.
    return null;
  }
}
