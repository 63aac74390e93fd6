// Hands bytes to the browser's own saving, under a name; the address made for it is taken back at once.
import type { BlobLike } from '#core/contract/kiosk/binary.ts';

export async function saveFile(file: BlobLike, name: string): Promise<void> {
  const address = URL.createObjectURL(new Blob([await file.arrayBuffer()], { type: file.type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by the next turn; taken back in this one, Firefox would not find it.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
