// A folder in memory where the system has such a place: hundreds of stores are opened there, and their syncs prove nothing.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ThrowawayFolder } from '#scripts/process/throwaway-folder.ts';

export function memoryFolder(name: string): ThrowawayFolder {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `pravesh-${name}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
