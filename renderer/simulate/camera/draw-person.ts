// Draws the customer, or who or what stands in for one, before a wall.
import { headOf } from '../document/portrait.ts';
import { softenEdges, type HeadPose } from '../head/render-head.ts';
import { personOf, type PersonId } from '../people.ts';
import { idlePose } from './idle-motion.ts';
import { defocus, newLayer, type Layer } from './layer.ts';
import type { Staging } from './scene.ts';

/** The head is drawn at this size and enlarged: 8 ms a frame instead of 30, as sharp as many laptop cameras. */
export const headWidthPx = 640;
export const headHeightPx = 360;

/** A room's lamp from the other side than a portrait studio's. */
const roomLight = { azimuthDeg: -28, elevationDeg: 26, strength: 0.98 } as const;

/** Trackers read these faces as looking down by 5° to 18°, 13° in the middle: at rest they are lifted half of that. */
const liftDeg = 7;

export interface PersonStage {
  readonly draw: (pen: CanvasRenderingContext2D, widthPx: number, heightPx: number, staging: Staging) => void;
}

export function makePersonStage(): PersonStage {
  const layer = newLayer(headWidthPx, headHeightPx);
  const image = new ImageData(headWidthPx, headHeightPx);
  let room: Layer | null = null;

  function head(pen: CanvasRenderingContext2D, id: PersonId, pose: Partial<HeadPose>): void {
    image.data.fill(0);
    headOf(personOf(id)).draw(pose, headWidthPx, headHeightPx, image.data);
    softenEdges(image.data, headWidthPx, headHeightPx);
    layer.pen.putImageData(image, 0, 0);
    pen.drawImage(layer.canvas, 0, 0, pen.canvas.width, pen.canvas.height);
  }

  /** All of the picture, wall and chair too: a lens is out of focus, not a person. */
  function outOfFocus(pen: CanvasRenderingContext2D): void {
    layer.pen.drawImage(pen.canvas, 0, 0, headWidthPx, headHeightPx);
    defocus(layer, 8);
    pen.drawImage(layer.canvas, 0, 0, pen.canvas.width, pen.canvas.height);
  }

  return {
    draw(pen, widthPx, heightPx, { scene, person, otherPerson, gesture, shownMs }) {
      room ??= drawRoom(widthPx, heightPx);
      pen.drawImage(room.canvas, 0, 0);
      if (scene === 'empty-chair') return;
      pen.imageSmoothingQuality = 'medium';
      const idle = idlePose(shownMs);
      const pose = {
        ...idle,
        ...gesture,
        pitchDeg: (gesture.pitchDeg ?? idle.pitchDeg) - liftDeg,
        light: roomLight,
        scale: 0.64 * (gesture.closer ?? 1),
        offset: [0, 0.04],
      } as const;
      if (scene === 'two-faces') {
        head(pen, person, { ...pose, scale: 0.5, offset: [-0.36, 0.02] });
        head(pen, otherPerson, { ...pose, yawDeg: -idle.yawDeg, scale: 0.48, offset: [0.4, 0] });
        return;
      }
      head(pen, scene === 'other-person' ? otherPerson : person, pose);
      if (scene === 'blurred-person') outOfFocus(pen);
    },
  };
}

function drawRoom(widthPx: number, heightPx: number): Layer {
  const room = newLayer(widthPx, heightPx);
  wall(room.pen, widthPx, heightPx);
  chair(room.pen, widthPx, heightPx);
  return room;
}

function wall(pen: OffscreenCanvasRenderingContext2D, widthPx: number, heightPx: number): void {
  const light = pen.createRadialGradient(
    widthPx * 0.4,
    heightPx * 0.35,
    0,
    widthPx * 0.5,
    heightPx * 0.5,
    widthPx * 0.7,
  );
  light.addColorStop(0, '#eceae4');
  light.addColorStop(1, '#c4c3bd');
  pen.fillStyle = light;
  pen.fillRect(0, 0, widthPx, heightPx);
}

function chair(pen: OffscreenCanvasRenderingContext2D, widthPx: number, heightPx: number): void {
  pen.fillStyle = '#5c6670';
  pen.beginPath();
  pen.roundRect(widthPx * 0.34, heightPx * 0.62, widthPx * 0.32, heightPx * 0.5, 40);
  pen.fill();
  pen.fillStyle = '#4c555e';
  pen.beginPath();
  pen.roundRect(widthPx * 0.37, heightPx * 0.66, widthPx * 0.26, heightPx * 0.5, 28);
  pen.fill();
}
