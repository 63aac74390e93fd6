// Delivers sealed packets. The manifest goes first and the bank says which parts it lacks: after a lost answer or a cut line
// nothing is sent twice, with no memory needed on this side. While the bank works on one packet, the parts of the next may
// already be on their way; their manifest is not, so that the order of packets stays.
import { createHash, type KeyObject } from 'node:crypto';
import { packetReceiptSchema, receiptClaimsSchema, type PacketReceipt } from '#core/contract/bank/packet.ts';
import type { PacketId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { LinkFailure } from '../../port/bank-link.ts';
import type { SealedPacket, SealedPart } from '../../port/case-store.ts';
import { readWord } from './bank-words.ts';
import { readAnswer } from './read-answer.ts';
import { uploadPart, type Uploader } from './upload-part.ts';

export interface Courier extends Uploader {
  readonly bankKey: KeyObject;
}

export interface Deliveries {
  /** `onHeld`: the bank has all parts, only its word is waited for; the line has room for the next packet's. */
  deliver(packet: SealedPacket, onHeld?: () => void): Promise<Result<PacketReceipt, LinkFailure>>;
  /** Sends a packet's parts ahead of its manifest. What fails of it is sent when its turn has come. */
  sendAhead(packet: SealedPacket): void;
}

/** Parts that go side by side: while one waits for the bank's answer another fills the line. */
const lanes = 3;

async function submit(courier: Courier, packet: SealedPacket): Promise<Result<PacketReceipt, LinkFailure>> {
  const answer = await courier.ask({
    method: 'POST',
    path: '/v1/cases',
    headers: { 'Idempotency-Key': packet.idempotencyKey },
    body: { type: 'application/json', bytes: Buffer.from(JSON.stringify({ packet: packet.manifest })) },
  });
  return answer.ok ? readAnswer(answer.value, packetReceiptSchema) : answer;
}

/** The first failure stands for all; a lane that met one, or hears of one, begins no further part. */
async function uploadAll(courier: Courier, parts: readonly SealedPart[]): Promise<Result<null, LinkFailure>> {
  const left = [...parts];
  let failure: LinkFailure | null = null;
  async function lane(): Promise<void> {
    for (let part = left.shift(); part !== undefined && failure === null; part = left.shift()) {
      const uploaded = await uploadPart(courier, part, 0);
      if (!uploaded.ok) failure ??= uploaded.error;
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, parts.length) }, lane));
  return failure === null ? ok(null) : err(failure);
}

/** A receipt lets the kiosk stop sending, so it must be the bank's, and of this very packet. */
async function checkReceipt(
  courier: Courier,
  packet: SealedPacket,
  answer: PacketReceipt,
): Promise<Result<PacketReceipt, LinkFailure>> {
  const claims = await readWord(courier.bankKey, 'pravesh-receipt', answer.receipt, receiptClaimsSchema);
  if (!claims) return err({ kind: 'bank-answer-unreadable' });
  const digest = createHash('sha256').update(packet.manifest).digest('hex');
  const ours =
    claims.packetDigest === digest &&
    claims.packetId === packet.packetId &&
    claims.caseId === packet.caseId &&
    answer.status.caseId === packet.caseId;
  return ours ? ok(answer) : err({ kind: 'bank-answer-unreadable' });
}

function partsLacking(packet: SealedPacket, failure: LinkFailure): readonly SealedPart[] | null {
  if (failure.kind !== 'refused' || failure.problem.kind !== 'blob-missing') return null;
  const { missing } = failure.problem;
  return missing ? packet.parts.filter(({ digest }) => missing.includes(digest)) : packet.parts;
}

export function createDeliveries(courier: Courier): Deliveries {
  let ahead: { readonly packetId: PacketId; readonly done: Promise<unknown> } | null = null;

  return {
    async deliver(packet, onHeld) {
      const isAhead = ahead?.packetId === packet.packetId;
      if (isAhead) {
        await ahead?.done;
        ahead = null;
        onHeld?.();
      }
      let submitted = await submit(courier, packet);
      const lacking = submitted.ok ? null : partsLacking(packet, submitted.error);
      if (lacking !== null) {
        const uploaded = await uploadAll(courier, lacking);
        if (!uploaded.ok) return uploaded;
        if (!isAhead) onHeld?.();
        submitted = await submit(courier, packet);
      }
      return submitted.ok ? checkReceipt(courier, packet, submitted.value) : submitted;
    },
    sendAhead(packet) {
      if (ahead?.packetId === packet.packetId) return;
      ahead = { packetId: packet.packetId, done: uploadAll(courier, packet.parts) };
    },
  };
}
