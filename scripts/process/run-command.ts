// Runs one command to its end and tells how it ended; output goes where the caller says.
import { spawn } from 'node:child_process';
import { root } from './root.ts';

export interface CommandEnd {
  readonly code: number;
  readonly output: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Kept and returned instead of shown. */
  readonly quiet?: boolean;
  readonly timeoutMs?: number;
}

export function runCommand(
  command: string,
  args: readonly string[],
  { env, quiet = false, timeoutMs }: CommandOptions = {},
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    const parts: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => parts.push(part));
    child.stderr?.on('data', (part: Buffer) => parts.push(part));
    const end = (code: number) => resolve({ code, output: Buffer.concat(parts).toString('utf8') });
    child.on('error', () => end(127));
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Runs a tool of node_modules with the Node that runs this. */
export function runTool(
  entry: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandEnd> {
  return runCommand(process.execPath, [`node_modules/${entry}`, ...args], options);
}
