import { describe, expect, it } from 'vitest';
import { headOf } from '../document/portrait.ts';
import { people, type Person } from '../people.ts';
import { buildHead, paintWall, renderHead, restPose, softenEdges, type HeadPose } from './render-head.ts';

// Small pictures: what is tested here does not depend on the size.
const [width, height] = [160, 160];
const [first] = people;
const pose = { scale: 0.7 } as const;

/** From one head a person: building it is the slow part. */
function drawn(person: Person, change: Partial<HeadPose> = {}): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4);
  paintWall(width, height, rgba);
  headOf(person).draw({ ...pose, ...change }, width, height, rgba);
  return rgba;
}

/** Mean absolute difference a channel, over rows and columns given as parts of the picture. */
function difference(
  a: Uint8ClampedArray,
  b: Uint8ClampedArray,
  box: readonly [number, number, number, number] = [0, 0, 1, 1],
): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(box[1] * height); y < box[3] * height; y++) {
    for (let x = Math.floor(box[0] * width); x < box[2] * width; x++) {
      const at = (y * width + x) * 4;
      for (let c = 0; c < 3; c++) sum += Math.abs((a[at + c] ?? 0) - (b[at + c] ?? 0));
      count += 3;
    }
  }
  return sum / count;
}

describe('a drawn head', () => {
  const rest = drawn(first);

  it('is the same bytes every time, whatever was drawn before', () => {
    expect(renderHead(first.look, pose, width, height)).toEqual(rest);
    const head = buildHead(first.look);
    const again = new Uint8ClampedArray(width * height * 4);
    head.draw({ ...pose, yawDeg: 20, smile: 1, blink: 1, mouthOpen: 1 }, width, height, again);
    paintWall(width, height, again);
    head.draw(pose, width, height, again);
    expect(again).toEqual(rest);
  });

  it('is opaque over a wall and leaves what it does not cover alone', () => {
    expect(rest.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
    const alone = new Uint8ClampedArray(width * height * 4);
    headOf(first).draw(pose, width, height, alone);
    expect(alone[3]).toBe(0);
    expect(alone[((height / 2) * width + width / 2) * 4 + 3]).toBe(255);
  });

  it('turns: left and right yaw are different pictures, and the nose moves the way the face turns', () => {
    const right = drawn(first, { yawDeg: 20 });
    const left = drawn(first, { yawDeg: -20 });
    expect(difference(rest, right)).toBeGreaterThan(2);
    expect(difference(left, right)).toBeGreaterThan(difference(rest, right));
  });

  it('blinks with its eyes only', () => {
    const shut = drawn(first, { blink: 1 });
    const eyes = [0.3, 0.35, 0.7, 0.55] as const;
    const mouth = [0.3, 0.6, 0.7, 0.8] as const;
    expect(difference(rest, shut, eyes)).toBeGreaterThan(1);
    expect(difference(rest, shut, mouth)).toBe(0);
  });

  it('smiles and opens its mouth below the eyes', () => {
    const forehead = [0.3, 0, 0.7, 0.3] as const;
    const mouth = [0.3, 0.55, 0.7, 0.8] as const;
    for (const change of [{ smile: 1 }, { mouthOpen: 1 }]) {
      const moved = drawn(first, change);
      expect(difference(rest, moved, mouth)).toBeGreaterThan(1);
      expect(difference(rest, moved, forehead)).toBe(0);
    }
  });

  it('is lit from where the lamp stands', () => {
    const brightness = (picture: Uint8ClampedArray, from: number, to: number): number => {
      let sum = 0;
      for (let y = 60; y < 100; y++) for (let x = from; x < to; x++) sum += picture[(y * width + x) * 4] ?? 0;
      return sum;
    };
    const lamp = { ...restPose.light, elevationDeg: 10 };
    const fromLeft = drawn(first, { light: { ...lamp, azimuthDeg: -60 } });
    const fromRight = drawn(first, { light: { ...lamp, azimuthDeg: 60 } });
    expect(brightness(fromLeft, 50, 78)).toBeGreaterThan(brightness(fromRight, 50, 78));
    expect(brightness(fromLeft, 82, 110)).toBeLessThan(brightness(fromRight, 82, 110));
  });

  it('differs from every other person', () => {
    const pictures = people.map((person) => drawn(person));
    for (const [i, a] of pictures.entries()) {
      for (const b of pictures.slice(i + 1)) expect(difference(a, b)).toBeGreaterThan(3);
    }
  });

  it('has soft edges when it is laid over another picture', () => {
    const alone = new Uint8ClampedArray(width * height * 4);
    headOf(first).draw(pose, width, height, alone);
    softenEdges(alone, width, height);
    const alphas = new Set(alone.filter((_, i) => i % 4 === 3));
    expect([...alphas].toSorted((a, b) => a - b)).toEqual([0, 90, 150, 255]);
  });
});
