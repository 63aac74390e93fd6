// The clock watch over the real store, with time turned by hand.
import { describe, expect, it } from 'vitest';
import { leapMs } from '#core/outbox/trusted-time.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import { readAudit } from '../../adapter/case-store/read-audit.ts';
import { bankAnswer, changeOf, emptyCase, noon, queueCase } from '../../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../../adapter/case-store/temp-store.fixture.ts';
import { createTurnedTime } from '../sync/turned-time.fixture.ts';
import { createClockWatch } from './clock-watch.ts';

const temp = useTempStore();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A start of the kiosk's process, its wall clock so far from the machine's first. */
function startAt(shiftMs: number) {
  const time = createTurnedTime();
  time.shiftWall(shiftMs);
  const store = temp.open({ clock: time.clock });
  const { clock, schedule } = time;
  const watch = createClockWatch({ store, clock, schedule });
  const inMs = (ms: number): Instant =>
    instantSchema.parse(new Date(Date.parse(clock.now()) + ms).toISOString());
  return { time, store, watch, inMs, look: () => valueOf(watch.look()) };
}

function clockActs(): [string, unknown][] {
  const trail = valueOf(readAudit({ dataDir: temp.dataDir, masterKey: temp.key }));
  const acts = [...trail.rows()].filter((row) => row.act.startsWith('clock.'));
  trail.close();
  return acts.map((row) => [row.act, row.facts['bySeconds']]);
}

describe('at the start', () => {
  it('TT1 a clock set back while the kiosk was off is seen, said once, and taken back when it is right again', () => {
    const first = startAt(0);
    expect(first.look()).toBe(false);
    first.store.close();
    const second = startAt(-365 * dayMs);
    expect(second.look()).toBe(true);
    expect(second.look()).toBe(false);
    expect(second.watch.standing()).toBe('clock-set-back');
    second.store.close();
    // Still known after a restart, and not said again.
    const third = startAt(-364 * dayMs);
    expect(third.watch.standing()).toBe('clock-set-back');
    expect(third.look()).toBe(false);
    third.time.shiftWall(364 * dayMs);
    expect(third.look()).toBe(true);
    third.store.close();
    expect(clockActs()).toEqual([
      ['clock.set-back', 365 * 86_400],
      ['clock.agrees', 0],
    ]);
  });

  it('TT2 a year ahead is seen; a fortnight switched off is not', () => {
    const first = startAt(0);
    first.look();
    first.store.close();
    const second = startAt(leapMs);
    expect(second.look()).toBe(false);
    second.store.close();
    const third = startAt(leapMs + 365 * dayMs);
    expect(third.look()).toBe(true);
    expect(third.watch.standing()).toBe('clock-set-forward');
  });
});

describe('while running', () => {
  it('TT1 an hour back is seen at the next look, and time passing does not make it right', async () => {
    const kiosk = startAt(0);
    kiosk.look();
    await kiosk.time.turn(60_000);
    kiosk.time.shiftWall(-hourMs);
    expect(kiosk.look()).toBe(true);
    expect(kiosk.watch.standing()).toBe('clock-set-back');
    await kiosk.time.turn(2 * hourMs);
    expect(kiosk.look()).toBe(false);
    expect(kiosk.watch.standing()).toBe('clock-set-back');
    kiosk.time.shiftWall(hourMs);
    expect(kiosk.look()).toBe(true);
    expect(kiosk.watch.standing()).toBe('trusted');
  });

  it('TT5 each look raises the counter, whatever the clock does', () => {
    const kiosk = startAt(0);
    kiosk.look();
    const before = kiosk.store.timeMark().ticks;
    kiosk.time.shiftWall(-10 * dayMs);
    kiosk.look();
    expect(kiosk.store.timeMark().ticks).toBe(before + 1);
  });
});

describe('the bank’s word', () => {
  it('TT3 decides against what was seen here: a clock wrongly ahead for a while is believed again once the bank agrees', () => {
    const kiosk = startAt(0);
    kiosk.look();
    kiosk.time.shiftWall(365 * dayMs);
    kiosk.look();
    kiosk.time.shiftWall(-365 * dayMs);
    expect(valueOf(kiosk.watch.heard(kiosk.inMs(0)))).toBe(true);
    expect(kiosk.watch.standing()).toBe('trusted');
    expect(kiosk.look()).toBe(false);
  });

  it.each([
    ['clock-set-back', 10 * 60_000],
    ['clock-set-forward', -10 * 60_000],
  ] as const)('TT3 ten minutes off is %s, and stays so until the clock is set', async (standing, aheadMs) => {
    const kiosk = startAt(0);
    kiosk.look();
    valueOf(kiosk.watch.heard(kiosk.inMs(aheadMs)));
    expect(kiosk.watch.standing()).toBe(standing);
    await kiosk.time.turn(hourMs);
    kiosk.look();
    expect(kiosk.watch.standing()).toBe(standing);
    kiosk.time.shiftWall(aheadMs);
    kiosk.look();
    expect(kiosk.watch.standing()).toBe('trusted');
  });

  it('TT4 a receipt’s moment is kept with it: an earlier clock is found out, also after a restart', () => {
    const kiosk = startAt(0);
    const packet = queueCase(kiosk.store);
    const receivedAt = kiosk.inMs(30 * dayMs);
    const { packetId, caseId } = packet;
    const claims = { packetId, caseId, version: 1, packetDigest: 'a'.repeat(64), receivedAt };
    const receipt = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
    const state = { ...valueOf(kiosk.store.load(caseId)).state, bank: bankAnswer(caseId) };
    valueOf(kiosk.store.markAccepted(packetId, receipt, changeOf(state, 1)));
    expect(kiosk.store.timeMark().provedAt).toBe(receivedAt);
    kiosk.store.close();
    const next = startAt(29 * dayMs);
    expect(next.look()).toBe(true);
    expect(next.watch.standing()).toBe('clock-set-back');
  });
});

it('TT5 cases keep the order in which they were begun, whatever the clock said', () => {
  const store = temp.open();
  const first = emptyCase();
  const backdated = emptyCase(undefined, instantSchema.parse('2020-01-01T00:00:00.000Z'));
  for (const state of [first, backdated]) valueOf(store.save(changeOf(state, null)));
  expect(store.list(10).map(({ state }) => state.caseId)).toEqual([backdated.caseId, first.caseId]);
  const [one, two] = [queueCase(store), queueCase(store, emptyCase(undefined, backdated.startedAt))];
  expect(store.nextToSend(noon)?.packetId).toBe(one.packetId);
  expect(two.sequence).toBe(one.sequence + 1);
});
