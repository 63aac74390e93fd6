import { expect, it } from 'vitest';
import { judgeRoom, reserveBytes, warnBelowBytes } from './disk-room.ts';

it('HK1 warns before it stops, and stops while what was begun still fits', () => {
  expect(judgeRoom(warnBelowBytes)).toBe('ample');
  expect(judgeRoom(warnBelowBytes - 1)).toBe('low');
  expect(judgeRoom(reserveBytes)).toBe('low');
  expect(judgeRoom(reserveBytes - 1)).toBe('reserved');
  expect(judgeRoom(0)).toBe('reserved');
});

it('HK1 a disk that cannot be asked stops nobody', () => {
  expect(judgeRoom(null)).toBe('ample');
});
