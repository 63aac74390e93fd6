// A folder of our own for one run, gone when the run ends, whichever way it ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ThrowawayFolder extends Disposable {
  readonly path: string;
}

export function throwawayFolder(name: string): ThrowawayFolder {
  const path = mkdtempSync(join(tmpdir(), `pravesh-${name}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}
