// A printed picture of the victim in the attacker's hand: flat, bent to look round, or with its eyes cut out and the attacker's behind.
import { buildHead } from '#renderer/simulate/head/render-head.ts';
import { landmarksOf } from '#renderer/simulate/head/look.ts';
import type { Chance } from '#test/fault/chance.ts';
import { drawCamera } from './camera-model.ts';
import { between } from './draw.ts';
import { drawMotion, drawSway, poseOf, still } from './motion.ts';
import { drawPerson } from './person.ts';
import { frameHeightPx, frameWidthPx, screenColour, type Presentation } from './presentation.ts';
import { drawRoom } from './room.ts';
import { lookUp, meetSheet, toByte, toLinear, type Held } from './sheet.ts';

export type Print = 'flat' | 'bent' | 'cut-eyes';

export function presentPrint(chance: Chance, print: Print): Presentation {
  const victim = drawPerson(chance);
  const marks = landmarksOf(victim.look);
  const photo = drawRoom(chance);
  const photoScale = between(chance, 0.6, 0.8);
  const photographed = new Uint8ClampedArray(frameWidthPx * frameHeightPx * 4);
  photo.paint(photographed, [0, 0, 0]);
  buildHead(victim.look).draw(
    { ...poseOf({ ...still, smile: between(chance, 0, 0.5) }, {}, photoScale), light: photo.lamp },
    frameWidthPx,
    frameHeightPx,
    photographed,
  );
  drawCamera(chance).expose(photographed, frameWidthPx, frameHeightPx);
  const source = toLinear(photographed);

  const room = drawRoom(chance);
  const camera = drawCamera(chance);
  const motion = drawMotion(chance);
  const sway = drawSway(chance);
  const tremble = between(chance, 0.4, 1.2);
  /** Black ink still sends some light back, white paper not all. */
  const inkBlack = between(chance, 0.02, 0.06);
  const paperWhite = between(chance, 0.75, 0.92);
  const light = between(chance, 0.75, 1.2) * (room.group === 'dim' ? 0.6 : 1);
  const held = {
    scale: between(chance, 0.75, 1.25),
    bendDeg: print === 'bent' ? between(chance, 14, 40) : 0,
  };
  /** Cut out generously, or the attacker could not see. */
  const hole = { x: marks.eyeHalf * 1.05, y: (marks.eyeUpper + marks.eyeLower) * 0.62 };
  return {
    groups: { print },
    frame(atMs, asked) {
      const rgba = new Uint8ClampedArray(frameWidthPx * frameHeightPx * 4);
      const colour = screenColour(atMs, asked);
      room.paint(rgba, colour);
      // The attacker moves the sheet as the kiosk asks a head to move.
      const body = motion.at(atMs, asked);
      const shake = sway(atMs);
      const where: Held = {
        yawDeg: body.yawDeg * 1.2 + tremble * (shake.yawDeg ?? 0),
        pitchDeg: body.pitchDeg * 1.3 + tremble * (shake.pitchDeg ?? 0),
        rollDeg: body.rollDeg + tremble * (shake.rollDeg ?? 0),
        scale: held.scale * body.closer,
        x: shake.offset?.[0] ?? 0,
        y: (shake.offset?.[1] ?? 0) - 0.03,
        bendDeg: held.bendDeg,
      };
      const meet = meetSheet(where);
      const meeting = { u: 0, v: 0, shade: 0 };
      const seen: [number, number, number] = [0, 0, 0];
      const lit = colour.map((channel) => light + channel * room.screenStrength);
      const blink = shake.blink ?? 0;
      for (let y = 0; y < frameHeightPx; y++) {
        for (let x = 0; x < frameWidthPx; x++) {
          if (!meet(x, y, meeting)) continue;
          const at = (y * frameWidthPx + x) * 4;
          lookUp(source, meeting.u, meeting.v, seen);
          if (print === 'cut-eyes') {
            const hx = (meeting.u * (frameWidthPx / frameHeightPx)) / photoScale;
            const hy = meeting.v / photoScale - marks.eyeY;
            const ex = (Math.abs(hx) - marks.eyeX) / hole.x;
            const inside = ex * ex + (hy / hole.y) ** 2;
            if (inside < 1) paintEye(seen, ex, hy / hole.y, blink);
          }
          const shade = 0.5 + 0.5 * meeting.shade;
          for (let c = 0; c < 3; c++) {
            const paper = inkBlack + (seen[c] ?? 0) * (paperWhite - inkBlack);
            rgba[at + c] = toByte(paper * (lit[c] ?? 1) * shade);
          }
        }
      }
      camera.expose(rgba, frameWidthPx, frameHeightPx);
      return rgba;
    },
  };
}

/** An eye that sits deeper than the paper, in its shade. */
function paintEye(out: [number, number, number], ex: number, ey: number, blink: number): void {
  const lid = ey > 1 - 2 * blink;
  const iris = ex * ex + (ey * 0.7) ** 2 < 0.16;
  const pupil = ex * ex + (ey * 0.7) ** 2 < 0.03;
  const value = lid
    ? ([0.16, 0.09, 0.06] as const)
    : pupil
      ? ([0.01, 0.01, 0.01] as const)
      : iris
        ? ([0.06, 0.035, 0.02] as const)
        : ([0.4, 0.38, 0.36] as const);
  const rim = 1 - 0.6 * Math.max(Math.abs(ex), Math.abs(ey)) ** 3;
  for (let c = 0; c < 3; c++) out[c] = (value[c] ?? 0) * 0.6 * rim;
}
