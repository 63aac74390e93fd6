// The one worker that talks to the bank while the vault is open: packets in order, master data when stale, standings of
// undecided cases. One thing at a time, so that a half-open line has one caller; it ends only by `close`.
import type { BankCaseStatus } from '#core/contract/bank/packet.ts';
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import { retryAfterMs } from '#core/outbox/retry-policy.ts';
import type { StoreFailure } from '../../port/case-store.ts';
import { createBankAnswers } from './bank-answers.ts';
import { createBankBreaker } from './bank-breaker.ts';
import { createLineWatch } from './line-watch.ts';
import type { SyncMachine } from './machine.ts';
import { createPacketSender } from './send-packet.ts';
import { createWithdrawalSender } from './send-withdrawals.ts';
import { createSteadyClock } from './steady-clock.ts';
import type { LineState, StartSync, Sync, SyncNeeds } from './sync.ts';

export const catalogueEveryMs = 15 * 60_000;
/** Standings are asked for this often without a live channel; with one, only in case a message was lost. */
export const pollEveryMs = 10_000;
export const pollBesideLiveMs = 5 * 60_000;
const pollAtOnce = 20;
/** After a store that would not write (a full disk), or a mistake of ours. */
const troubleRestMs = 30_000;
/** Never busier than this, whatever a due time says. */
const shortestSleepMs = 50;
const closeGraceMs = 5000;

