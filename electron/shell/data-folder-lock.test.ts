import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from './data-folder-lock.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'pravesh-lock-'));
});
afterEach(() => rmSync(place, { recursive: true }));

test('makes the folder for its owner alone, and a second kiosk is refused until the first lets go', () => {
  const folder = join(place, 'new', 'folder');
  const first = lockDataFolder(folder);
  if (!first.ok) throw new Error(first.error.kind);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(lockDataFolder(folder)).toEqual({ ok: false, error: { kind: 'folder-in-use' } });
  first.value.release();
  const second = lockDataFolder(folder);
  expect(second.ok).toBe(true);
  if (second.ok) second.value.release();
});

test('another process holds it too, and a killed one leaves nothing behind', async () => {
  const code = `import { lockDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-folder-lock.ts'))};
    console.log(lockDataFolder(process.argv[1]).ok); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString().trim()).toBe('true');
  expect(lockDataFolder(place)).toEqual({ ok: false, error: { kind: 'folder-in-use' } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const after = lockDataFolder(place);
  expect(after.ok).toBe(true);
  if (after.ok) after.value.release();
});

test('a copied folder is not locked by the lock of the first', () => {
  const first = lockDataFolder(join(place, 'a'));
  if (!first.ok) throw new Error(first.error.kind);
  cpSync(join(place, 'a'), join(place, 'b'), { recursive: true });
  const copy = lockDataFolder(join(place, 'b'));
  expect(copy.ok).toBe(true);
  first.value.release();
  if (copy.ok) copy.value.release();
});

test('a folder that cannot be one is named, without ending the process', () => {
  writeFileSync(join(place, 'file'), '');
  expect(lockDataFolder(join(place, 'file'))).toMatchObject({
    ok: false,
    error: { kind: 'folder-unusable' },
  });
});
