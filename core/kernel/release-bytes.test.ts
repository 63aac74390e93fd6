// Memory given back at once, and never that of another value.
import { expect, it } from 'vitest';
import { releaseBytes } from './release-bytes.ts';

it('leaves nothing of a value that has its memory to itself', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const { buffer } = bytes;
  releaseBytes(bytes);
  expect(bytes.byteLength).toBe(0);
  expect(buffer.detached).toBe(true);
});

it('overwrites a part of something larger and touches nothing beside it', () => {
  const whole = new Uint8Array([1, 2, 3, 4]);
  releaseBytes(whole.subarray(1, 3));
  expect([...whole]).toEqual([1, 0, 0, 4]);
});
