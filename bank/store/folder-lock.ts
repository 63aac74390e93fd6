// One process at a time on an embedded database folder: two lose committed writes silently.
// A lock whose owner is gone (its pid is free, or now belongs to a process begun at another time) is taken over.
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '#core/kernel/result.ts';

const ownerSchema = z.object({ pid: z.int().positive(), born: z.string().nullable(), token: z.string() });
type Owner = z.infer<typeof ownerSchema>;

type FolderLock = { readonly release: () => void };
export type FolderLocked = { readonly kind: 'folder-locked'; readonly folder: string; readonly pid: number };

export function lockFolder(folder: string): Result<FolderLock, FolderLocked> {
  const path = join(folder, 'bank.lock');
  const me: Owner = { pid: process.pid, born: bornAt(process.pid), token: randomUUID() };
  const draft = `${path}.${me.token}`;
  // The file appears under its real name only when whole, and a link fails where one already stands.
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600, flag: 'wx' });
  try {
    for (;;) {
      if (tryLink(draft, path)) return ok({ release: () => release(path, me) });
      const owner = readOwner(path);
      if (owner !== null && isAlive(owner)) return err({ kind: 'folder-locked', folder, pid: owner.pid });
      if (owner === null && existsSync(path)) moveAside(path, null);
      if (owner !== null) moveAside(path, owner);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false;
    throw cause;
  }
}

/** Moves a dead owner's lock away; if another process replaced it in between, that one is put back. */
function moveAside(path: string, dead: Owner | null): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return;
    throw cause;
  }
  const moved = readOwner(aside);
  if (moved !== null && moved.token !== dead?.token) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, me: Owner): void {
  if (readOwner(path)?.token === me.token) rmSync(path, { force: true });
}

function readOwner(path: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Missing or torn: nobody's.
    return null;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (cause) {
    if (!isCode(cause, 'EPERM')) return false;
  }
  return owner.born === null || bornAt(owner.pid) === owner.born;
}

/** Start time of a process in clock ticks since boot, with the boot's id (Linux: proc(5), field 22); null elsewhere. */
function bornAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in brackets and may itself hold spaces.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
