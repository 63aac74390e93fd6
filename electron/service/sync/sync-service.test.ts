// The worker on turned time, over the real store and a bank reduced to its word.
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { queueCase } from '../../adapter/case-store/store.fixture.ts';
import { useTempStore } from '../../adapter/case-store/temp-store.fixture.ts';
import type { CaseStore } from '../../port/case-store.ts';
import { breakMs, failuresToBreak } from './bank-breaker.ts';
import { heartbeatMs, pausedProbeMs } from './line-watch.ts';
import {
  bankFailed,
  catalogueOf,
  createSpokenBank,
  deviceRefused,
  noLine,
  refusedAs,
  type SpokenBank,
} from './spoken-bank.fixture.ts';
import { catalogueEveryMs, createStartSync, pollEveryMs } from './sync-service.ts';
import { createTurnedTime } from './turned-time.fixture.ts';

const temp = useTempStore();
const yearMs = 365 * 86_400_000;

function start(set: { bank?: SpokenBank; store?: CaseStore } = {}) {
  const time = createTurnedTime();
  const bank = set.bank ?? createSpokenBank();
  const store = set.store ?? temp.open({ clock: time.clock });
  const seen = {
    lines: [] as string[],
    catalogues: [] as string[],
    cases: [] as string[],
    sealingKeys: [] as string[],
  };
  const logged: string[] = [];
  const sync = createStartSync({
    clock: time.clock,
    schedule: time.schedule,
    random: () => 0.5,
    log: (event, facts) => logged.push(`${event} ${JSON.stringify(facts)}`),
  })({
    store,
    link: bank.link,
    onCatalogue: (catalogue) => seen.catalogues.push(catalogue.version),
    onSealingKey: ({ keyId }) => seen.sealingKeys.push(keyId),
    onLine: () => seen.lines.push(sync.line().state),
    onCase: (caseId) => seen.cases.push(caseId),
  });
  onTestFinished(() => sync.close());
  const stateOf = (packet: { caseId: Parameters<CaseStore['delivery']>[0] }) => {
    const record = store.delivery(packet.caseId);
    return record && { state: record.state, reason: record.reason, tries: record.tries };
  };
  const deliveries = () =>
    bank.calls.filter((call) => call.startsWith('deliver')).map((call) => call.slice(8));
  return { time, bank, store, sync, seen, logged, stateOf, deliveries };
}