function startSync(machine: SyncMachine, needs: SyncNeeds): Sync {
  const { schedule, clock } = machine;
  const { store, link } = needs;
  const steady = createSteadyClock(clock, schedule);
  const answers = createBankAnswers(store, clock);
  const line = createLineWatch(link, createBankBreaker(schedule), machine, onLineChange);
  const sender = createPacketSender({ store, link, line, answers, steady, machine, onCase });
  const withdrawals = createWithdrawalSender({ store, link, line, machine, onCase });
  let running: Promise<void> | null = null;
  let again = false;
  let urged = false;
  let closed = false;
  let timer: { cancel(): void } | null = null;
  let live: { close(): void } | null = null;
  let liveUp = false;
  let restUntilMs = 0;
  let troubleUntilMs = 0;
  let catalogueAtMs = 0;
  let polledAtMs = -Infinity;
  /** The asOf of the newest catalogue seen; an older one, though signed, is not taken back. */
  let newest: string | null = null;

  function onCase(caseId: BankCaseStatus['caseId']): void {
    needs.onCase(caseId);
    needs.onLine();
  }

  function onLineChange(before: LineState, after: LineState): void {
    // The channel's own wait may be long by now; a line that came back is reason to try at once.
    if (after.state === 'online' && before.state !== 'unknown' && !liveUp && !closed) openLive();
    needs.onLine();
  }

  function openLive(): void {
    live?.close();
    live = link.live({
      onStatus: (status) => takeStatus(status),
      onLine(up) {
        liveUp = up;
        if (up && line.state().state !== 'online') urged = true;
        if (!up) line.doubt();
        wake();
      },
    });
  }

  function trouble(failure: StoreFailure): void {
    machine.log('sync.store-failed', { kind: failure.kind });
    troubleUntilMs = schedule.elapsedMs() + troubleRestMs;
  }

  function takeStatus(status: BankCaseStatus): void {
    if (closed) return;
    const taken = answers.take(status);
    if (!taken.ok) trouble(taken.error);
    else if (taken.value) onCase(status.caseId);
  }

  async function pullMasterData(): Promise<void> {
    const stored = store.catalogue();
    if (newest === null && stored !== null) newest = (await link.readCatalogue(stored))?.asOf ?? null;
    const answer = await line.heard(() => link.masterData(stored));
    if (!answer?.ok) {
      // Old master data serve on; it is asked for again with the next look at the line, not in a loop.
      catalogueAtMs = schedule.elapsedMs() + pollEveryMs;
      return;
    }
    catalogueAtMs = schedule.elapsedMs() + catalogueEveryMs;
    keepCatalogue(answer.value.catalogue, answer.value.jws, stored);
    const seen = store.noteMasterDataSeen(clock.now());
    if (!seen.ok) trouble(seen.error);
    const { audit } = answer.value;
    const noted = audit ? store.noteWitnessed(audit, clock.now()) : seen;
    if (!noted.ok) trouble(noted.error);
    needs.onLine();
    await refreshSealingKey();
  }

  /** The key may be changed at the bank at any time; what is sealed from now on is sealed to the one it names now. */
  async function refreshSealingKey(): Promise<void> {
    // An open page, so its answer says nothing for the breaker.
    const identity = await link.identity();
    if (!identity.ok) return;
    const { keyId, publicKey } = identity.value.sealingKey;
    needs.onSealingKey?.({ keyId, publicKey });
  }

  function keepCatalogue(catalogue: Catalogue, jws: string, stored: string | null): void {
    if (jws === stored) return;
    if (newest !== null && Date.parse(catalogue.asOf) < Date.parse(newest)) {
      machine.log('sync.catalogue-older', { version: catalogue.version });
      return;
    }
    const saved = store.saveCatalogue(jws, clock.now());
    if (!saved.ok) return trouble(saved.error);
    newest = catalogue.asOf;
    needs.onCatalogue(catalogue);
  }

  const mayAsk = (): boolean => !closed && line.state().state === 'online';

  async function sendWaiting(): Promise<void> {
    while (mayAsk() && schedule.elapsedMs() >= restUntilMs) {
      const sent = await sender.sendNext();
      if (!sent.ok) return trouble(sent.error);
      if (sent.value.outcome !== 'tried') return;
      const { line: effect } = sent.value;
      if (effect.effect === 'rest') restUntilMs = schedule.elapsedMs() + retryAfterMs(effect.retryAfterS);
    }
  }

  const pollDueMs = (): number =>
    Math.max(0, polledAtMs + (liveUp ? pollBesideLiveMs : pollEveryMs) - schedule.elapsedMs());

  async function pollStandings(): Promise<void> {
    polledAtMs = schedule.elapsedMs();
    for (const caseId of answers.undecided(pollAtOnce)) {
      if (!mayAsk()) return;
      const answer = await line.heard(() => link.status(caseId));
      if (!answer) return;
      if (answer.ok) takeStatus(answer.value);
      else if (answer.error.kind === 'refused') answers.forget(caseId);
      else return;
    }
  }

  async function pass(): Promise<void> {
    const wasUrged = urged;
    urged = false;
    if (schedule.elapsedMs() < troubleUntilMs && !wasUrged) return;
    troubleUntilMs = 0;
    if (!(await line.ready(wasUrged)) || closed) return;
    if (schedule.elapsedMs() >= catalogueAtMs) await pullMasterData();
    await sendWaiting();
    const told = await withdrawals.sendDue(mayAsk);
    if (!told.ok) return trouble(told.error);
    if (mayAsk() && pollDueMs() === 0 && answers.undecided(1).length > 0) await pollStandings();
  }

  function sleepMs(): number {
    const nowMs = schedule.elapsedMs();
    if (nowMs < troubleUntilMs) return troubleUntilMs - nowMs;
    const lineMs = line.dueMs(liveUp);
    if (line.state().state !== 'online') return lineMs;
    return Math.min(
      lineMs,
      Math.max(sender.dueMs(), restUntilMs - nowMs),
      withdrawals.dueMs(),
      catalogueAtMs - nowMs,
      answers.undecided(1).length > 0 ? pollDueMs() : Infinity,
    );
  }

  const isWanted = (): boolean => again && !closed;

  async function work(): Promise<void> {
    do {
      again = false;
      try {
        await pass();
      } catch (thrown) {
        // The worker's edge: a mistake of ours must not end the queue. Its message could quote, so only its class is told.
        machine.log('sync.mistake', { class: thrown instanceof Error ? thrown.name : 'thrown' });
        troubleUntilMs = schedule.elapsedMs() + troubleRestMs;
      }
    } while (isWanted());
    running = null;
    if (closed) return;
    const ms = sleepMs();
    timer?.cancel();
    timer = Number.isFinite(ms) ? schedule.after(Math.max(ms, shortestSleepMs), wake) : null;
  }

  function wake(): void {
    if (closed) return;
    again = true;
    running ??= work();
  }

  openLive();
  wake();
  return {
    poke() {
      urged = true;
      wake();
    },
    line: () => line.state(),
    heard(answer) {
      if (closed) return;
      line.overheard(answer);
      wake();
    },
    async close() {
      closed = true;
      timer?.cancel();
      live?.close();
      if (!running) return;
      const grace = schedule.after(closeGraceMs, () => link.close());
      await running;
      grace.cancel();
    },
  };
}

export function createStartSync(machine: SyncMachine): StartSync {
  return (needs) => startSync(machine, needs);
}
