// A customer who is there and does what is asked. Everything that a recording shows is drawn by this too, with a motion of its own.
import { buildHead } from '#renderer/simulate/head/render-head.ts';
import type { Chance } from '#test/fault/chance.ts';
import { drawCamera } from './camera-model.ts';
import { between } from './draw.ts';
import { drawMotion, drawSway, poseOf, type Motion } from './motion.ts';
import { drawPerson, type DrawnPerson, type Skin } from './person.ts';
import { frameHeightPx, frameWidthPx, screenColour, type Presentation } from './presentation.ts';
import { drawRoom } from './room.ts';

export interface Stage {
  readonly person?: DrawnPerson;
  readonly motion?: Motion;
  /** False: the person sits before another screen than ours, which does not shine on them. */
  readonly lit?: boolean;
  /** False: pixels as drawn, as of a picture that no camera took. */
  readonly camera?: boolean;
}

export function presentPerson(chance: Chance, stage: Stage = {}, band?: Skin): Presentation {
  const person = stage.person ?? drawPerson(chance, band);
  const room = drawRoom(chance);
  const camera = drawCamera(chance);
  const motion = stage.motion ?? drawMotion(chance);
  const sway = drawSway(chance);
  const scale = between(chance, 0.52, 0.66);
  const head = buildHead(person.look);
  return {
    groups: { ...person.groups, light: room.group },
    frame(atMs, asked) {
      const rgba = new Uint8ClampedArray(frameWidthPx * frameHeightPx * 4);
      const colour = stage.lit === false ? ([0, 0, 0] as const) : screenColour(atMs, asked);
      room.paint(rgba, colour);
      const glow = [
        colour[0] * room.screenStrength,
        colour[1] * room.screenStrength,
        colour[2] * room.screenStrength,
      ] as const;
      const pose = poseOf(motion.at(atMs, asked), sway(atMs), scale);
      head.draw({ ...pose, light: room.lamp, glow }, frameWidthPx, frameHeightPx, rgba);
      if (stage.camera !== false) camera.expose(rgba, frameWidthPx, frameHeightPx);
      return rgba;
    },
  };
}
