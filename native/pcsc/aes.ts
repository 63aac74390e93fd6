// AES as ICAO 9303-11 wants it for PACE: CBC without padding, the MAC of RFC 4493, and keys from a secret. Keys of 128, 192
// and 256 bits.
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

export type AesBits = 128 | 192 | 256;

const blockBytes = 16;
const zeroBlock = Buffer.alloc(blockBytes);
/** x^128 + x^7 + x^2 + x + 1, its low byte (RFC 4493, 2.3). */
const reduction = 0x87;

const nameOf = (key: Buffer, mode: 'cbc' | 'ecb') => `aes-${key.length * 8}-${mode}`;

export function encryptAes(key: Buffer, start: Buffer, text: Buffer): Buffer {
  const cipher = createCipheriv(nameOf(key, 'cbc'), key, start).setAutoPadding(false);
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

export function decryptAes(key: Buffer, start: Buffer, text: Buffer): Buffer {
  const cipher = createDecipheriv(nameOf(key, 'cbc'), key, start).setAutoPadding(false);
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

export function encryptBlock(key: Buffer, block: Buffer): Buffer {
  const cipher = createCipheriv(nameOf(key, 'ecb'), key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

/** CMAC, all 16 bytes; ICAO takes the first eight. */
export function cmac(key: Buffer, text: Buffer): Buffer {
  const first = doubled(encryptBlock(key, zeroBlock));
  const wholeBlocks = text.length > 0 && text.length % blockBytes === 0;
  const before = wholeBlocks ? text.length - blockBytes : text.length - (text.length % blockBytes);
  const rest = text.subarray(before);
  const last = wholeBlocks ? rest : Buffer.concat([rest, Buffer.of(0x80), zeroBlock]).subarray(0, blockBytes);
  const mask = wholeBlocks ? first : doubled(first);
  const masked = Buffer.from(last.map((byte, index) => byte ^ (mask[index] ?? 0)));
  return encryptAes(key, zeroBlock, Buffer.concat([text.subarray(0, before), masked])).subarray(-blockBytes);
}

function doubled(block: Buffer): Buffer {
  const twice = Buffer.alloc(blockBytes);
  for (let at = 0; at < blockBytes; at += 1)
    twice[at] = (((block[at] ?? 0) << 1) & 0xff) | ((block[at + 1] ?? 0) >> 7);
  if ((block[0] ?? 0) >= 0x80) twice[blockBytes - 1] = (twice[blockBytes - 1] ?? 0) ^ reduction;
  return twice;
}

/** 9.7.1.2 and 9.7.1.3: counter 1 for encryption, 2 for the MAC, 3 for a password's key. */
export function deriveAesKey(secret: Buffer, counter: 1 | 2 | 3, bits: AesBits): Buffer {
  return createHash(bits === 128 ? 'sha1' : 'sha256')
    .update(secret)
    .update(Buffer.of(0, 0, 0, counter))
    .digest()
    .subarray(0, bits / 8);
}
