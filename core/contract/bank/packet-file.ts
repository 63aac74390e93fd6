// A sealed packet as one file, to be carried by hand to the bank: `PRVPKT1` and a line feed, four bytes with the length of a
// head (big-endian), the head (JSON in ASCII), then the sealed parts one after the other. Refuses what is cut short, longer
// than it says, or no such file; whether the packet is genuine is its signature's matter.
import { z } from 'zod';
import { jwsSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { blobMaxBytes } from './packet.ts';

const magic = 'PRVPKT1\n';
/** The largest manifest is some 8 KiB. */
const headMaxBytes = 64 * 1024;
const partsMax = 16;
export const packetFileMaxBytes = magic.length + 4 + headMaxBytes + partsMax * blobMaxBytes;

const headSchema = z.object({
  idempotencyKey: z.uuidv7(),
  packet: jwsSchema,
  parts: z
    .array(z.object({ digest: sha256HexSchema, bytes: z.int().positive().max(blobMaxBytes) }))
    .min(1)
    .max(partsMax),
});

export interface PacketFile {
  readonly idempotencyKey: string;
  readonly packet: string;
  readonly parts: readonly { readonly digest: string; readonly ciphertext: Uint8Array }[];
}

export type PacketFileFault = { readonly kind: 'not-a-packet-file' | 'packet-file-cut' };

/** Everything in a head is ASCII: base64url, hex, UUIDs. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function encodePacketFile(file: PacketFile): Uint8Array {
  const parts = file.parts.map(({ digest, ciphertext }) => ({ digest, bytes: ciphertext.byteLength }));
  const head = bytesOf(
    JSON.stringify(headSchema.parse({ idempotencyKey: file.idempotencyKey, packet: file.packet, parts })),
  );
  const start = magic.length + 4 + head.byteLength;
  const whole = new Uint8Array(start + parts.reduce((sum, { bytes }) => sum + bytes, 0));
  whole.set(bytesOf(magic));
  new DataView(whole.buffer).setUint32(magic.length, head.byteLength);
  whole.set(head, magic.length + 4);
  let at = start;
  for (const { ciphertext } of file.parts) {
    whole.set(ciphertext, at);
    at += ciphertext.byteLength;
  }
  return whole;
}

export function decodePacketFile(bytes: Uint8Array): Result<PacketFile, PacketFileFault> {
  const headAt = magic.length + 4;
  if (bytes.byteLength < headAt || textOf(bytes.subarray(0, magic.length)) !== magic) {
    return err({ kind: 'not-a-packet-file' });
  }
  const headBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length);
  if (headBytes > headMaxBytes) return err({ kind: 'not-a-packet-file' });
  if (bytes.byteLength < headAt + headBytes) return err({ kind: 'packet-file-cut' });
  const head = headSchema.safeParse(parsedOrNull(textOf(bytes.subarray(headAt, headAt + headBytes))));
  if (!head.success) return err({ kind: 'not-a-packet-file' });
  let at = headAt + headBytes;
  const parts = head.data.parts.map((part) => {
    const ciphertext = bytes.subarray(at, at + part.bytes);
    at += part.bytes;
    return { digest: part.digest, ciphertext };
  });
  if (at !== bytes.byteLength) return err({ kind: 'packet-file-cut' });
  return ok({ idempotencyKey: head.data.idempotencyKey, packet: head.data.packet, parts });
}
