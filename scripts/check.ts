// npm run check [-- NAME …]: what every commit passes. Format, lint, types room by room, boundaries, dead code; or those whose
// names begin so.
import { checkBoundaries } from './process/check-boundaries.ts';
import { rooms } from './process/rooms.ts';
import { runTool, type CommandEnd } from './process/run-command.ts';

interface Check {
  readonly name: string;
  readonly run: () => Promise<CommandEnd>;
}

const tool =
  (entry: string, ...args: string[]) =>
  () =>
    runTool(entry, args, { quiet: true });

const checks: Check[] = [
  { name: 'format', run: tool('oxfmt/bin/oxfmt', '--check', '.') },
  { name: 'lint', run: tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '.') },
  ...rooms.map((room) => ({
    name: `types: ${room}`,
    run: tool('@typescript/native/bin/tsc', '-p', `${room}/tsconfig.json`),
  })),
  { name: 'boundaries', run: checkBoundaries },
  { name: 'dead code', run: tool('knip/bin/knip.js', '--no-progress') },
];

/** Runs every check, or those asked for, and says each one's end; returns the names of those that failed. */
export async function runChecks(asked: readonly string[] = []): Promise<string[]> {
  const failed: string[] = [];
  const wanted = checks.filter(
    ({ name }) => asked.length === 0 || asked.some((begin) => name.startsWith(begin)),
  );
  if (wanted.length === 0) return [...asked];
  for (const { name, run } of wanted) {
    const started = performance.now();
    const { code, output } = await run();
    console.log(
      `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
    );
    if (code !== 0) {
      failed.push(name);
      console.log(output);
    }
  }
  return failed;
}

export const checkCount = checks.length;

if (import.meta.main) {
  const failed = await runChecks(process.argv.slice(2));
  if (failed.length > 0) process.exitCode = 1;
}
