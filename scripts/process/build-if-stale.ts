// Builds main process, preload and renderer when their sources, or what they are built with, changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';
import { runTool } from './run-command.ts';

const stampPath = join(root, 'out', '.built');
const sources = ['core', 'electron', 'native', 'renderer', 'resources'];
const files = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json'];

function sourceDigest(): string {
  const hash = createHash('sha256');
  const add = (path: string) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  for (const folder of sources) {
    if (!existsSync(join(root, folder))) continue;
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile() && !/\.(test|fixture)\.tsx?$|\.md$/.test(item.name))
      .map((item) => join(item.parentPath, item.name).slice(root.length + 1))
      .sort()) {
      add(entry);
    }
  }
  for (const file of files) if (existsSync(join(root, file))) add(file);
  return hash.digest('hex');
}

/** Ends the process when the build fails: nothing sensible can run after that. */
export async function buildIfStale(): Promise<void> {
  const wanted = sourceDigest();
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted) return;
  console.log('Building …');
  const built = await runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'], {
    quiet: true,
  });
  if (built.code !== 0) {
    console.error(built.output);
    process.exit(1);
  }
  writeFileSync(stampPath, wanted);
}
