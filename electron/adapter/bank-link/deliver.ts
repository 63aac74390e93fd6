// Delivers sealed packets. The manifest goes first and the bank says which parts it lacks: after a lost answer or a cut line
// nothing is sent twice, with no memory needed on this side. Behind a packet's parts those of the next may
// already be on their way; its manifest is not, so that the order of packets stays.
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
  /** `onRoom`: all parts have their place in line, and what is sent ahead now takes none of theirs. */
  deliver(packet: SealedPacket, onRoom?: () => void): Promise<Result<PacketReceipt, LinkFailure>>;
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

/** Who asks first goes first; so the parts of a packet ahead fill what the packet before it leaves free. */
function createLanes(count: number) {
  let free = count;
  const waiting: (() => void)[] = [];
  return async function inLane<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** The first failure stands for all; a part whose turn comes after one is not begun. */
async function uploadAll(
  courier: Courier,
  inLane: ReturnType<typeof createLanes>,
  parts: readonly SealedPart[],
  begun: Readonly<Record<string, number>> = {},
): Promise<Result<null, LinkFailure>> {
  let failure: LinkFailure | null = null;
  async function one(part: SealedPart): Promise<void> {
    if (failure !== null) return;
    const uploaded = await uploadPart(courier, part, Math.min(begun[part.digest] ?? 0, part.bytes));
    if (!uploaded.ok) failure ??= uploaded.error;
  }
  await Promise.all(parts.map((part) => inLane(() => one(part))));
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

interface Lacking {
  readonly parts: readonly SealedPart[];
  /** How far each has come by the bank's word; from a bank that does not say it, none. */
  readonly begun: Readonly<Record<string, number>>;
}

function partsLacking(packet: SealedPacket, failure: LinkFailure): Lacking | null {
  if (failure.kind !== 'refused' || failure.problem.kind !== 'blob-missing') return null;
  const { missing, begun = {} } = failure.problem;
  const parts = missing ? packet.parts.filter(({ digest }) => missing.includes(digest)) : packet.parts;
  return { parts, begun };
}

export function createDeliveries(courier: Courier): Deliveries {
  const inLane = createLanes(lanes);
  /** Of the packet being delivered and the one after it, at most. */
  const ahead = new Map<PacketId, Promise<unknown>>();

  return {
    async deliver(packet, onRoom) {
      const sentAhead = ahead.get(packet.packetId);
      if (sentAhead !== undefined) {
        onRoom?.();
        await sentAhead;
        ahead.delete(packet.packetId);
      }
      let submitted = await submit(courier, packet);
      const lacking = submitted.ok ? null : partsLacking(packet, submitted.error);
      if (lacking !== null) {
        const uploading = uploadAll(courier, inLane, lacking.parts, lacking.begun);
        if (sentAhead === undefined) onRoom?.();
        const uploaded = await uploading;
        if (!uploaded.ok) return uploaded;
        submitted = await submit(courier, packet);
      }
      return submitted.ok ? checkReceipt(courier, packet, submitted.value) : submitted;
    },
    sendAhead(packet) {
      const { packetId, parts } = packet;
      if (!ahead.has(packetId)) ahead.set(packetId, uploadAll(courier, inLane, parts));
    },
  };
}