describe('sending', () => {
  it('SY10 sends what waits in the order it was sealed, and says so of each case', async () => {
    const kiosk = start();
    const packets = [1, 2, 3].map(() => queueCase(kiosk.store));
    await kiosk.time.settle();
    expect(kiosk.sync.line()).toEqual({ state: 'online', reason: null });
    expect(kiosk.deliveries()).toEqual(['1', '2', '3']);
    for (const packet of packets) {
      expect(kiosk.stateOf(packet)).toMatchObject({ state: 'accepted' });
      const loaded = kiosk.store.load(packet.caseId);
      expect(loaded.ok && loaded.value.state.bank?.state).toBe('received');
      expect(kiosk.seen.cases).toContain(packet.caseId);
    }
    expect(kiosk.store.deliveryCounts()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it('SY10 a poke sends a case sealed a moment ago at once', async () => {
    const kiosk = start();
    await kiosk.time.turn(5000);
    const packet = queueCase(kiosk.store);
    kiosk.sync.poke();
    await kiosk.time.settle();
    expect(kiosk.stateOf(packet)).toMatchObject({ state: 'accepted' });
  });

  it('SY10 one bad item never blocks the others: refused is parked with its reason, kept, and not tried again', async () => {
    const kiosk = start();
    kiosk.bank.trouble = (call) => (call === 'deliver 1' ? refusedAs('packet-unreadable') : null);
    const [bad, good] = [queueCase(kiosk.store), queueCase(kiosk.store)];
    await kiosk.time.turn(30 * 60_000);
    expect(kiosk.stateOf(bad)).toEqual({ state: 'parked', reason: 'packet-unreadable', tries: 1 });
    expect(kiosk.stateOf(good)).toMatchObject({ state: 'accepted' });
    expect(kiosk.deliveries()).toEqual(['1', '2']);
    expect(kiosk.store.packet(bad.packetId).ok).toBe(true);
  });

  it('SY10 nor does one that the bank keeps asking to wait, or fails on', async () => {
    const kiosk = start();
    kiosk.bank.trouble = (call) => (call === 'deliver 1' ? { kind: 'later', retryAfterS: 2 } : null);
    const [slow, ...others] = [1, 2, 3].map(() => queueCase(kiosk.store));
    await kiosk.time.turn(10_000);
    expect(others.map((packet) => kiosk.stateOf(packet)?.state)).toEqual(['accepted', 'accepted']);
    expect(slow && kiosk.stateOf(slow)).toEqual({ state: 'waiting', reason: 'bank-asks-to-wait', tries: 0 });
    kiosk.bank.trouble = (call) => (call === 'deliver 1' ? bankFailed : null);
    const more = queueCase(kiosk.store);
    await kiosk.time.turn(10_000);
    expect(kiosk.stateOf(more)).toMatchObject({ state: 'accepted' });
    kiosk.bank.trouble = null;
    await kiosk.time.turn(10 * 60_000);
    expect(slow && kiosk.stateOf(slow)).toMatchObject({ state: 'accepted' });
  });

  it('SY3 tries three times, rests a minute, and goes on in rounds until the bank takes it', async () => {
    const kiosk = start();
    // The catalogue still answers, so the breaker's count is closed in between.
    kiosk.bank.trouble = (call) => (call.startsWith('deliver') ? refusedAs('blob-digest') : null);
    const packet = queueCase(kiosk.store);
    await kiosk.time.turn(3500);
    expect(kiosk.deliveries()).toHaveLength(3);
    await kiosk.time.turn(55_000);
    expect(kiosk.deliveries()).toHaveLength(3);
    await kiosk.time.turn(10_000);
    expect(kiosk.deliveries().length).toBeGreaterThan(3);
    await kiosk.time.turn(60 * 60_000);
    expect(kiosk.stateOf(packet)).toMatchObject({ state: 'waiting', reason: 'blob-damaged-on-the-way' });
    kiosk.bank.trouble = null;
    await kiosk.time.turn(6 * 60_000);
    expect(kiosk.stateOf(packet)).toMatchObject({ state: 'accepted' });
  });

  it('SY52 sends the parts of the next one ahead, if it was never tried, and its manifest in its turn', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    kiosk.bank.trouble = (call) => (call === 'deliver 2' ? refusedAs('blob-digest') : null);
    for (let each = 0; each < 4; each += 1) queueCase(kiosk.store);
    kiosk.sync.poke();
    await kiosk.time.settle();
    expect(kiosk.bank.ahead).toEqual([2, 3, 4]);
    await kiosk.time.turn(1500);
    // Tried before: the bank may hold its parts, so it is asked first.
    expect(kiosk.bank.ahead).toEqual([2, 3, 4]);
    expect(kiosk.deliveries().slice(0, 4)).toEqual(['1', '2', '3', '4']);
  });

  it('SY9 rests the whole line as long as the bank asks', async () => {
    const kiosk = start();
    kiosk.bank.trouble = (call) => (call === 'deliver 1' ? { kind: 'later', retryAfterS: 40 } : null);
    queueCase(kiosk.store);
    const other = queueCase(kiosk.store);
    await kiosk.time.turn(39_000);
    kiosk.sync.poke();
    await kiosk.time.settle();
    expect(kiosk.deliveries()).toEqual(['1']);
    await kiosk.time.turn(2000);
    expect(kiosk.stateOf(other)).toMatchObject({ state: 'accepted' });
  });
});

describe('exactly one effect', () => {
  it('SY11 a lost answer after the bank has kept the case: sent again under the same key, kept once', async () => {
    const kiosk = start();
    let losses = 0;
    kiosk.bank.trouble = (call) => {
      if (!call.startsWith('deliver') || losses >= 7) return null;
      losses += 1;
      return { loseAnswer: true };
    };
    const packets = [1, 2, 3, 4].map(() => queueCase(kiosk.store));
    await kiosk.time.turn(5 * 60_000);
    expect(losses).toBe(7);
    expect(packets.map((packet) => kiosk.stateOf(packet)?.state)).toEqual(Array(4).fill('accepted'));
    expect([...kiosk.bank.effects]).toEqual(packets.map((packet) => [packet.idempotencyKey, 1]));
  });

  it('SY11 an answer that the disk would not take is asked for again', async () => {
    const store = temp.open();
    let refusals = 2;
    const full: CaseStore = {
      ...store,
      markAccepted: (...given) =>
        (refusals -= 1) >= 0 ? { ok: false, error: { kind: 'disk-full' } } : store.markAccepted(...given),
    };
    const kiosk = start({ store: full });
    const [first, second] = [queueCase(store), queueCase(store)];
    await kiosk.time.turn(5 * 60_000);
    expect(kiosk.stateOf(first)).toMatchObject({ state: 'accepted' });
    expect(kiosk.stateOf(second)).toMatchObject({ state: 'accepted' });
    expect([...kiosk.bank.effects.values()]).toEqual([1, 1]);
    expect(kiosk.logged.filter((line) => line.includes('disk-full'))).toHaveLength(2);
  });

  it('SY11 what was on its way when the kiosk stopped goes again at the next start', async () => {
    const first = start();
    const packet = queueCase(first.store);
    first.bank.trouble = () => ({ loseAnswer: true });
    await first.time.settle();
    await first.sync.close();
    first.store.close();
    first.bank.trouble = null;
    const second = start({ bank: first.bank });
    await second.time.settle();
    expect(second.stateOf(packet)).toMatchObject({ state: 'accepted' });
    expect([...first.bank.effects.values()]).toEqual([1]);
  });
});

describe('the line', () => {
  it('SY5 no line is no attempt; the case leaves within two seconds of its return', async () => {
    const kiosk = start();
    kiosk.bank.trouble = () => noLine;
    const packet = queueCase(kiosk.store);
    await kiosk.time.turn(45_000);
    expect(kiosk.sync.line()).toEqual({ state: 'offline', reason: 'no-line' });
    expect(kiosk.stateOf(packet)).toMatchObject({ state: 'waiting', tries: 0 });
    expect(kiosk.deliveries()).toEqual([]);
    kiosk.bank.trouble = null;
    await kiosk.time.turn(2000);
    expect(kiosk.stateOf(packet)).toMatchObject({ state: 'accepted' });
  });

  it('SY4 looks ever less often, thirty seconds at most; a poke or the live channel looks at once', async () => {
    const kiosk = start();
    kiosk.bank.trouble = () => noLine;
    await kiosk.time.turn(60 * 60_000);
    const before = kiosk.bank.calls.length;
    await kiosk.time.turn(10 * 60_000);
    expect(kiosk.bank.calls.length - before).toBe(20);
    kiosk.bank.trouble = null;
    kiosk.sync.poke();
    await kiosk.time.settle();
    expect(kiosk.sync.line().state).toBe('online');
    kiosk.bank.trouble = () => noLine;
    kiosk.bank.live.turn(false);
    await kiosk.time.turn(60_000);
    expect(kiosk.sync.line().state).toBe('offline');
    kiosk.bank.trouble = null;
    kiosk.bank.live.turn(true);
    await kiosk.time.settle();
    expect(kiosk.sync.line().state).toBe('online');
  });

  it('SY18 a line lost in silence is noticed by the live channel at once, without it within the heartbeat', async () => {
    const kiosk = start();
    kiosk.bank.live.turn(true);
    await kiosk.time.turn(5 * heartbeatMs);
    expect(kiosk.sync.line().state).toBe('online');
    kiosk.bank.trouble = () => noLine;
    kiosk.bank.live.turn(false);
    await kiosk.time.turn(100);
    expect(kiosk.sync.line()).toEqual({ state: 'offline', reason: 'no-line' });
    kiosk.bank.trouble = null;
    await kiosk.time.turn(5000);
    expect(kiosk.sync.line().state).toBe('online');
    expect(kiosk.bank.live.opened).toBe(2);
    kiosk.bank.trouble = () => noLine;
    await kiosk.time.turn(heartbeatMs + 1000);
    expect(kiosk.sync.line().state).toBe('offline');
    expect(kiosk.seen.lines).toContain('offline');
  });

  it('SY6 a device turned away pauses the whole link, says why, and goes on by itself when it is welcome again', async () => {
    const kiosk = start();
    const packets = [queueCase(kiosk.store), queueCase(kiosk.store)];
    kiosk.bank.trouble = (call) => (call === 'probe' ? null : deviceRefused);
    await kiosk.time.turn(10 * 60_000);
    expect(kiosk.sync.line()).toEqual({ state: 'paused', reason: 'device-refused' });
    expect(packets.map((packet) => kiosk.stateOf(packet)?.state)).toEqual(['waiting', 'waiting']);
    expect(kiosk.deliveries()).toEqual([]);
    expect(kiosk.bank.calls.length).toBeLessThan(15);
    kiosk.bank.trouble = null;
    await kiosk.time.turn(pausedProbeMs * 1.1);
    expect(kiosk.sync.line().state).toBe('online');
    expect(packets.map((packet) => kiosk.stateOf(packet)?.state)).toEqual(['accepted', 'accepted']);
  });

  it('SY6 a device turned away in the middle of sending leaves the packet waiting, its tries uncounted', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    kiosk.bank.trouble = (call) => (call === 'probe' ? null : deviceRefused);
    const packet = queueCase(kiosk.store);
    kiosk.sync.poke();
    await kiosk.time.settle();
    expect(kiosk.stateOf(packet)).toEqual({ state: 'waiting', reason: 'device-refused', tries: 0 });
  });
});

describe('the breaker', () => {
  it('SY13 after five failures in a row nothing is asked for a minute, then one call decides', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    kiosk.bank.trouble = () => bankFailed;
    for (let index = 0; index < 9; index += 1) queueCase(kiosk.store);
    kiosk.bank.calls.length = 0;
    kiosk.sync.poke();
    await kiosk.time.settle();
    expect(kiosk.bank.calls).toHaveLength(failuresToBreak);
    expect(kiosk.sync.line()).toEqual({ state: 'offline', reason: 'bank-failed' });
    kiosk.sync.poke();
    await kiosk.time.turn(breakMs - 1000);
    expect(kiosk.bank.calls).toHaveLength(failuresToBreak);
    await kiosk.time.turn(2000);
    expect(kiosk.bank.calls).toHaveLength(failuresToBreak + 1);
    await kiosk.time.turn(breakMs - 5000);
    expect(kiosk.bank.calls).toHaveLength(failuresToBreak + 1);
    kiosk.bank.trouble = null;
    await kiosk.time.turn(10_000);
    expect(kiosk.sync.line().state).toBe('online');
    expect(kiosk.store.deliveryCounts().waiting).toBe(0);
    expect(kiosk.bank.effects.size).toBe(9);
  });

  it('SY13 a success in between closes the count', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    kiosk.bank.trouble = (call) => (Number(call.slice(8)) % 5 === 0 ? null : bankFailed);
    for (let index = 0; index < 20; index += 1) queueCase(kiosk.store);
    kiosk.bank.calls.length = 0;
    kiosk.sync.poke();
    await kiosk.time.settle();
    // Four failures, one success, four failures, …: never five in a row.
    expect(kiosk.deliveries()).toHaveLength(20);
    expect(kiosk.sync.line().state).toBe('online');
  });
});

