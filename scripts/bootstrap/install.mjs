// Installs the packages when they are missing or older than the lock file. Plain JavaScript for Node 20.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { root } from './node24.mjs';

const stampPath = join(root, 'node_modules', '.pravesh-installed');

function lockDigest() {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', '.npmrc']) hash.update(readFileSync(join(root, name)));
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

/** Runs `npm ci` unless node_modules already holds what the lock file names. */
export function ensureInstalled() {
  const wanted = lockDigest();
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted) return;
  console.log('Installing packages (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error('npm ci did not finish: see its message above. Is the npm registry reachable?');
    process.exit(done.status ?? 1);
  }
  writeFileSync(stampPath, wanted);
}
