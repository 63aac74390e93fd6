// npm run demo: the simulated customer opens an account on the real kiosk, headless. Last line with --json: one JSON object.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runDemo } from './demo/run-demo.ts';
import { buildIfStale } from './process/build-if-stale.ts';
import { fetchModels } from './process/fetch-models.ts';
import { obtainBrowser } from './process/test-browser.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    out: { type: 'string', default: 'out/demo' },
    'offline-first': { type: 'boolean', default: false },
  },
});

await fetchModels();
await buildIfStale();
const browserPath = await obtainBrowser();
if (!browserPath) process.exit(1);
try {
  const report = await runDemo({
    browserPath,
    outDir: resolve(values.out),
    offlineFirst: values['offline-first'],
    onStep: (name, ms) => console.log(`${String(ms).padStart(7)} ms  ${name}`),
  });
  console.log(values.json ? JSON.stringify(report) : `Account ${report.accountNumber}, ${report.totalMs} ms`);
} catch (error) {
  console.error(`The demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  console.error(`What the screen showed: ${resolve(values.out)}/failed.png`);
  process.exitCode = 1;
}
