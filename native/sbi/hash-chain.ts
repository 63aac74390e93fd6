// The chain that binds an SBI capture to those before it. The specification's text joins the two digests as hex, the
// reference mock joins them as bytes: both are taken, and which one it was is recorded.
import { createHash } from 'node:crypto';

export type ChainForm = 'hex' | 'bytes';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
const upperHex = (digest: Buffer) => digest.toString('hex').toUpperCase();

/** What the first capture of a chain follows: the digest of nothing. */
export const firstLink = upperHex(sha256(''));

export function nextLink(previous: string, value: Uint8Array, form: ChainForm): string {
  const digest = sha256(value);
  return form === 'hex'
    ? upperHex(sha256(previous.toUpperCase() + upperHex(digest)))
    : upperHex(sha256(Buffer.concat([Buffer.from(previous, 'hex'), digest])));
}

/** Null where the hash follows from the previous one in neither form. */
export function formOfLink(previous: string, value: Uint8Array, hash: string): ChainForm | null {
  const claimed = hash.toUpperCase();
  if (nextLink(previous, value, 'bytes') === claimed) return 'bytes';
  return nextLink(previous, value, 'hex') === claimed ? 'hex' : null;
}
