import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { attackAt, genuineAt } from './attacks.ts';
import { frameHeightPx, frameWidthPx, screenColour, type Asked, type Presentation } from './presentation.ts';

const calm: Asked = { prompt: { ask: 'look-straight' }, sinceMs: 0 };
const digest = (pixels: Uint8ClampedArray) => createHash('sha256').update(pixels).digest('hex');
const frames = (presentation: Presentation) => [0, 125].map((atMs) => digest(presentation.frame(atMs, calm)));

it('the same index draws the same frames, another index others', () => {
  const once = frames(genuineAt(2));
  expect(frames(genuineAt(2))).toEqual(once);
  expect(frames(genuineAt(3))).not.toEqual(once);
  // A living picture never repeats itself, were it only for the sensor's noise.
  expect(once[0]).not.toBe(once[1]);
});

it.each(['print-cut-eyes', 'replay-phone', 'face-swap'] as const)('%s fills its frame', (kind) => {
  const pixels = attackAt(kind, 0).frame(0, calm);
  expect(pixels.length).toBe(frameWidthPx * frameHeightPx * 4);
  expect(pixels.every((value, index) => (index & 3) !== 3 || value === 255)).toBe(true);
});

it('bands of skin come in turn', () => {
  expect([0, 1].map((index) => genuineAt(index).groups['skin'])).toEqual(['dark', 'medium']);
});

it('the screen shows each colour for its time, and none before and after', () => {
  const prompt = { ask: 'colours', colours: ['red', 'blue'], stepMs: 500 } as const;
  const asked: Asked = { prompt: { ...prompt, colours: [...prompt.colours] }, sinceMs: 1000 };
  const shown = [999, 1000, 1499, 1500, 2000].map((atMs) => screenColour(atMs, asked)[2]);
  expect(shown).toEqual([0, 0.05, 0.05, 1, 0]);
});
