// Finds the Node 24 that the kiosk runs on: npm's own binary package for this platform, else the running Node when new enough.
// Plain JavaScript for Node 20: it runs before anything is installed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const wantedMajor = 24;

/** Path of a Node ≥ 24 binary, or null when this platform has no package and the running Node is older. */
export function findNode24() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', binary);
  if (existsSync(packaged)) return packaged;
  return Number(process.versions.node.split('.')[0]) >= wantedMajor ? process.execPath : null;
}

export function requireNode24() {
  const node = findNode24();
  if (node) return node;
  console.error(
    `Pravesh runs on Node ${wantedMajor}, and npm carries no binary of it for ${process.platform}-${process.arch}: install Node ${wantedMajor} or newer and run this again.`,
  );
  return process.exit(1);
}
