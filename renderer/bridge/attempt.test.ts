import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { attempt, failureOf } from './attempt.ts';

test('what comes back is a value', async () => {
  expect(await attempt(() => Promise.resolve(3))).toEqual({ ok: true, value: 3 });
});

test('a refusal of the contract keeps its kind, its place and its tries', async () => {
  const data = { kind: 'code-wrong', triesLeft: 2 } as const;
  const refused = () => Promise.reject(new ORPCError('REFUSED', { defined: true, data }));
  expect(await attempt(refused)).toEqual({ ok: false, error: data });
});

test('a fault that the contract does not know says nothing of itself', () => {
  expect(failureOf(new ORPCError('INTERNAL_SERVER_ERROR', { message: 'row 7 of customers' }))).toEqual({
    kind: 'internal',
  });
});

test('a carrier that broke is told apart from a kiosk that failed', () => {
  expect(failureOf(new Error('Cannot send message, WebSocket is not open.'))).toEqual({
    kind: 'unreachable',
  });
});
