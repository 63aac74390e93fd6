// npm run e2e: the end-to-end tests against the built kiosk, a real bank and a real Chromium.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './process/build-if-stale.ts';
import { fetchModels } from './process/fetch-models.ts';
import { root } from './process/root.ts';
import { runTool } from './process/run-command.ts';
import { obtainBrowser } from './process/test-browser.ts';

export const e2eReport = join(root, 'out', 'test', 'playwright.json');

/** The runner's exit status; 1 as well where no browser could be had. */
export async function runE2e(args: readonly string[]): Promise<number> {
  const browser = await obtainBrowser();
  if (!browser) return 1;
  await fetchModels();
  await buildIfStale();
  mkdirSync(join(root, 'out', 'test'), { recursive: true });
  const { code } = await runTool(
    'playwright/cli.js',
    ['test', '-c', 'test/e2e/playwright.config.ts', ...args],
    {
      env: { KIOSK_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
    },
  );
  return code;
}

if (import.meta.main) process.exitCode = await runE2e(process.argv.slice(2));
