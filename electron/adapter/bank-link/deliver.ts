// Delivers one sealed packet. The manifest goes first and the bank says which parts it lacks: the first time that is one
// small request more, and after a lost answer or a cut line nothing is sent twice, with no memory needed on this side.
import { createHash, type KeyObject } from 'node:crypto';
import { packetReceiptSchema, receiptClaimsSchema, type PacketReceipt } from '#core/contract/bank/packet.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { LinkFailure } from '../../port/bank-link.ts';
import type { SealedPacket, SealedPart } from '../../port/case-store.ts';
import { readWord } from './bank-words.ts';
import type { HttpLine, LineRequest } from './http-line.ts';
import { failureOf, readAnswer } from './read-answer.ts';

export interface Courier {
  /** Sends with the device's token. */
  readonly ask: (request: LineRequest) => ReturnType<HttpLine['ask']>;
  readonly bankKey: KeyObject;
}

async function submit(courier: Courier, packet: SealedPacket): Promise<Result<PacketReceipt, LinkFailure>> {
  const answer = await courier.ask({
    method: 'POST',
    path: '/v1/cases',
    headers: { 'Idempotency-Key': packet.idempotencyKey },
    body: { type: 'application/json', bytes: Buffer.from(JSON.stringify({ packet: packet.manifest })) },
  });
  return answer.ok ? readAnswer(answer.value, packetReceiptSchema) : answer;
}

async function upload(courier: Courier, part: SealedPart): Promise<Result<null, LinkFailure>> {
  const answer = await courier.ask({
    method: 'PUT',
    path: `/v1/blobs/${part.digest}`,
    body: { type: 'application/octet-stream', bytes: part.ciphertext },
  });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  return status === 200 || status === 201 ? ok(null) : err(failureOf(answer.value));
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

export async function deliverPacket(
  courier: Courier,
  packet: SealedPacket,
): Promise<Result<PacketReceipt, LinkFailure>> {
  let submitted = await submit(courier, packet);
  if (
    !submitted.ok &&
    submitted.error.kind === 'refused' &&
    submitted.error.problem.kind === 'blob-missing'
  ) {
    const lacking = new Set(submitted.error.problem.missing ?? packet.parts.map((part) => part.digest));
    for (const part of packet.parts.filter(({ digest }) => lacking.has(digest))) {
      const uploaded = await upload(courier, part);
      if (!uploaded.ok) return uploaded;
    }
    submitted = await submit(courier, packet);
  }
  return submitted.ok ? checkReceipt(courier, packet, submitted.value) : submitted;
}
