import { expect, test } from 'vitest';
import { pieceOf } from './picture-piece.tsx';

const picture = { width: 1000, height: 600 };

test('a piece is the box with a little of what is around it', () => {
  expect(pieceOf({ x: 100, y: 200, width: 300, height: 20 }, picture)).toEqual({
    x: 93,
    y: 193,
    width: 314,
    height: 34,
  });
});

test('a piece never leaves the picture', () => {
  const piece = pieceOf({ x: -10, y: 590, width: 2000, height: 40 }, picture);
  expect(piece.x).toBe(0);
  expect(piece.x + piece.width).toBe(1000);
  expect(piece.y + piece.height).toBe(600);
});

test('a box outside the picture still gives something that can be drawn', () => {
  const piece = pieceOf({ x: 1200, y: 900, width: 10, height: 10 }, picture);
  expect(piece.width).toBeGreaterThan(0);
  expect(piece.height).toBeGreaterThan(0);
});