describe('clocks', () => {
  it.each([-yearMs, yearMs])('SY14 a clock moved by %d ms holds nothing up', async (shift) => {
    const kiosk = start();
    kiosk.bank.trouble = (call) => (call.startsWith('deliver') ? bankFailed : null);
    const packet = queueCase(kiosk.store);
    await kiosk.time.turn(1500);
    expect(kiosk.stateOf(packet)).toMatchObject({ tries: 2 });
    kiosk.time.shiftWall(shift);
    kiosk.bank.trouble = null;
    await kiosk.time.turn(3000);
    expect(kiosk.stateOf(packet)).toMatchObject({ state: 'accepted' });
  });

  it('SY14 nor does the breaker rest longer for it', async () => {
    const kiosk = start();
    kiosk.bank.trouble = (call) => (call === 'probe' ? null : bankFailed);
    await kiosk.time.turn(5 * 60_000);
    expect(kiosk.sync.line()).toEqual({ state: 'offline', reason: 'bank-failed' });
    kiosk.time.shiftWall(-yearMs);
    kiosk.bank.trouble = null;
    await kiosk.time.turn(breakMs + 1000);
    expect(kiosk.sync.line().state).toBe('online');
  });

  it('SY12 a moment stored under a clock a year ahead counts no more after a restart', async () => {
    const first = start();
    first.time.shiftWall(yearMs);
    first.bank.trouble = (call) => (call.startsWith('deliver') ? bankFailed : null);
    const packet = queueCase(first.store);
    await first.time.turn(4000);
    expect(first.stateOf(packet)).toMatchObject({ tries: 3 });
    await first.sync.close();
    first.store.close();
    first.bank.trouble = null;
    const second = start({ bank: first.bank });
    await second.time.settle();
    expect(second.stateOf(packet)).toMatchObject({ state: 'accepted' });
  });
});

