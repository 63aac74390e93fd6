// Where the built screens, the helper processes and the models lie, seen from an entry file: beside it once built, in the rooms when run as source.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkerName } from '#electron/port/worker-host.ts';

export interface Layout {
  /** The checkout, or the packaged application. */
  readonly root: string;
  readonly rendererDir: string;
  readonly preload: string;
  workerEntry(name: WorkerName): string;
}

/** `entryUrl` is the import.meta.url of out/main/*.js, electron/main.ts or electron/shell/browser/main.ts. */
export function layoutOf(entryUrl: string): Layout {
  const entry = fileURLToPath(entryUrl);
  const root = rootOf(entry);
  const isSource = entry.endsWith('.ts');
  return {
    root,
    rendererDir: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'preload.cjs'),
    workerEntry: (name) =>
      isSource
        ? join(root, 'electron', 'worker', `${name}.ts`)
        : join(root, 'out', 'main', 'worker', `${name}.js`),
  };
}

/** The nearest folder above that holds our package.json, in a checkout as in an asar. */
function rootOf(entry: string): string {
  let folder = dirname(entry);
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
