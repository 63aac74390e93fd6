import { ORPCError } from '@orpc/client';
import { expect, test, vi } from 'vitest';
import { follow } from './follow.ts';

async function* stream(...values: readonly number[]): AsyncGenerator<number> {
  yield* values;
}

test('a stream that breaks is asked for again, and what was seen is not asked twice at once', async () => {
  const seen: number[] = [];
  let opened = 0;
  const stop = follow({
    open: async () => {
      opened += 1;
      if (opened === 2) throw new Error('the line broke');
      return stream(opened);
    },
    onValue: (value) => seen.push(value),
    againAfterMs: 1,
  });
  await vi.waitFor(() => expect(seen).toContain(3));
  stop();
  expect(seen.slice(0, 2)).toEqual([1, 3]);
});

test('a refusal ends it: asking again would be refused again', async () => {
  const refused = vi.fn<(failure: { kind: string }) => void>();
  let opened = 0;
  follow({
    open: () => {
      opened += 1;
      return Promise.reject(new ORPCError('REFUSED', { defined: true, data: { kind: 'case-not-found' } }));
    },
    onValue: () => {},
    onRefused: refused,
    againAfterMs: 1,
  });
  await vi.waitFor(() => expect(refused).toHaveBeenCalledWith({ kind: 'case-not-found' }));
  await new Promise((resume) => {
    setTimeout(resume, 20);
  });
  expect(opened).toBe(1);
});

test('stopped, it neither tells nor asks any more', async () => {
  const seen: number[] = [];
  let aborted = false;
  const stop = follow({
    open: async (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return stream(1);
    },
    onValue: (value) => seen.push(value),
    againAfterMs: 1,
  });
  stop();
  await new Promise((resume) => {
    setTimeout(resume, 20);
  });
  expect(aborted).toBe(true);
  expect(seen).toEqual([]);
});