describe('master data and standings', () => {
  it('SY16 pulls the catalogue at the first line and every quarter of an hour, and tells of a new one', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    expect(kiosk.seen.catalogues).toEqual(['1']);
    await kiosk.time.turn(catalogueEveryMs * 3);
    expect(kiosk.seen.catalogues).toEqual(['1']);
    expect(kiosk.bank.calls.filter((call) => call === 'catalogue')).toHaveLength(4);
    kiosk.bank.catalogue = catalogueOf('2', '2026-11-21T00:00:00.000Z');
    await kiosk.time.turn(catalogueEveryMs);
    expect(kiosk.seen.catalogues).toEqual(['1', '2']);
    expect(kiosk.store.catalogue()).toContain('"version":"2"');
  });

  it('SY16 takes back no older catalogue, though the bank signed it once', async () => {
    const kiosk = start();
    kiosk.bank.catalogue = catalogueOf('2', '2026-11-21T00:00:00.000Z');
    await kiosk.time.settle();
    kiosk.bank.catalogue = catalogueOf('1', '2026-11-19T00:00:00.000Z');
    await kiosk.time.turn(catalogueEveryMs * 2);
    expect(kiosk.seen.catalogues).toEqual(['2']);
    expect(kiosk.store.catalogue()).toContain('"version":"2"');
  });

  it('AU12 looks for what the bank has witnessed of the audit with each look at the master data', async () => {
    const kiosk = start();
    const witnessed = {
      kioskId: kioskIdSchema.parse('019a9f3e-0000-7000-8000-000000000001'),
      sequence: 1,
      head: kiosk.store.auditHead(),
      rows: kiosk.store.auditRows(),
      flagged: false,
    };
    kiosk.bank.audit = witnessed;
    await kiosk.time.settle();
    expect(kiosk.store.auditBroken()).toBe(false);
    kiosk.bank.audit = { ...witnessed, sequence: 2, head: 'ab'.repeat(32) };
    await kiosk.time.turn(catalogueEveryMs);
    expect(kiosk.store.auditBroken()).toBe(true);
  });

  it('SY17 asks after undecided cases where push is blocked, and stops when they are decided', async () => {
    const kiosk = start();
    const packet = queueCase(kiosk.store);
    await kiosk.time.settle();
    const standing = kiosk.bank.standings.get(packet.caseId);
    if (!standing) throw new Error('not at the bank');
    kiosk.bank.standings.set(packet.caseId, {
      ...standing,
      state: 'opened',
      accountNumber: '7',
      revision: 2,
    });
    await kiosk.time.turn(pollEveryMs + 1000);
    const loaded = kiosk.store.load(packet.caseId);
    expect(loaded.ok && loaded.value.state.bank).toMatchObject({ state: 'opened', accountNumber: '7' });
    const asked = kiosk.bank.calls.filter((call) => call === 'status').length;
    await kiosk.time.turn(pollEveryMs * 10);
    expect(kiosk.bank.calls.filter((call) => call === 'status')).toHaveLength(asked);
  });

  it('SY17 goes on asking after a restart', async () => {
    const first = start();
    const packet = queueCase(first.store);
    await first.time.settle();
    await first.sync.close();
    first.store.close();
    const second = start({ bank: first.bank });
    await second.time.turn(1000);
    expect(first.bank.calls).toContain('status');
    expect(second.stateOf(packet)).toMatchObject({ state: 'accepted' });
  });

  it('SY17 asks after every undecided case after a restart, however many came since', async () => {
    const first = start();
    const packets = Array.from({ length: 505 }, () => queueCase(first.store));
    await first.time.settle();
    await first.time.turn(60_000);
    await first.sync.close();
    const second = start({ bank: first.bank, store: first.store });
    second.bank.calls.length = 0;
    await second.time.turn(pollEveryMs * 40);
    const asked = second.bank.calls.filter((call) => call === 'status').length;
    expect(packets.length).toBe(505);
    expect(asked).toBeGreaterThanOrEqual(505);
  });

  it('SY49 tells the sealing key the bank has now with each look at the master data', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    await kiosk.time.turn(catalogueEveryMs + 1000);
    expect(kiosk.seen.sealingKeys).toEqual(['k', 'k']);
  });

  it('SY17 takes what the live channel says, the newest revision standing whatever comes late', async () => {
    const kiosk = start();
    const packet = queueCase(kiosk.store);
    await kiosk.time.settle();
    const standing = kiosk.bank.standings.get(packet.caseId);
    if (!standing) throw new Error('not at the bank');
    kiosk.bank.live.push({ ...standing, state: 'in-review', revision: 3 });
    kiosk.bank.live.push({ ...standing, state: 'awaiting-mobile', revision: 2 });
    const loaded = kiosk.store.load(packet.caseId);
    expect(loaded.ok && loaded.value.state.bank).toMatchObject({ state: 'in-review', revision: 3 });
    kiosk.bank.live.push({ ...standing, caseId: queueCase(temp.open({})).caseId, revision: 9 });
    expect(kiosk.sync.line().state).toBe('online');
  });
});

