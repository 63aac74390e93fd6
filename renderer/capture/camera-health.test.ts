import { describe, expect, test } from 'vitest';
import { nextHealth, startHealth } from './camera-health.ts';

/** Ticks every 250 ms from 0; each step is [brightness, does a new frame come]. */
function run(
  steps: readonly (readonly [number | null, boolean])[],
  startMs = 0,
  sidePx: number | null = 720,
) {
  let health = startHealth(startMs);
  let frameCount = 0;
  for (const [index, [brightness, moves]] of steps.entries()) {
    if (moves) frameCount += 1;
    health = nextHealth(health, { atMs: startMs + (index + 1) * 250, frameCount, brightness, sidePx });
  }
  return health;
}
const times = (count: number, brightness: number | null, moves = true) =>
  Array.from({ length: count }, () => [brightness, moves] as const);

describe('camera health', () => {
  test('a picture is well, a dim one too', () => {
    expect(run(times(40, 120)).problem).toBeNull();
    expect(run(times(40, 20)).problem).toBeNull();
  });

  test('black for more than a second is black, a blink is not', () => {
    expect(run(times(5, 1)).problem).toBeNull();
    expect(run(times(6, 1)).problem).toBe('black');
    expect(run([...times(4, 1), ...times(1, 90), ...times(4, 1)]).problem).toBeNull();
  });

  test('it is well again when the picture is back', () => {
    expect(run([...times(10, 0), ...times(1, 100)]).problem).toBeNull();
  });

  test('no new frame for five seconds is frozen, whatever the last one showed', () => {
    expect(run([...times(4, 100), ...times(19, 100, false)]).problem).toBeNull();
    expect(run([...times(4, 100), ...times(20, 100, false)]).problem).toBe('frozen');
    expect(run(times(20, null, false)).problem).toBe('frozen');
  });

  test('what was before sleep does not count, but black after waking does', () => {
    const before = run([...times(4, 100), ...times(3, 1)]);
    const woken = { frameCount: 9, brightness: 1, sidePx: 720 };
    const first = nextHealth(before, { atMs: 3_600_000, ...woken });
    expect(first.problem).toBeNull();
    let health = first;
    for (let tick = 1; tick <= 5; tick++) {
      health = nextHealth(health, { atMs: 3_600_000 + tick * 250, ...woken, frameCount: 9 + tick });
    }
    expect(health.problem).toBe('black');
  });

  test('160 × 120 is too small whatever it shows; a portrait of 720 × 1280 is not', () => {
    expect(run(times(4, 120), 0, 120).problem).toBe('too-small');
    expect(run(times(4, 120), 0, 720).problem).toBeNull();
    expect(run(times(4, null), 0, null).problem).toBeNull();
  });

  test('5 frames a second is slow, 15 are not, and it is over when the rate is back', () => {
    const at = (perSecond: number, from = startHealth(0), seconds = 8) => {
      let health = from;
      const start = { atMs: from.lastTickMs, frames: from.frameCount };
      for (let tick = 1; tick <= seconds * 4; tick++) {
        const frameCount = start.frames + Math.floor((tick * perSecond) / 4);
        health = nextHealth(health, {
          atMs: start.atMs + tick * 250,
          frameCount,
          brightness: 90,
          sidePx: 480,
        });
      }
      return health;
    };
    expect([at(5).notice, at(5).problem]).toEqual(['slow', null]);
    expect(at(15).notice).toBeNull();
    expect(at(30, at(5)).notice).toBeNull();
  });
});
