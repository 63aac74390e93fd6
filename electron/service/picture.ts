// Takes in a picture from a screen: size and type are judged here by its own bytes, whatever the sender called it.
import { pictureMaxBytes, type BlobLike } from '#core/contract/kiosk/binary.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';

export type PictureType = 'image/jpeg' | 'image/png';

export interface Picture {
  readonly bytes: Uint8Array;
  readonly mediaType: PictureType;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jpegSignature = [0xff, 0xd8, 0xff];

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** JPEG or PNG by signature, else null. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  if (startsWith(bytes, jpegSignature)) return 'image/jpeg';
  return startsWith(bytes, pngSignature) ? 'image/png' : null;
}

/** Refusals: `too-large` above 5 MB, `wrong-type` for anything but JPEG and PNG, `not-an-image` when empty. */
export async function takePicture(blob: BlobLike): Promise<Result<Picture, Refusal>> {
  if (blob.size > pictureMaxBytes) return err({ kind: 'too-large' });
  if (blob.size === 0) return err({ kind: 'not-an-image' });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const mediaType = pictureTypeOf(bytes);
  return mediaType === null ? err({ kind: 'wrong-type' }) : ok({ bytes, mediaType });
}
