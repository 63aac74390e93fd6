// npm run fault -- [NAME …] [--runs N] [--minutes M] [--parallel K] [--ci] [--json]: breaks things on purpose and looks whether anything was lost.
// Ends with `N passed, N failed[, N skipped]`; with --json one JSON object for each fault comes after that, the last one last.
import { parseArgs } from 'node:util';
import { addCounts, countsLine, noCounts, type Counts } from '#scripts/process/test-counts.ts';
import { faults } from './faults.ts';
import type { Fault, FaultOptions, FaultReport } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    // Deliveries are counted, not run; both words mean how many.
    count: { type: 'string' },
    minutes: { type: 'string' },
    parallel: { type: 'string' },
    ci: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

// Whatever a fault starts never reaches beyond this machine.
process.env['OFFLINE'] ??= '1';

function usage(wrong: string): never {
  console.error(
    `${wrong}. npm run fault -- [NAME …] [--runs N] [--minutes M] [--parallel K] [--ci] [--json], with NAME one of:`,
  );
  for (const { name, shows } of faults) console.error(`  ${name.padEnd(12)} ${shows}`);
  process.exit(2);
}

function whole(name: string, text: string | undefined, atMost = Number.MAX_SAFE_INTEGER): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  return Number.isInteger(number) && number > 0 && number <= atMost
    ? number
    : usage(`--${name} wants a whole number, ${atMost} at most`);
}
const runs = whole('runs', values.runs ?? values.count);
const minutes = whole('minutes', values.minutes);
/** Their customers are told apart by a letter each. */
const parallel = whole('parallel', values.parallel, 26);
const unknown = positionals.filter((name) => !faults.some((fault) => fault.name === name));
if (unknown.length > 0) usage(`No such fault: ${unknown.join(', ')}`);
const chosen = faults.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

async function runFault(fault: Fault, options: FaultOptions): Promise<FaultReport> {
  try {
    return await fault.run(options);
  } catch (error) {
    const seen = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { checks: [{ name: 'ran to its end', ok: false, seen }], skipped: [], figures: {} };
  }
}

let counts: Counts = noCounts;
const told: string[] = [];
for (const fault of chosen) {
  const startedMs = performance.now();
  const say = (text: string): void => console.log(`${fault.name}: ${text}`);
  say(fault.shows);
  const { checks, skipped, figures } = await runFault(fault, { runs, minutes, parallel, ci: values.ci, say });
  const failed = checks.filter(({ ok }) => !ok);
  for (const { name, seen } of failed) say(`FAILED ${name}${seen === undefined ? '' : `: ${seen}`}`);
  for (const what of skipped) say(`skipped ${what}`);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  say(`${checks.length - failed.length} checks passed, ${failed.length} failed (${seconds} s)`);
  told.push(
    JSON.stringify({
      fault: fault.name,
      seconds,
      passed: checks.length - failed.length,
      failed: failed.length,
      ...figures,
    }),
  );
  counts = addCounts(counts, {
    passed: checks.length - failed.length,
    failed: failed.length,
    skipped: skipped.length,
  });
}
console.log(countsLine(counts));
if (values.json) for (const line of told) console.log(line);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