describe('what people hear on the same line', () => {
  it('SY48 an officer told that there is no line makes the worker say so, and look for it', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    expect(kiosk.sync.line().state).toBe('online');
    kiosk.sync.heard({ ok: false, error: noLine });
    expect(kiosk.sync.line()).toEqual({ state: 'offline', reason: 'no-line' });
    await kiosk.time.turn(2500);
    expect(kiosk.sync.line().state).toBe('online');
  });

  it('SY48 an answer to a person brings the line back at once, and what waits goes', async () => {
    const kiosk = start();
    kiosk.bank.trouble = () => noLine;
    const packet = queueCase(kiosk.store);
    await kiosk.time.turn(10 * 60_000);
    kiosk.bank.trouble = null;
    kiosk.sync.heard({ ok: true, value: null });
    await kiosk.time.settle();
    expect(kiosk.stateOf(packet)).toMatchObject({ state: 'accepted' });
  });

  it('SY48 a bank that is being spared is not let back in by it', async () => {
    const kiosk = start();
    kiosk.bank.trouble = (call) => (call === 'probe' ? null : bankFailed);
    for (let each = 0; each < failuresToBreak; each += 1) queueCase(kiosk.store);
    await kiosk.time.turn(30_000);
    expect(kiosk.sync.line()).toEqual({ state: 'offline', reason: 'bank-failed' });
    kiosk.sync.heard({ ok: true, value: null });
    expect(kiosk.sync.line()).toEqual({ state: 'offline', reason: 'bank-failed' });
  });
});

