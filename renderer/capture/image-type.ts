// What a file is by its first bytes: a name or a declared type proves nothing. Pure.

export type ImageType = 'image/jpeg' | 'image/png';
export const pdfType = 'application/pdf';

const starts: readonly { readonly type: ImageType | typeof pdfType; readonly bytes: readonly number[] }[] = [
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: pdfType, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
];

/** Enough bytes for `fileTypeOf`. */
export const imageTypeBytes = 8;

export function fileTypeOf(start: Uint8Array): ImageType | typeof pdfType | null {
  const found = starts.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
  return found?.type ?? null;
}
