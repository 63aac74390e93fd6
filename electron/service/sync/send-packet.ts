// Takes the next packet that is due, sends it, and writes down what came of it. A packet leaves `sending` only with its
// outcome; whatever failed in between, the same packet under the same key goes again and has one effect at the bank.
import { consequenceOf, type LineEffect } from '#core/outbox/failure-table.ts';
import { delayAfterTry, isBeyondAnyWait, retryAfterMs, standBackMs } from '#core/outbox/retry-policy.ts';
import type { PacketReceipt } from '#core/contract/bank/packet.ts';
import type { PacketId } from '#core/kernel/brand.ts';
import { ok, type Result } from '#core/kernel/result.ts';
import type { BankLink, LinkFailure } from '../../port/bank-link.ts';
import type { CaseStore, DeliveryRecord, StoreFailure } from '../../port/case-store.ts';
import type { BankAnswers } from './bank-answers.ts';
import type { LineWatch } from './line-watch.ts';
import type { SyncMachine } from './machine.ts';
import type { SteadyClock } from './steady-clock.ts';

/** `none`: nothing was due. `not-asked`: the bank rests. */
export type Sent =
  | { readonly outcome: 'none' | 'not-asked' }
  | { readonly outcome: 'tried'; readonly caseId: DeliveryRecord['caseId']; readonly line: LineEffect };

export interface PacketSender {
  sendNext(): Promise<Result<Sent, StoreFailure>>;
  /** Milliseconds until a packet is due; Infinity when none waits. */
  dueMs(): number;
}

/** This case alone is unreadable, the others are not: it steps aside with its reason and is kept. */
function isOfThisOne(failure: StoreFailure): boolean {
  return failure.kind === 'case-not-found' || failure.kind === 'database-damaged';
}

export function createPacketSender(parts: {
  readonly store: CaseStore;
  readonly link: BankLink;
  readonly line: LineWatch;
  readonly answers: BankAnswers;
  readonly steady: SteadyClock;
  readonly machine: SyncMachine;
  onCase(caseId: DeliveryRecord['caseId']): void;
}): PacketSender {
  const { store, link, line, answers, steady, machine } = parts;
  /** Sent, and then the store would not take the outcome: first thing to be put right. */
  let unsettled: PacketId | null = null;

  function next(): DeliveryRecord | null {
    const due = store.nextToSend(steady.now());
    if (due) return due;
    const { nextDue } = store.deliveryCounts();
    if (nextDue === null || !isBeyondAnyWait(Date.parse(nextDue) - steady.nowMs())) return null;
    return store.nextToSend(nextDue);
  }

  function wait(
    packetId: PacketId,
    why: { readonly reason: string; readonly ms: number; readonly countsAsTry: boolean },
  ): Result<null, StoreFailure> {
    const { reason, ms, countsAsTry } = why;
    return store.markWaiting(packetId, { reason, countsAsTry, notBefore: ms > 0 ? steady.in(ms) : null });
  }

  function park(record: DeliveryRecord, reason: string): Result<null, StoreFailure> {
    machine.log('sync.parked', { packetId: record.packetId, reason });
    return store.markParked(record.packetId, reason, {
      act: 'packet.parked',
      officerId: null,
      caseId: record.caseId,
      at: machine.clock.now(),
      facts: { reason, sequence: record.sequence },
    });
  }

  function accept(record: DeliveryRecord, answer: PacketReceipt): Result<null, StoreFailure> {
    const change = answers.changeFor(answer.status);
    if (!change.ok) return isOfThisOne(change.error) ? park(record, 'packet-lost-here') : change;
    const marked = store.markAccepted(record.packetId, answer.receipt, change.value);
    if (marked.ok) answers.noteStanding(answer.status);
    return marked;
  }

  function fail(record: DeliveryRecord, failure: LinkFailure): Result<LineEffect, StoreFailure> {
    const consequence = consequenceOf(failure);
    if (consequence.packet === 'park') {
      const parked = park(record, consequence.reason);
      return parked.ok ? ok(consequence.line) : parked;
    }
    const { reason, countsAsTry, line: effect } = consequence;
    const ownMs = countsAsTry ? delayAfterTry(record.tries + 1, machine.random()) : 0;
    const askedMs = effect.effect === 'rest' ? retryAfterMs(effect.retryAfterS) + standBackMs : 0;
    machine.log('sync.waits', { packetId: record.packetId, reason, tries: record.tries });
    const marked = wait(record.packetId, { reason, ms: Math.max(ownMs, askedMs), countsAsTry });
    return marked.ok ? ok(effect) : marked;
  }

  function settle(
    record: DeliveryRecord,
    answer: Result<PacketReceipt, LinkFailure>,
  ): Result<LineEffect, StoreFailure> {
    if (!answer.ok) return fail(record, answer.error);
    const accepted = accept(record, answer.value);
    return accepted.ok ? ok({ effect: 'none' }) : accepted;
  }

  /** Only what was never tried: of anything else the bank may hold parts already, and is asked first. */
  function sendNextAhead(): void {
    const following = store.nextToSend(steady.now());
    if (!following || following.tries > 0 || following.reason !== null) return;
    const packet = store.packet(following.packetId);
    if (packet.ok) link.sendAhead(packet.value);
  }

  return {
    async sendNext() {
      if (unsettled !== null) {
        const put = wait(unsettled, { reason: 'bank-failed', ms: 0, countsAsTry: false });
        if (!put.ok && put.error.kind !== 'case-not-found') return put;
        unsettled = null;
      }
      const record = next();
      if (!record) return ok({ outcome: 'none' });
      const { packetId, caseId } = record;
      const packet = store.packet(packetId);
      if (!packet.ok) {
        if (!isOfThisOne(packet.error)) return packet;
        const parked = park(record, 'packet-lost-here');
        parts.onCase(caseId);
        return parked.ok ? ok({ outcome: 'tried', caseId, line: { effect: 'none' } }) : parked;
      }
      const sending = store.markSending(packetId);
      if (!sending.ok) return sending;
      parts.onCase(caseId);
      unsettled = packetId;
      const answer = await line.heard(() => link.deliver(packet.value, sendNextAhead));
      if (!answer) return ok({ outcome: 'not-asked' });
      const settled = settle(record, answer);
      if (!settled.ok) return settled;
      unsettled = null;
      parts.onCase(caseId);
      return ok({ outcome: 'tried', caseId, line: settled.value });
    },
    dueMs() {
      const { waiting, nextDue } = store.deliveryCounts();
      if (waiting === 0) return Infinity;
      if (store.nextToSend(steady.now()) || nextDue === null) return 0;
      const aheadMs = Date.parse(nextDue) - steady.nowMs();
      return isBeyondAnyWait(aheadMs) ? 0 : Math.max(0, aheadMs);
    },
  };
}
