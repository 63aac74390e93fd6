// A picture as it leaves the capture room: its bytes, and how it came to be. No verdict, no copy kept.

/** What the kiosk accepts of any picture. */
export const maxPictureBytes = 5 * 1024 * 1024;

export interface CapturedPicture {
  /** JPEG or PNG. */
  readonly image: Blob;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Further frames of the same moment: whoever compares may choose. */
  readonly more?: readonly Blob[];
  readonly taken: 'by-hand' | 'by-itself' | 'upload';
  /** The camera's name; null for a file. */
  readonly device: string | null;
}
