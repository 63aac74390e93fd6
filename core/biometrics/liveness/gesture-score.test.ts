import { describe, expect, it } from 'vitest';
import type { FaceShape } from './frame-reading.ts';
import { gestureLimits, gestureScore } from './gesture-score.ts';
import { calmShape, checkOf, nonceOf, type Acting } from './liveness.fixture.ts';
import { planChecks } from './plan.ts';

const smiling: FaceShape = { ...calmShape, mouthWide: calmShape.mouthWide + gestureLimits.smile * 1.5 };
/** The other gesture of its class is not asked for. */
const smileAsked = planChecks(nonceOf(1), new Set(['open-mouth']));

/** The others are done as asked; for the smile the mouth is as `at` says, frame by frame from 600 ms on. */
const smilingAt = (at: (frame: number) => FaceShape): Acting => ({
  shape: (prompt, ms) => {
    if (prompt.ask !== 'gesture' || ms < 600) return calmShape;
    if (prompt.gesture === 'smile') return at(Math.floor((ms - 600) / 150));
    const done: Partial<Record<typeof prompt.gesture, FaceShape>> = {
      'turn-left': { ...calmShape, turn: calmShape.turn + 0.25 },
      'turn-right': { ...calmShape, turn: calmShape.turn - 0.25 },
      nod: { ...calmShape, bow: calmShape.bow + 0.2 },
      'tilt-left': { ...calmShape, rollDeg: calmShape.rollDeg + 12 },
      'tilt-right': { ...calmShape, rollDeg: calmShape.rollDeg - 12 },
      'come-closer': { ...calmShape, sizePx: calmShape.sizePx * 1.4 },
    };
    return done[prompt.gesture] ?? calmShape;
  },
});

describe('a mouth that is asked to move', () => {
  it('LV20 its place under the eyes, which a nod changes too, is no smile', () => {
    expect(gestureScore('smile', calmShape, { ...calmShape, lips: calmShape.lips - 0.3 })).toBe(0);
    expect(gestureScore('smile', calmShape, smiling)).toBeCloseTo(1.5);
  });

  it('LV20 nor is a mouth that stands lower an open one', () => {
    expect(gestureScore('open-mouth', calmShape, { ...calmShape, lips: calmShape.lips + 0.3 })).toBe(0);
    const open = { ...calmShape, mouthOpen: calmShape.mouthOpen + gestureLimits.mouthOpen * 1.5 };
    expect(gestureScore('open-mouth', calmShape, open)).toBeCloseTo(1.5);
  });

  it('LV20 points that tremble into a smile, three frames of every four, are none', () => {
    const session = checkOf(
      smilingAt((frame) => (frame % 4 < 3 ? smiling : calmShape)),
      1,
      smileAsked,
    );
    expect(session.stopped).toBe('not-done');
  });

  it('LV20 a smile that stays for four frames is one', () => {
    expect(
      checkOf(
        smilingAt(() => smiling),
        1,
        smileAsked,
      ),
    ).toMatchObject({ done: true, stopped: null });
  });
});
