// Video that no camera of the kiosk took: frozen, looped, made before, put in after an honest start, or a face pasted over a living one.
import { gestures, type Gesture } from '#core/contract/kiosk/liveness.ts';
import { buildHead } from '#renderer/simulate/head/render-head.ts';
import type { Chance } from '#test/fault/chance.ts';
import { drawCamera } from './camera-model.ts';
import { between, shuffled } from './draw.ts';
import { presentPerson } from './genuine.ts';
import { drawMotion, drawSway, ownMotion, poseOf, still } from './motion.ts';
import { drawPerson } from './person.ts';
import { frameHeightPx, frameWidthPx, screenColour, type Asked, type Presentation } from './presentation.ts';
import { drawRoom } from './room.ts';

const calm: Asked = { prompt: { ask: 'look-straight' }, sinceMs: 0 };

/** One picture for ever; every other encoder adds a little noise of its own. */
export function presentFrozen(chance: Chance): Presentation {
  const one = presentPerson(chance, { lit: false }).frame(0, calm);
  const encoder = chance.next() < 0.5 ? between(chance, 0.3, 1.2) : 0;
  return {
    groups: {},
    frame() {
      if (encoder === 0) return one.slice();
      return one.map((value, index) =>
        (index & 3) === 3 ? 255 : value + (chance.next() * 2 - 1) * encoder * 2,
      );
    },
  };
}

/** Some seconds of a real person, over and over, with or without movements in them. */
export function presentLooped(chance: Chance): Presentation {
  const some = shuffled(chance, gestures).slice(0, chance.below(5));
  const recorded = presentPerson(chance, { motion: ownMotion(chance, some), lit: false });
  const lengthMs = between(chance, 1500, 4500);
  const frameMs = 1000 / chance.pick([10, 15, 25, 30]);
  const frames: Uint8ClampedArray[] = [];
  return {
    groups: {},
    frame(atMs) {
      const index = Math.floor((atMs % lengthMs) / frameMs);
      const known = frames[index];
      if (known) return known.slice();
      const drawn = recorded.frame(index * frameMs, calm);
      frames[index] = drawn;
      return drawn.slice();
    },
  };
}

/** Made for the purpose, in an order guessed before: a real camera's recording or a drawing without any noise. */
export function presentPremade(chance: Chance): Presentation {
  const order = shuffled(chance, gestures);
  const guessed: Gesture[] = order.slice(0, 3 + chance.below(6));
  return {
    ...presentPerson(chance, {
      motion: ownMotion(chance, guessed),
      lit: false,
      camera: chance.next() < 0.6,
    }),
    groups: {},
  };
}

/** An honest start by the attacker's own face; the victim's video takes over from the first, second or third thing asked. */
export function presentLate(chance: Chance): Presentation {
  const attacker = presentPerson(chance);
  const video = presentPremade(chance);
  const honest = 1 + chance.below(3);
  const asks = new Set<number>();
  return {
    groups: {},
    frame(atMs, asked) {
      if (asked.prompt.ask !== 'look-straight') asks.add(asked.sinceMs);
      return (asks.size > honest ? video : attacker).frame(atMs, asked);
    },
  };
}

/**
 * A picture of the victim's face laid over the attacker's, moved, tilted and sized with it by software. The living head
 * around it does what is asked; the face on it is one picture.
 */
export function presentPaste(chance: Chance): Presentation {
  const attacker = drawPerson(chance);
  const victim = drawPerson(chance);
  const room = drawRoom(chance);
  const camera = drawCamera(chance);
  const motion = drawMotion(chance);
  const sway = drawSway(chance);
  const scale = between(chance, 0.52, 0.66);
  const head = buildHead(attacker.look);
  const source = new Uint8ClampedArray(frameWidthPx * frameHeightPx * 4);
  const sourceScale = 0.8;
  buildHead(victim.look).draw(
    { ...poseOf(still, {}, sourceScale), light: room.lamp, offset: [0, 0] },
    frameWidthPx,
    frameHeightPx,
    source,
  );
  const feather = between(chance, 0.06, 0.2);
  const follows = between(chance, 0.3, 1);
  return {
    groups: {},
    frame(atMs, asked) {
      const rgba = new Uint8ClampedArray(frameWidthPx * frameHeightPx * 4);
      const colour = screenColour(atMs, asked);
      room.paint(rgba, colour);
      const body = motion.at(atMs, asked);
      const pose = poseOf(body, sway(atMs), scale);
      const glow = [
        colour[0] * room.screenStrength,
        colour[1] * room.screenStrength,
        colour[2] * room.screenStrength,
      ] as const;
      head.draw({ ...pose, light: room.lamp, glow }, frameWidthPx, frameHeightPx, rgba);
      const unit = ((pose.scale ?? scale) * frameHeightPx) / 2;
      const middleX =
        frameWidthPx / 2 + (pose.offset?.[0] ?? 0) * frameHeightPx + body.yawDeg * 0.006 * unit * follows * 2;
      const middleY =
        frameHeightPx / 2 -
        (pose.offset?.[1] ?? 0) * frameHeightPx +
        body.pitchDeg * 0.005 * unit * follows * 2;
      const roll = ((pose.rollDeg ?? 0) * Math.PI) / 180;
      const [cr, sr] = [Math.cos(roll), Math.sin(roll)];
      const sourceUnit = (sourceScale * frameHeightPx) / 2;
      for (
        let y = Math.max(0, Math.floor(middleY - unit));
        y < Math.min(frameHeightPx, middleY + unit);
        y++
      ) {
        for (
          let x = Math.max(0, Math.floor(middleX - unit));
          x < Math.min(frameWidthPx, middleX + unit);
          x++
        ) {
          const dx = (x - middleX) / unit;
          const dy = (y - middleY) / unit;
          const u = cr * dx + sr * dy;
          const v = -sr * dx + cr * dy;
          // From brow to chin: an oval round the face's middle.
          const round = Math.hypot(u / 0.6, (v - 0.22) / 0.74);
          const share = Math.min(1, Math.max(0, (1 - round) / feather));
          if (share === 0) continue;
          const sx = Math.round(frameWidthPx / 2 + u * sourceUnit);
          const sy = Math.round(frameHeightPx / 2 + v * sourceUnit);
          const from = (sy * frameWidthPx + sx) * 4;
          if (source[from + 3] !== 255) continue;
          const at = (y * frameWidthPx + x) * 4;
          for (let c = 0; c < 3; c++) {
            rgba[at + c] = (rgba[at + c] ?? 0) * (1 - share) + (source[from + c] ?? 0) * share;
          }
        }
      }
      camera.expose(rgba, frameWidthPx, frameHeightPx);
      return rgba;
    },
  };
}
