import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pravesh-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lockFile = () => join(folder, 'bank.lock');

describe('the folder lock', () => {
  it('is held once, given back, and leaves nothing', () => {
    const first = lockFolder(folder);
    expect(lockFolder(folder)).toEqual({
      ok: false,
      error: { kind: 'folder-locked', folder, pid: process.pid },
    });
    if (first.ok) first.value.release();
    const second = lockFolder(folder);
    expect(second.ok).toBe(true);
    if (second.ok) second.value.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a process that is gone is taken over', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    writeFileSync(lockFile(), JSON.stringify({ pid: child.pid, born: null, token: 'dead' }));
    expect(lockFolder(folder).ok).toBe(true);
  });

  it.runIf(process.platform === 'linux')('of a pid that now belongs to another process is taken over', () => {
    writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, born: 'another-boot/1', token: 'dead' }));
    expect(lockFolder(folder).ok).toBe(true);
  });

  it('that is torn is taken over, and a living one is respected', () => {
    writeFileSync(lockFile(), '{"pid":');
    const held = lockFolder(folder);
    expect(held.ok).toBe(true);
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(lockFolder(folder).ok).toBe(false);
  });

  it('released late does not take away its successor’s', () => {
    const first = lockFolder(folder);
    rmSync(lockFile());
    const second = lockFolder(folder);
    if (first.ok) first.value.release();
    expect(second.ok).toBe(true);
    expect(lockFolder(folder).ok).toBe(false);
  });
});
