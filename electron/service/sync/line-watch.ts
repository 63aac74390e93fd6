// How the line stands, what each answer says of it, and when to look again while it is away.
import { pauseReasons, type PauseReason } from '#core/contract/kiosk/delivery-reason.ts';
import { delayAfterProbe, withJitter } from '#core/outbox/retry-policy.ts';
import type { Result } from '#core/kernel/result.ts';
import type { BankLink, LinkFailure } from '../../port/bank-link.ts';
import type { BankBreaker } from './bank-breaker.ts';
import type { SyncMachine } from './machine.ts';
import type { LineState } from './sync.ts';

/** A paused link is asked again each minute: being welcomed again needs no one at the kiosk. */
export const pausedProbeMs = 60_000;
/** Without a live channel a silent line is looked at this often, so that the screen does not claim a line long gone. */
export const heartbeatMs = 30_000;

export interface LineWatch {
  state(): LineState;
  /** Asks the bank through the breaker and draws from the answer how the line stands; null: not asked, the bank rests. */
  heard<T>(call: () => Promise<Result<T, LinkFailure>>): Promise<Result<T, LinkFailure> | null>;
  /** An answer heard elsewhere: drawn from as from our own, but not counted by the breaker. */
  overheard(answer: Result<unknown, LinkFailure>): void;
  /** Looks whether the bank may be asked; `urged` looks now even if the time has not come. True: go on. */
  ready(urged: boolean): Promise<boolean>;
  /** Something casts doubt on a line held for good: the next `ready` looks again. */
  doubt(): void;
  /** Milliseconds until `ready` wants to be called again. */
  dueMs(hasLive: boolean): number;
}

function isPause(kind: LinkFailure['kind']): kind is PauseReason {
  return pauseReasons.some((reason) => reason === kind);
}

export function createLineWatch(
  link: BankLink,
  breaker: BankBreaker,
  machine: SyncMachine,
  onChange: (before: LineState, after: LineState) => void,
): LineWatch {
  const { schedule } = machine;
  let line: LineState = { state: 'unknown', reason: null };
  let failedProbes = 0;
  let probeAtMs = 0;
  let heardAtMs = 0;
  let doubted = false;

  function set(next: LineState): void {
    const before = line;
    line = next;
    if (before.state === next.state && before.reason === next.reason) return;
    machine.log('sync.line', next.reason === null ? { state: next.state } : { ...next });
    onChange(before, next);
  }

  function isUp(): void {
    failedProbes = 0;
    heardAtMs = schedule.elapsedMs();
    doubted = false;
    set({ state: 'online', reason: null });
  }

  function isAway(reason: 'no-line' | 'bank-failed'): void {
    failedProbes += 1;
    probeAtMs = schedule.elapsedMs() + delayAfterProbe(failedProbes, machine.random());
    doubted = false;
    set({ state: 'offline', reason });
  }

  function isPaused(reason: PauseReason): void {
    probeAtMs = schedule.elapsedMs() + withJitter(pausedProbeMs, machine.random());
    set({ state: 'paused', reason });
  }

  function draw(answer: Result<unknown, LinkFailure>): void {
    if (answer.ok || answer.error.kind === 'refused' || answer.error.kind === 'later') return isUp();
    const { kind } = answer.error;
    if (kind === 'no-line') return isAway('no-line');
    if (isPause(kind)) return isPaused(kind);
    // A bank that fails now and then still is a line; one that the breaker spares is not.
    if (breaker.restMs() > 0) set({ state: 'offline', reason: 'bank-failed' });
    else heardAtMs = schedule.elapsedMs();
  }

  async function heard<T>(
    call: () => Promise<Result<T, LinkFailure>>,
  ): Promise<Result<T, LinkFailure> | null> {
    const answer = await breaker.through(call);
    if (answer) draw(answer);
    else set({ state: 'offline', reason: 'bank-failed' });
    return answer;
  }

  /** Open to all and small; a portal or a bank in trouble answering in its place is no line. */
  async function probe(): Promise<void> {
    // A bank that was spared is let back in by one call of the guarded kind and by nothing beside it.
    if (breaker.isDeciding()) return void (await heard(() => link.catalogue()));
    const answer = await link.identity();
    if (answer.ok) return isUp();
    const { kind } = answer.error;
    if (isPause(kind)) isPaused(kind);
    else isAway(kind === 'no-line' || kind === 'bank-answer-unreadable' ? 'no-line' : 'bank-failed');
  }

  return {
    state: () => line,
    heard,
    overheard(answer) {
      // A bank that is being spared is let back in by the one call that decides, and by nothing beside it.
      if (breaker.restMs() === 0 && !breaker.isDeciding()) draw(answer);
    },
    async ready(urged) {
      if (breaker.restMs() > 0) return false;
      const nowMs = schedule.elapsedMs();
      switch (line.state) {
        case 'online':
          if (doubted || nowMs - heardAtMs >= heartbeatMs) await probe();
          break;
        case 'unknown':
        case 'offline':
          if (urged || nowMs >= probeAtMs) await probe();
          break;
        case 'paused':
          // Asked as this device: the bank's open page would answer a device it has turned away.
          if (urged || nowMs >= probeAtMs) await heard(() => link.catalogue());
          break;
        default:
          break;
      }
      return line.state === 'online';
    },
    doubt() {
      doubted = true;
    },
    dueMs(hasLive) {
      const restMs = breaker.restMs();
      if (restMs > 0) return restMs;
      if (line.state === 'unknown' || (line.state === 'online' && doubted)) return 0;
      if (line.state !== 'online') return Math.max(0, probeAtMs - schedule.elapsedMs());
      return hasLive ? Infinity : Math.max(0, heardAtMs + heartbeatMs - schedule.elapsedMs());
    },
  };
}
