import { expect, test } from 'vitest';
import { sceneNames } from '#renderer/simulate/camera/scene.ts';
import { documentTroubles, faceTroubles, roomPlan } from './room-plan.ts';

test('a customer who does everything right', () => {
  expect(roomPlan('aadhaar', 'good', 'good')).toEqual({
    face: 'person',
    front: 'aadhaar-front',
    back: 'aadhaar-back',
  });
  expect(roomPlan('passport', 'good', 'good').front).toBe('passport');
});

test('every choice of the band shows a scene there is, and what goes wrong with one thing leaves the other alone', () => {
  for (const kind of ['aadhaar', 'passport'] as const) {
    for (const trouble of documentTroubles) {
      const plan = roomPlan(kind, trouble, 'good');
      expect(sceneNames).toContain(plan.front);
      expect(plan.face).toBe('person');
    }
    const fronts = faceTroubles.map((trouble) => roomPlan(kind, 'good', trouble).front);
    expect(new Set(fronts).size).toBe(1);
  }
  expect(new Set(faceTroubles.map((trouble) => roomPlan('aadhaar', 'good', trouble).face)).size).toBe(
    faceTroubles.length,
  );
});

test('a card with a wrong number, or of another person, is that on both sides', () => {
  expect(roomPlan('aadhaar', 'wrong-digit', 'good').back).toBe('aadhaar-back-wrong-digit');
  expect(roomPlan('aadhaar', 'of-other', 'good').back).toBe('aadhaar-back-of-other');
  expect(roomPlan('passport', 'of-other', 'good').back).toBe('empty-desk');
});
