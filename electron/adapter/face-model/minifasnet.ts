// What goes into the two passive nets and what comes out: a crop of 2.7 and of 4 faces' width, three classes of which the second is "real". Pure.
import type { Box } from '#core/reading/field.ts';
import type { Picture } from './picture.ts';

export const passiveSidePx = 80;
/** Widths of the crops, in faces: the nets were trained on these. */
export const passiveScales = [2.7, 4] as const;

/**
 * The part of the picture such a net looks at: as many faces wide as it wants, less where the picture ends, and pushed
 * inside where it would reach over the edge.
 */
export function passiveCrop(face: Box, scale: number, { widthPx, heightPx }: Picture): Box {
  const grown = Math.min(scale, (widthPx - 1) / face.width, (heightPx - 1) / face.height);
  const width = face.width * grown;
  const height = face.height * grown;
  const within = (middle: number, length: number, limit: number) =>
    Math.min(Math.max(0, middle - length / 2), limit - 1 - length);
  return {
    x: within(face.x + face.width / 2, width, widthPx),
    y: within(face.y + face.height / 2, height, heightPx),
    width,
    height,
  };
}

/** BGR planes, 0 to 255, each pixel between its four neighbours as the nets' own training had it. */
export function passiveInput(picture: Picture, crop: Box): Float32Array {
  const plane = passiveSidePx * passiveSidePx;
  const input = new Float32Array(3 * plane);
  const { widthPx, heightPx, rgb } = picture;
  for (let y = 0; y < passiveSidePx; y++) {
    const sy = clamp(crop.y + ((y + 0.5) * crop.height) / passiveSidePx - 0.5, heightPx - 1);
    const y0 = Math.floor(sy);
    const below = Math.min(heightPx - 1, y0 + 1);
    for (let x = 0; x < passiveSidePx; x++) {
      const sx = clamp(crop.x + ((x + 0.5) * crop.width) / passiveSidePx - 0.5, widthPx - 1);
      const x0 = Math.floor(sx);
      const right = Math.min(widthPx - 1, x0 + 1);
      for (let channel = 0; channel < 3; channel++) {
        const at = (row: number, column: number) => rgb[(row * widthPx + column) * 3 + channel] ?? 0;
        const top = at(y0, x0) + (at(y0, right) - at(y0, x0)) * (sx - x0);
        const foot = at(below, x0) + (at(below, right) - at(below, x0)) * (sx - x0);
        input[(2 - channel) * plane + y * passiveSidePx + x] = top + (foot - top) * (sy - y0);
      }
    }
  }
  return input;
}

/** The second of three classes, after softmax. */
export function realShare(logits: Float32Array): number {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return (powers[1] ?? 0) / sum;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
