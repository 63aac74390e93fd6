// The smallest honest preview: an 8×8 grey baseline JPEG whose brightness changes from frame to frame.

/** Quantisation all ones, DC category 0 to 11 of Annex K (ITU-T T.81), no AC but end-of-block. */
const dcCounts = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const dcValues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

const segment = (marker: number, body: readonly number[]) => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 0xff,
  ...body,
];

export function previewPicture(frame: number): Buffer {
  // DC category 8 (code 111110, six bits), eight bits of value, then the one-bit end of block.
  const level = 128 + ((frame * 16) % 128);
  const bits = ((0b111110 << 9) | (level << 1)) << 1;
  return Buffer.from([
    0xff,
    0xd8,
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    ...segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
    ...segment(0xc4, [0x00, ...dcCounts, ...dcValues]),
    ...segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    (bits >> 8) & 0xff,
    (bits & 0xff) | 1,
    0xff,
    0xd9,
  ]);
}
