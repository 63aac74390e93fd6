// The bytes inside a Secure QR: gzip (first version) or zlib (later ones). Refuses what would unpack to more than any such
// code holds, so that a few digits cannot fill the memory.
import { unzipSync } from 'node:zlib';

/** Fields, a photo of a few hundred bytes to 2 KB, hashes and a signature; a code holds 2,953 bytes packed. */
const unpackedMaxBytes = 64 * 1024;

export function unpack(packed: Uint8Array): Uint8Array | null {
  try {
    return new Uint8Array(unzipSync(packed, { maxOutputLength: unpackedMaxBytes }));
  } catch {
    // zlib throws for every fault, too much among them; here they are one.
    return null;
  }
}
