// The piece of a picture where a field was read, so that the eye compares picture with letters.
import { useEffect, useRef } from 'react';
import type { Box } from '#core/reading/field.ts';

/** Around the words, in shares of the box's height: a line alone is hard to place. */
const marginShare = 0.35;

/** The box with its margin, inside the picture. */
export function pieceOf(box: Box, picture: { readonly width: number; readonly height: number }): Box {
  const margin = box.height * marginShare;
  const x = Math.max(0, Math.floor(box.x - margin));
  const y = Math.max(0, Math.floor(box.y - margin));
  const right = Math.min(picture.width, Math.ceil(box.x + box.width + margin));
  const bottom = Math.min(picture.height, Math.ceil(box.y + box.height + margin));
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** Of an Aadhaar number's twelve digits in three groups, the two groups that nobody needs to see: 10 of 14 places. */
export const hiddenShare = 0.69;

export interface PicturePieceProps {
  readonly picture: ImageBitmap | null;
  readonly box: Box;
  readonly label: string;
  /** Covers the beginning of the words, so that only the last four digits of a number are seen. */
  readonly covered?: boolean;
  readonly className?: string;
}

export function PicturePiece({ picture, box, label, covered = false, className }: PicturePieceProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const surface = canvas.current;
    if (!surface || !picture) return;
    const piece = pieceOf(box, picture);
    surface.width = piece.width;
    surface.height = piece.height;
    const pen = surface.getContext('2d');
    if (!pen) return;
    pen.drawImage(picture, piece.x, piece.y, piece.width, piece.height, 0, 0, piece.width, piece.height);
    if (covered) pen.fillRect(0, 0, box.x - piece.x + box.width * hiddenShare, piece.height);
  }, [picture, box, covered]);
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an img would need an address; a canvas has none and leaves no copy
  return <canvas ref={canvas} role="img" aria-label={label} className={className} />;
}
