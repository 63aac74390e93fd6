// Triple DES as ICAO 9303-11 wants it for basic access control: encryption without padding, the retail MAC, and keys
// from a seed. Single DES is gone from OpenSSL's default; triple DES with one key three times is the same.
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

const zeroBlock = Buffer.alloc(8);

/** Two-key triple DES wants the first key again as the third. */
const threeKeys = (key: Buffer) => Buffer.concat([key, key.subarray(0, 8)]);

export function encrypt(key: Buffer, text: Buffer): Buffer {
  const cipher = createCipheriv('des-ede3-cbc', threeKeys(key), zeroBlock).setAutoPadding(false);
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

export function decrypt(key: Buffer, text: Buffer): Buffer {
  const cipher = createDecipheriv('des-ede3-cbc', threeKeys(key), zeroBlock).setAutoPadding(false);
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

/** ISO/IEC 9797-1, MAC algorithm 3, of whole blocks. */
export function mac(key: Buffer, blocks: Buffer): Buffer {
  const first = key.subarray(0, 8);
  const single = createCipheriv('des-ede3-cbc', Buffer.concat([first, first, first]), zeroBlock);
  single.setAutoPadding(false);
  const chained = single.update(blocks.subarray(0, -8));
  const before = chained.length >= 8 ? chained.subarray(-8) : zeroBlock;
  const last = Buffer.from(blocks.subarray(-8).map((byte, index) => byte ^ (before[index] ?? 0)));
  return encrypt(key, last);
}

/** ISO/IEC 9797-1, padding method 2. */
export function pad(bytes: Buffer, blockBytes = 8): Buffer {
  return Buffer.concat([bytes, Buffer.of(0x80), Buffer.alloc(blockBytes - 1 - (bytes.length % blockBytes))]);
}

/** Null where there is no padding to take off. */
export function unpad(bytes: Buffer, blockBytes = 8): Buffer | null {
  let end = bytes.length - 1;
  while (end >= 0 && bytes[end] === 0) end -= 1;
  return bytes[end] === 0x80 && bytes.length - end <= blockBytes ? bytes.subarray(0, end) : null;
}

/** ICAO 9303-11, 9.7.1.1: counter 1 for encryption, 2 for the MAC. */
export function deriveKey(seed: Buffer, counter: 1 | 2): Buffer {
  const digest = createHash('sha1')
    .update(seed)
    .update(Buffer.of(0, 0, 0, counter))
    .digest();
  return Buffer.from(digest.subarray(0, 16).map(withOddParity));
}

function withOddParity(byte: number): number {
  let ones = 0;
  for (let bit = 1; bit < 8; bit += 1) ones += (byte >> bit) & 1;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
}
