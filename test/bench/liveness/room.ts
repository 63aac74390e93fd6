// The room: a wall with something on it, and its lamp. Light on the wall from the kiosk's screen falls off with distance.
import type { HeadPose } from '#renderer/simulate/head/render-head.ts';
import type { Chance } from '#test/fault/chance.ts';
import { between } from './draw.ts';
import { frameHeightPx, frameWidthPx } from './presentation.ts';

export type Lamp = HeadPose['light'];

export interface Room {
  readonly lamp: Lamp;
  readonly group: 'even' | 'side' | 'dim' | 'bright-behind';
  /** Share of the screen's light at the face that reaches the wall. */
  readonly wallShare: number;
  /** Light that a screen at arm's length adds at the face, linear: full white. */
  readonly screenStrength: number;
  paint(rgba: Uint8ClampedArray, glow: readonly [number, number, number]): void;
}

const toLinear = (value: number) => Math.pow(value / 255, 2.2);
const fromLinear = (value: number) => 255 * Math.pow(Math.max(0, value), 1 / 2.2);

export function drawRoom(chance: Chance): Room {
  const group = chance.pick(['even', 'even', 'side', 'dim', 'bright-behind'] as const);
  const dim = group === 'dim' ? 0.55 : 1;
  const brightness = group === 'bright-behind' ? between(chance, 225, 250) : between(chance, 110, 225) * dim;
  const tint = [between(chance, 0.95, 1.04), 1, between(chance, 0.92, 1.05)] as const;
  const boards = Array.from({ length: chance.below(4) }, () => ({
    x: between(chance, -0.1, 1),
    y: between(chance, -0.1, 0.8),
    width: between(chance, 0.08, 0.4),
    height: between(chance, 0.1, 0.5),
    shade: between(chance, 0.55, 1.15),
    tint: [between(chance, 0.8, 1.15), 1, between(chance, 0.8, 1.15)] as const,
  }));
  const wall = new Float32Array(frameWidthPx * frameHeightPx * 3);
  for (let y = 0; y < frameHeightPx; y++) {
    for (let x = 0; x < frameWidthPx; x++) {
      const [u, v] = [x / frameWidthPx, y / frameHeightPx];
      const base = brightness * (1 - 0.3 * Math.hypot(u - 0.45, v - 0.4));
      const board = boards.find(
        (each) => u > each.x && u < each.x + each.width && v > each.y && v < each.y + each.height,
      );
      for (let c = 0; c < 3; c++) {
        const value = base * (tint[c] ?? 1) * (board ? board.shade * (board.tint[c] ?? 1) : 1);
        wall[(y * frameWidthPx + x) * 3 + c] = toLinear(Math.min(252, value));
      }
    }
  }
  const painted = new Map<string, Uint8ClampedArray>();
  const wallShare = between(chance, 0.05, 0.2);
  const screenStrength = between(chance, 0.13, 0.34);
  return {
    lamp: {
      azimuthDeg:
        group === 'side'
          ? between(chance, 45, 65) * (chance.next() < 0.5 ? -1 : 1)
          : between(chance, -35, 35),
      elevationDeg: between(chance, 10, 45),
      strength:
        group === 'dim'
          ? between(chance, 0.25, 0.45)
          : group === 'bright-behind'
            ? between(chance, 0.35, 0.55)
            : between(chance, 0.7, 1.15),
    },
    group,
    wallShare,
    screenStrength,
    paint(rgba, glow) {
      const key = glow.join(' ');
      // A wall does not move: in one light it is painted once.
      let lit = painted.get(key);
      if (!lit) {
        lit = paintWall(
          wall,
          glow.map((channel) => 4096 * (1 + channel * screenStrength * wallShare)),
        );
        painted.set(key, lit);
      }
      rgba.set(lit);
    },
  };
}

const table = Uint8ClampedArray.from({ length: 4097 }, (_, index) => fromLinear(index / 4096));

function paintWall(wall: Float32Array, [r = 0, g = 0, b = 0]: readonly number[]): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray((wall.length / 3) * 4);
  for (let i = 0, j = 0; i < rgba.length; i += 4, j += 3) {
    rgba[i] = table[((wall[j] ?? 0) * r) | 0] ?? 255;
    rgba[i + 1] = table[((wall[j + 1] ?? 0) * g) | 0] ?? 255;
    rgba[i + 2] = table[((wall[j + 2] ?? 0) * b) | 0] ?? 255;
    rgba[i + 3] = 255;
  }
  return rgba;
}
