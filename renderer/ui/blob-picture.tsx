// A picture held in memory. Its address is given back as soon as it leaves the screen.
import { useEffect, useRef } from 'react';

export interface BlobPictureProps {
  readonly blob: Blob | null;
  readonly alt: string;
  readonly className?: string;
}

export function BlobPicture({ blob, alt, className }: BlobPictureProps) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const shown = image.current;
    if (!blob || !shown) return undefined;
    const address = URL.createObjectURL(blob);
    shown.src = address;
    return () => {
      shown.removeAttribute('src');
      URL.revokeObjectURL(address);
    };
  }, [blob]);
  return <img ref={image} alt={blob ? alt : ''} className={className} />;
}
