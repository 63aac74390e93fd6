import { describe, expect, test } from 'vitest';
import { nextHealth, startHealth } from './camera-health.ts';

/** Ticks every 250 ms from 0; each step is [brightness, does a new frame come]. */
function run(steps: readonly (readonly [number | null, boolean])[], startMs = 0) {
  let health = startHealth(startMs);
  let frameCount = 0;
  for (const [index, [brightness, moves]] of steps.entries()) {
    if (moves) frameCount += 1;
    health = nextHealth(health, { atMs: startMs + (index + 1) * 250, frameCount, brightness });
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
    const woken = { frameCount: 9, brightness: 1 };
    const first = nextHealth(before, { atMs: 3_600_000, ...woken });
    expect(first.problem).toBeNull();
    let health = first;
    for (let tick = 1; tick <= 5; tick++) {
      health = nextHealth(health, { atMs: 3_600_000 + tick * 250, ...woken, frameCount: 9 + tick });
    }
    expect(health.problem).toBe('black');
  });
});
