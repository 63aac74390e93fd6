import { describe, expect, it } from 'vitest';
import { blinkAt, handAt, idlePose } from './idle-motion.ts';
import { passportPlan } from './scene.ts';
import { createSimulation } from './simulation.ts';

function at(start = 1000) {
  let time = start;
  const simulation = createSimulation({ person: 'meera', otherPerson: 'anil', now: () => time });
  return { simulation, wait: (ms: number) => (time += ms) };
}

describe('the simulated customer', () => {
  it('shows each camera what it was opened for', () => {
    const { simulation } = at();
    expect(simulation.staging('face').scene).toBe('person');
    expect(simulation.staging('front').scene).toBe('aadhaar-front');
    expect(simulation.staging('back').scene).toBe('aadhaar-back');
    simulation.plan(passportPlan);
    expect(simulation.staging('front').scene).toBe('passport');
    simulation.plan({ face: 'two-faces' });
    expect(simulation.staging('face').scene).toBe('two-faces');
    expect(simulation.staging('front').scene).toBe('passport');
  });

  it('one scene may stand before every camera, until it is taken away', () => {
    const { simulation } = at();
    simulation.show('black');
    expect(simulation.staging('face').scene).toBe('black');
    expect(simulation.staging('back').scene).toBe('black');
    simulation.show(null);
    expect(simulation.staging('face').scene).toBe('person');
  });

  it('a scene counts its time from when it was shown', () => {
    const { simulation, wait } = at();
    expect(simulation.staging('front').shownMs).toBe(0);
    wait(500);
    expect(simulation.staging('front').shownMs).toBe(500);
    simulation.plan({ front: 'passport' });
    expect(simulation.staging('front').shownMs).toBe(0);
    wait(40);
    expect(simulation.staging('front').shownMs).toBe(40);
  });

  it('becomes another person, with gestures', () => {
    const { simulation } = at();
    simulation.become('rohan', 'zoya');
    simulation.gesture({ yawDeg: 20 });
    expect(simulation.staging('face')).toMatchObject({
      person: 'rohan',
      otherPerson: 'zoya',
      gesture: { yawDeg: 20 },
    });
  });

  it('tells of its plug once a change, and stops when asked to', () => {
    const { simulation } = at();
    let calls = 0;
    const stop = simulation.onPlug(() => calls++);
    simulation.plug(false);
    simulation.plug(false);
    expect(simulation.plugged()).toBe(false);
    expect(calls).toBe(1);
    stop();
    simulation.plug(true);
    expect(calls).toBe(1);
  });
});

describe('idle motion', () => {
  it('blinks shut and opens again within a quarter of a second, every few seconds', () => {
    const times = Array.from({ length: 8000 }, (_, ms) => ms);
    const shut = times.filter((ms) => blinkAt(ms) > 0);
    expect(Math.max(...times.map(blinkAt))).toBeCloseTo(1);
    expect(shut.length).toBeGreaterThan(300);
    expect(shut.length).toBeLessThan(600);
  });

  it('never turns a waiting face from the camera', () => {
    for (let ms = 0; ms < 60_000; ms += 97) {
      const pose = idlePose(ms);
      expect(Math.abs(pose.yawDeg)).toBeLessThan(5);
      expect(Math.abs(pose.pitchDeg)).toBeLessThan(3);
    }
  });

  it('a card comes up and is held still enough to be read', () => {
    expect(handAt(0).y).toBeGreaterThan(0.4);
    for (let ms = 1000; ms < 5000; ms += 66) {
      const step = Math.hypot(handAt(ms + 66).x - handAt(ms).x, handAt(ms + 66).y - handAt(ms).y);
      // In widths of the picture from frame to frame: under a pixel at 1280.
      expect(step * 1280).toBeLessThan(1.5);
      expect(Math.abs(handAt(ms).turnDeg)).toBeLessThan(2);
    }
  });
});
