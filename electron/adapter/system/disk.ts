// The machine's own disk under a folder.
import { statfsSync } from 'node:fs';
import type { Disk } from '../../port/disk.ts';

export function systemDisk(folder: string): Disk {
  return {
    freeBytes() {
      try {
        const { bavail, bsize } = statfsSync(folder);
        return bavail * bsize;
      } catch {
        // A folder not made yet, or a medium that does not say.
        return null;
      }
    },
  };
}
