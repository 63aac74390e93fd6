// npm test: everything that proves the project on this machine, ending with one line of counts.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkCount, runChecks } from './check.ts';
import { e2eReport, runE2e } from './e2e.ts';
import { fetchModels } from './process/fetch-models.ts';
import { root } from './process/root.ts';
import { runTool } from './process/run-command.ts';
import { addCounts, countsLine, playwrightCounts, vitestCounts, type Counts } from './process/test-counts.ts';

const vitestReport = join(root, 'out', 'test', 'vitest.json');

/** A runner that ended badly and left no report is a failure of its own. */
function counted(code: number, report: string, read: (path: string) => Counts): Counts {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = read(report);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function section(title: string, run: () => Promise<Counts>): Promise<Counts> {
  const started = performance.now();
  console.log(`\n── ${title}`);
  const counts = await run();
  console.log(`── ${title}: ${countsLine(counts)} (${Math.round((performance.now() - started) / 1000)} s)`);
  return counts;
}

for (const report of [vitestReport, e2eReport]) rmSync(report, { force: true });
await fetchModels();
const checks = await section('checks', async () => {
  const failed = await runChecks();
  return { passed: checkCount - failed.length, failed: failed.length, skipped: 0 };
});
const unit = await section('unit, contract and type tests', async () => {
  const { code } = await runTool('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ]);
  return counted(code, vitestReport, vitestCounts);
});
const endToEnd = await section('end-to-end tests', async () =>
  counted(await runE2e([]), e2eReport, playwrightCounts),
);
const all = [checks, unit, endToEnd].reduce(addCounts);
console.log(`\n${countsLine(all)}`);
if (all.failed > 0) process.exitCode = 1;
