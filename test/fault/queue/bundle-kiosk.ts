// The queue fault's kiosk as one file, made once a run: thousands of its processes are started, and most of what a start costs
// is finding and reading some hundred modules. The same sources; packages with a binary or a long list of files stay outside.
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '#scripts/process/root.ts';

const entry = join(root, 'test', 'fault', 'queue', 'queue-kiosk.fixture.ts');

export interface BundledKiosk extends Disposable {
  readonly path: string;
}

export async function bundleKiosk(): Promise<BundledKiosk> {
  const parent = join(root, 'out', 'fault');
  mkdirSync(parent, { recursive: true });
  // Below the root, so that the packages left outside are found from it; apart for each run, so that none takes another's away.
  const outDir = mkdtempSync(join(parent, 'queue-'));
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: entry,
      outDir,
      target: 'node24',
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'kiosk.mjs', codeSplitting: false } },
    },
    ssr: { noExternal: true, external: ['better-sqlite3', 'ws', 'axios'] },
  });
  return {
    path: join(outDir, 'kiosk.mjs'),
    [Symbol.dispose]: () => rmSync(outDir, { recursive: true, force: true, maxRetries: 3 }),
  };
}
