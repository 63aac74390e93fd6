// A recovery key as a person carries it from the bank to the kiosk: `PRVK1-` and base64url of the 32 bytes.
import { base64UrlSchema } from '#core/kernel/encoding.ts';

const prefix = 'PRVK1-';
const letters = 43;

/** `encoded`: base64url of the key. */
export function recoveryKeyText(encoded: string): string {
  return prefix + encoded;
}

/** The key as base64url, or null for anything else. Blanks that came with the carrying are dropped. */
export function readRecoveryKey(text: string): string | null {
  const bare = text.replaceAll(/\s/g, '');
  if (!bare.startsWith(prefix)) return null;
  const encoded = base64UrlSchema.safeParse(bare.slice(prefix.length));
  return encoded.success && encoded.data.length === letters ? encoded.data : null;
}
