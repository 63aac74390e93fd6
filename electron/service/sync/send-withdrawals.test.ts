// Withdrawals on turned time, over the real store and a bank reduced to its word: told until its receipt is kept, once in effect.
import { v7 as newId } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { actOn, emptyCase, newEnrolment, queueCase } from '../../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../../adapter/case-store/temp-store.fixture.ts';
import { createChanges } from '../changes.ts';
import { withdrawConsent } from '../erasure.ts';
import { bankFailed, createSpokenBank, noLine, refusedAs } from './spoken-bank.fixture.ts';
import { createStartSync } from './sync-service.ts';
import { createTurnedTime } from './turned-time.fixture.ts';

const temp = useTempStore();

async function start() {
  const time = createTurnedTime();
  const bank = createSpokenBank();
  const store = temp.open({ clock: time.clock });
  valueOf(store.saveEnrolment(newEnrolment(), actOn(null, 'kiosk.enrolled')));
  const sync = createStartSync({
    clock: time.clock,
    schedule: time.schedule,
    random: () => 0.5,
    log: () => undefined,
  })({
    store,
    link: bank.link,
    onCatalogue: () => undefined,
    onLine: () => undefined,
    onCase: () => undefined,
  });
  onTestFinished(() => sync.close());
  const { caseId } = queueCase(store, emptyCase());
  const ports = { clock: time.clock, changes: createChanges(), newId };
  await time.settle();
  expect(store.delivery(caseId)?.state).toBe('accepted');
  const withdraw = async () => {
    valueOf(await withdrawConsent(ports, { store, officer: null, line: null }, caseId));
    sync.poke();
    await time.settle();
  };
  return { time, bank, store, sync, caseId, withdraw };
}

it('SY57 told at once where there is a line, and once', async () => {
  const { time, bank, store, caseId, withdraw } = await start();
  await withdraw();
  await time.turn(60 * 60_000);
  expect(bank.withdrawn.get(caseId)).toBe(1);
  expect(store.openWithdrawals()).toBe(0);
  expect(valueOf(store.history(caseId)).at(-1)).toMatchObject({
    act: 'withdrawal.confirmed',
    facts: { outcome: 'erased' },
  });
});

it('SY57 without a line it waits and goes by itself; a bank in trouble or one that refuses it is asked again', async () => {
  const { time, bank, store, caseId, withdraw } = await start();
  bank.trouble = () => noLine;
  await withdraw();
  await time.turn(10 * 60_000);
  expect(store.openWithdrawals()).toBe(1);
  bank.trouble = (call) => (call.startsWith('withdraw') ? bankFailed : null);
  await time.turn(10 * 60_000);
  expect(store.openWithdrawals()).toBe(1);
  bank.trouble = (call) => (call.startsWith('withdraw') ? refusedAs('not-found') : null);
  await time.turn(20 * 60_000);
  expect(store.openWithdrawals()).toBe(1);
  bank.trouble = null;
  await time.turn(20 * 60_000);
  expect([store.openWithdrawals(), bank.withdrawn.get(caseId)]).toEqual([0, 1]);
});

it('SY57 an answer lost, it is told again; it stands in no other case’s way', async () => {
  const { time, bank, store, caseId, withdraw } = await start();
  bank.trouble = (call) => (call.startsWith('withdraw') ? { loseAnswer: true } : null);
  await withdraw();
  const other = queueCase(store, emptyCase());
  await time.turn(5 * 60_000);
  expect(store.delivery(other.caseId)?.state).toBe('accepted');
  expect(store.openWithdrawals()).toBe(1);
  bank.trouble = null;
  await time.turn(10 * 60_000);
  expect(store.openWithdrawals()).toBe(0);
  expect(bank.withdrawn.get(caseId)).toBeGreaterThan(1);
  expect(valueOf(store.history(caseId)).filter(({ act }) => act === 'withdrawal.confirmed')).toHaveLength(1);
});
