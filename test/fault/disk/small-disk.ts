// A small file system of our own, in memory: it can be filled to the byte and made read-only. Wants root on Linux.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk extends Disposable {
  readonly path: string;
  /** Leaves room for so many bytes, no more. */
  leave(bytes: number): void;
  /** Takes away what `leave` put there. */
  makeRoom(): void;
  remount(how: 'ro' | 'rw'): void;
}

function mount(...args: string[]): boolean {
  return spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
}

/** Null where this user or this system does not let us mount. */
export function mountSmallDisk(path: string, megabytes: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  mkdirSync(path, { recursive: true });
  if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path)) return null;
  const filler = join(path, 'filler');
  return {
    path,
    leave(bytes) {
      const { bavail, bsize } = statfsSync(path);
      const fill = bavail * bsize - bytes;
      if (fill > 0) writeFileSync(filler, Buffer.alloc(fill));
    },
    makeRoom: () => rmSync(filler, { force: true }),
    remount(how) {
      if (!mount('-o', `remount,${how}`, path)) throw new Error(`the small disk cannot be made ${how}`);
    },
    [Symbol.dispose]: () => void spawnSync('umount', ['-l', path], { stdio: 'ignore' }),
  };
}
