import { expect, test } from 'vitest';
import { bankCaseStateSchema } from '#core/contract/bank/packet.ts';
import { standingOf, standings } from './standing.ts';

const delivery = (state: 'waiting' | 'sending' | 'accepted' | 'parked') => ({ state, reason: null });

test("the bank's word stands above the queue's", () => {
  for (const state of bankCaseStateSchema.options) {
    const bank = { state, reasons: [], accountNumber: null, ifsc: null };
    expect(standingOf({ bank, delivery: delivery('parked') }, false)).toBe(state);
    expect(standings).toContain(state);
  }
});

test('waiting is a moment with a line, and queued without one', () => {
  expect(standingOf({ bank: null, delivery: delivery('waiting') }, true)).toBe('sending');
  expect(standingOf({ bank: null, delivery: delivery('waiting') }, false)).toBe('queued');
  expect(standingOf({ bank: null, delivery: null }, false)).toBe('queued');
});

test('accepted without an answer yet is with the bank; parked says so', () => {
  expect(standingOf({ bank: null, delivery: delivery('accepted') }, false)).toBe('received');
  expect(standingOf({ bank: null, delivery: delivery('sending') }, false)).toBe('sending');
  expect(standingOf({ bank: null, delivery: delivery('parked') }, true)).toBe('parked');
});
