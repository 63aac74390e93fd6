// A browser profile that lives as long as the kiosk: in memory where the system has such a place, wiped at the end,
// and swept at the next start when a power cut came first.
import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'pravesh-browser-';

export interface ProfileFolder {
  readonly path: string;
  wipe(): void;
}

/** Owner-only (mkdtemp makes it 0700). `place` is for tests. */
export function makeProfileFolder(place: string = memoryBackedPlace()): ProfileFolder {
  sweep(place);
  const path = mkdtempSync(join(place, `${prefix}${process.pid}-`));
  return { path, wipe: () => remove(path) };
}

function memoryBackedPlace(): string {
  const places = [process.env['XDG_RUNTIME_DIR'], '/dev/shm'];
  return places.find((place) => place !== undefined && isWritable(place)) ?? tmpdir();
}

function sweep(place: string): void {
  for (const name of readdirSync(place)) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) remove(join(place, name));
  }
}

function remove(path: string): void {
  try {
    // The browser may still be writing its last words; Windows holds files a moment longer.
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch {
    // Somebody else's, or held: the next start sweeps again. It holds no customer's data (incognito).
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isWritable(place: string): boolean {
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
