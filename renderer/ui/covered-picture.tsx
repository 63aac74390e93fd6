// A whole picture of a document with the beginning of a number covered where it was read: drawn, never kept.
import { useEffect, useRef } from 'react';
import type { Box } from '#core/reading/field.ts';
import { hiddenShare } from './picture-piece.tsx';

export interface CoveredPictureProps {
  readonly blob: Blob | null;
  readonly covered: readonly Box[];
  readonly alt: string;
  readonly className?: string;
}

export function CoveredPicture({ blob, covered, alt, className }: CoveredPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!blob) return undefined;
    let gone = false;
    const draw = async () => {
      const picture = await createImageBitmap(blob).catch(() => null);
      const surface = canvas.current;
      if (picture && surface && !gone) {
        surface.width = picture.width;
        surface.height = picture.height;
        const pen = surface.getContext('2d');
        pen?.drawImage(picture, 0, 0);
        for (const { x, y, width, height } of covered) {
          // A little above and below: a box may sit tight on its digits, or a digit stand taller.
          pen?.fillRect(x - height, y - height * 0.3, height + width * hiddenShare, height * 1.6);
        }
      }
      picture?.close();
    };
    void draw();
    return () => {
      gone = true;
    };
  }, [blob, covered]);
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an img would need an address; a canvas has none and leaves no copy
  return <canvas ref={canvas} role="img" aria-label={alt} className={className} />;
}
