// Which part of a frame is the portrait. Rule LP1 of docs/spec/face.md.
import type { Box } from '../reading/field.ts';
import type { FaceLandmarks } from './found-face.ts';

/**
 * The token frontal image of ISO/IEC 19794-5 (clause 9): four eye distances wide, four thirds of that high, the eyes'
 * line three fifths of the width below the top.
 */
const widthInEyes = 4;
const heightPerWidth = 4 / 3;
const eyesPerWidth = 0.6;

/** In whole pixels of the picture; what lies beyond its edge is left off, never made up. */
export function portraitArea(
  { leftEye, rightEye }: FaceLandmarks,
  picture: { readonly widthPx: number; readonly heightPx: number },
): Box {
  const eyes = Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y);
  const width = eyes * widthInEyes;
  const x = (leftEye.x + rightEye.x) / 2 - width / 2;
  const y = (leftEye.y + rightEye.y) / 2 - width * eyesPerWidth;
  const left = within(Math.round(x), picture.widthPx - 1);
  const top = within(Math.round(y), picture.heightPx - 1);
  return {
    x: left,
    y: top,
    width: Math.max(1, within(Math.round(x + width), picture.widthPx) - left),
    height: Math.max(1, within(Math.round(y + width * heightPerWidth), picture.heightPx) - top),
  };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
