// A recording of the victim played on a tablet or a phone before the camera: bezel, pixels that beat with the sensor's, raised black, glare.
import { gestures } from '#core/contract/kiosk/liveness.ts';
import type { Chance } from '#test/fault/chance.ts';
import { drawCamera } from './camera-model.ts';
import { between, shuffled } from './draw.ts';
import { presentPerson } from './genuine.ts';
import { drawSway, ownMotion } from './motion.ts';
import { frameHeightPx, frameWidthPx, screenColour, type Presentation } from './presentation.ts';
import { drawRoom } from './room.ts';
import { lookUp, meetSheet, toByte, toLinear } from './sheet.ts';

export type Device = 'tablet' | 'phone';

/** Beats of the display's pixels with the sensor's, in waves a pixel: they move as the hand does. */
function drawMoire(chance: Chance) {
  const waves = Array.from({ length: 2 }, () => {
    const period = between(chance, 2.6, 14);
    const angle = between(chance, 0, Math.PI);
    return { fx: Math.cos(angle) / period, fy: Math.sin(angle) / period, colour: chance.below(4) };
  });
  // A display that is out of focus shows none: every fourth does not.
  const depth = chance.next() < 0.25 ? 0 : between(chance, 0.02, 0.13);
  const parts = waves.map(({ fx, fy, colour }) => ({
    fx,
    fy,
    depths: [0, 1, 2].map((c) => (depth / 2) * (colour === 3 || colour === c ? 1 : 0.35)),
  }));
  return (x: number, y: number, shift: number, out: [number, number, number]): void => {
    out.fill(1);
    if (depth === 0) return;
    for (const { fx, fy, depths } of parts) {
      const wave = Math.sin(2 * Math.PI * (fx * x + fy * y + shift));
      for (let c = 0; c < 3; c++) out[c] = (out[c] ?? 0) + (depths[c] ?? 0) * wave;
    }
  };
}

export function presentReplay(chance: Chance, device: Device): Presentation {
  // What was recorded: a person at another screen, who does what a kiosk may ask for, in an order of their own.
  const order = shuffled(chance, gestures);
  const recording = presentPerson(chance, { motion: ownMotion(chance, order), lit: false });
  const room = drawRoom(chance);
  const camera = drawCamera(chance);
  const hand = drawSway(chance);
  const moire = drawMoire(chance);
  const brightness = between(chance, 0.55, 1.25);
  const black = between(chance, 0.004, 0.03);
  /** Glass before the display: some twentieth of what falls on it comes back. */
  const glass = between(chance, 0.03, 0.07);
  const glare =
    chance.next() < 0.5
      ? {
          x: between(chance, -0.7, 0.7),
          y: between(chance, -0.7, 0.7),
          size: between(chance, 0.1, 0.35),
          strength: between(chance, 0.1, 0.6),
        }
      : null;
  const cold = [between(chance, 0.9, 1), 1, between(chance, 1, 1.12)] as const;
  const scale = device === 'tablet' ? between(chance, 0.85, 1.3) : between(chance, 0.6, 0.95);
  /** Of the sheet's half height; beyond it is the room. */
  const bezel = device === 'tablet' ? between(chance, 0.04, 0.1) : between(chance, 0.02, 0.05);
  /** A phone is narrow: its picture is cut at the sides. */
  const halfWidth = device === 'phone' ? between(chance, 0.45, 0.62) : 1;
  const still = {
    x: between(chance, -0.02, 0.02),
    y: between(chance, -0.03, 0.02),
    yawDeg: between(chance, -6, 6),
    pitchDeg: between(chance, -5, 5),
  };
  return {
    groups: { device },
    frame(atMs, asked) {
      const source = toLinear(recording.frame(atMs, asked));
      const rgba = new Uint8ClampedArray(frameWidthPx * frameHeightPx * 4);
      const colour = screenColour(atMs, asked);
      room.paint(rgba, colour);
      const shake = hand(atMs);
      const meet = meetSheet({
        yawDeg: still.yawDeg + 0.6 * (shake.yawDeg ?? 0),
        pitchDeg: still.pitchDeg + 0.6 * (shake.pitchDeg ?? 0),
        rollDeg: 0.6 * (shake.rollDeg ?? 0),
        scale,
        x: still.x + (shake.offset?.[0] ?? 0),
        y: still.y + (shake.offset?.[1] ?? 0) * 0.4,
        bendDeg: 0,
      });
      const meeting = { u: 0, v: 0, shade: 0 };
      const seen: [number, number, number] = [0, 0, 0];
      const beat: [number, number, number] = [1, 1, 1];
      const shift = atMs / 1700;
      for (let y = 0; y < frameHeightPx; y++) {
        for (let x = 0; x < frameWidthPx; x++) {
          if (!meet(x, y, meeting)) continue;
          if (Math.abs(meeting.u) > halfWidth) continue;
          const at = (y * frameWidthPx + x) * 4;
          const edge = Math.abs(meeting.u) > halfWidth - bezel * 0.75 || Math.abs(meeting.v) > 1 - bezel;
          if (edge) seen.fill(0);
          else lookUp(source, meeting.u, meeting.v, seen);
          const spot = glare
            ? glare.strength *
              Math.exp(-(((meeting.u - glare.x) ** 2 + (meeting.v - glare.y) ** 2) / glare.size ** 2))
            : 0;
          if (!edge) moire(x, y, shift, beat);
          for (let c = 0; c < 3; c++) {
            const shown = edge
              ? 0.002
              : ((seen[c] ?? 0) * brightness * (cold[c] ?? 1) + black) * (beat[c] ?? 1);
            const reflected = glass * (0.5 + (colour[c] ?? 0) * room.screenStrength) + spot * 0.5;
            rgba[at + c] = toByte(shown + reflected * (edge ? 0.6 : 1));
          }
        }
      }
      camera.expose(rgba, frameWidthPx, frameHeightPx);
      return rgba;
    },
  };
}
