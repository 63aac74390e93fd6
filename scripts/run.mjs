// Runs a TypeScript script of this project on Node 24, installing first what is missing: node scripts/run.mjs scripts/x.ts …
import { spawn } from 'node:child_process';
import { ensureInstalled } from './bootstrap/install.mjs';
import { requireNode24, root } from './bootstrap/node24.mjs';

/** Hands over to Node 24 and ends with its exit status; signals reach the child. */
export function runScript(script, args) {
  ensureInstalled();
  const child = spawn(requireNode24(), [script, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

if (process.argv[1]?.endsWith('run.mjs')) {
  const [script, ...args] = process.argv.slice(2);
  if (!script) throw new Error('usage: node scripts/run.mjs SCRIPT [ARG …]');
  runScript(script, args);
}
