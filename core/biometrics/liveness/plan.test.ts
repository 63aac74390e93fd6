import { describe, expect, it } from 'vitest';
import { gestures } from '../../contract/kiosk/liveness.ts';
import { nonceOf } from './liveness.fixture.ts';
import { colourStepMs, gestureClasses, planChecks } from './plan.ts';

const plans = Array.from({ length: 400 }, (_, seed) => planChecks(nonceOf(seed)));

describe('what is asked', () => {
  it('LV1 one of each class and the colours, after a calm look; the same nonce asks the same', () => {
    for (const { prompts, unasked } of plans) {
      const classes = prompts.map((prompt) =>
        prompt.ask === 'gesture' ? gestureClasses[prompt.gesture] : prompt.ask,
      );
      expect(classes[0]).toBe('look-straight');
      expect(classes.slice(1).toSorted()).toEqual(['answer', 'colours', 'depth', 'muscle']);
      expect(unasked).toEqual([]);
    }
    expect(planChecks(nonceOf(3))).toEqual(planChecks(nonceOf(3)));
  });

  it('LV1 every gesture comes, and each of the four comes at every place', () => {
    const asked = new Set(
      plans.flatMap(({ prompts }) =>
        prompts.flatMap((each) => (each.ask === 'gesture' ? [each.gesture] : [])),
      ),
    );
    expect([...asked].toSorted()).toEqual([...gestures].toSorted());
    const places = plans.map(({ prompts }) => prompts.findIndex(({ ask }) => ask === 'colours'));
    expect([...new Set(places)].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });

  it('LV2 red, green and blue are among the colours, none twice running, under two changes a second', () => {
    for (const { prompts } of plans) {
      const colours = prompts.flatMap((prompt) => (prompt.ask === 'colours' ? prompt.colours : []));
      expect(colours).toHaveLength(6);
      expect(['red', 'green', 'blue'].every((colour) => colours.some((each) => each === colour))).toBe(true);
      expect(colours.every((colour, index) => colour !== colours[index + 1])).toBe(true);
    }
    expect(1000 / colourStepMs).toBeLessThan(2);
  });

  it('LV3 who cannot do one thing is asked its like; where nothing is left, it is said', () => {
    const turnless = planChecks(nonceOf(5), new Set(['turn-left', 'turn-right']));
    expect(turnless.prompts).toContainEqual({ ask: 'gesture', gesture: 'nod' });
    expect(turnless.unasked).toEqual([]);
    const still = planChecks(nonceOf(5), new Set(['smile', 'open-mouth', 'colours']));
    expect(still.unasked).toEqual(['muscle', 'colours']);
    expect(still.prompts).toHaveLength(3);
  });
});
