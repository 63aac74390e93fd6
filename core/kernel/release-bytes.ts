// Overwrites a value that is done with and gives its memory back at once: pictures that wait for a collection lie about in
// the clear, and a few cases of them bring on a full collection of some 30 ms in the middle of a sealing.

/** Nothing may use the value afterwards: it is empty. A part of something larger is overwritten and left where it is. */
export function releaseBytes(bytes: Uint8Array): void {
  bytes.fill(0);
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) buffer.transfer(0);
}