describe('closing and faults of its own', () => {
  it('SY15 close waits for what is on its way and starts nothing more', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    let open = (): void => undefined;
    kiosk.bank.gate = new Promise((resolve) => (open = resolve));
    const [first, second] = [queueCase(kiosk.store), queueCase(kiosk.store)];
    kiosk.sync.poke();
    await kiosk.time.settle();
    expect(kiosk.stateOf(first)).toMatchObject({ state: 'sending' });
    const closed = kiosk.sync.close();
    open();
    await closed;
    expect(kiosk.stateOf(first)).toMatchObject({ state: 'accepted' });
    expect(kiosk.stateOf(second)).toMatchObject({ state: 'waiting' });
    expect(kiosk.time.pending()).toBe(0);
    expect(kiosk.bank.live.closed).toBe(1);
    expect(kiosk.bank.closed).toBe(false);
  });

  it('SY15 after five seconds it closes the link under a bank that does not answer', async () => {
    const kiosk = start();
    await kiosk.time.settle();
    let end = (): void => undefined;
    kiosk.bank.gate = new Promise((resolve) => (end = resolve));
    queueCase(kiosk.store);
    kiosk.sync.poke();
    await kiosk.time.settle();
    void kiosk.sync.close();
    await kiosk.time.turn(4900);
    expect(kiosk.bank.closed).toBe(false);
    await kiosk.time.turn(200);
    expect(kiosk.bank.closed).toBe(true);
    end();
  });

  it('SY19 a mistake in the worker is told by its class alone and does not end the queue', async () => {
    const store = temp.open();
    let mistakes = 1;
    const odd: CaseStore = {
      ...store,
      nextToSend(now) {
        if ((mistakes -= 1) >= 0) throw new TypeError('Meera Iyer');
        return store.nextToSend(now);
      },
    };
    const kiosk = start({ store: odd });
    const packet = queueCase(store);
    await kiosk.time.turn(60_000);
    expect(kiosk.stateOf(packet)).toMatchObject({ state: 'accepted' });
    expect(kiosk.logged.join()).toContain('TypeError');
    expect(kiosk.logged.join()).not.toContain('Meera');
  });

  it('SY19 a packet that our own database no longer gives steps aside', async () => {
    const store = temp.open();
    const [lost, good] = [queueCase(store), queueCase(store)];
    const holed: CaseStore = {
      ...store,
      packet: (packetId) =>
        packetId === lost.packetId
          ? { ok: false, error: { kind: 'database-damaged', detail: 'page' } }
          : store.packet(packetId),
    };
    const kiosk = start({ store: holed });
    await kiosk.time.settle();
    expect(kiosk.stateOf(lost)).toMatchObject({ state: 'parked', reason: 'packet-lost-here' });
    expect(kiosk.stateOf(good)).toMatchObject({ state: 'accepted' });
  });
});
