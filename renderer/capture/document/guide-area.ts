// Where to hold a document in a frame, before it was found there. Pure.

/**
 * The part of a frame that lies inside a guide of the given shape (ID-1 card 85.6 × 54 mm, passport page 125 × 88 mm):
 * the largest that leaves a tenth of the frame at each side.
 */
export function guideArea(
  frame: { readonly widthPx: number; readonly heightPx: number },
  aspect: number,
): { x: number; y: number; width: number; height: number } {
  const width = Math.min(frame.widthPx * 0.8, frame.heightPx * 0.8 * aspect);
  const height = width / aspect;
  return { x: (frame.widthPx - width) / 2, y: (frame.heightPx - height) / 2, width, height };
}
