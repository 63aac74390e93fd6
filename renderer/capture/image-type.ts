// What a file is by its first bytes: a name or a declared type proves nothing. Pure.

export type ImageType = 'image/jpeg' | 'image/png';

const starts: readonly { readonly type: ImageType; readonly bytes: readonly number[] }[] = [
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
];

/** Enough bytes for `imageTypeOf`. */
export const imageTypeBytes = 8;

export function imageTypeOf(start: Uint8Array): ImageType | null {
  const found = starts.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
  return found?.type ?? null;
}
