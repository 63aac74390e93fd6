// The embedded PostgreSQL (PGlite) in a folder: made apart and moved into place whole, opened with small memory.
// A half-made database of a start that was cut short is thrown away, never opened.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import type { PGlite } from '@electric-sql/pglite';

const maker = fileURLToPath(new URL('make-database.ts', import.meta.url));

export async function openEmbeddedDatabase(folder: string): Promise<PGlite> {
  const place = join(folder, 'db');
  if (!existsSync(place)) {
    const draft = join(folder, 'db.new');
    await rm(draft, { recursive: true, force: true });
    await promisify(execFile)(process.execPath, ['--liftoff-only', maker, draft]);
    await rename(draft, place);
  }
  const { PGlite: Database } = await import('@electric-sql/pglite');
  // PostgreSQL's usual 128 MB of shared buffers would be real memory here; a bank this size needs a fraction.
  return Database.create(place, {
    startParams: [...Database.defaultStartParams, '-c', 'shared_buffers=16MB'],
  });
}

/**
 * Keeps WebAssembly at V8's baseline compiler. Optimising PGlite's 9 MB of code costs 500 MB and seconds of both cores,
 * measured, and the bank's queries do not feel the difference. For the whole process, before anything is compiled.
 */
export function compileSparingly(): void {
  for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering', '--liftoff-only'])
    setFlagsFromString(flag);
}
