// Where Electron's runtime is, if it is. Looks at files alone: requiring the package would start a download.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..');
const packageDir = join(root, 'node_modules', 'electron');

export function electronProgram(): string | null {
  const pathFile = join(packageDir, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const program = join(packageDir, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : null;
}

export const isBuilt = existsSync(join(root, 'out', 'main', 'electron.js'));

/** Set where the suite must run (the release): a missing runtime then fails instead of skipping. */
export const isRequired = process.env['REQUIRE_ELECTRON'] === '1';
