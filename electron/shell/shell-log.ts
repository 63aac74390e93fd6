// What a shell tells the person who runs it: named events with plain facts. Refuses messages of errors, which could quote what was read,
// and facts that must not be kept.
import { isOnlineOnlyText } from '#core/evidence/online-only.ts';

export type ShellFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface ShellLog {
  note(event: string, facts?: ShellFacts): void;
  warn(event: string, facts?: ShellFacts): void;
}

/** One JSON line an event on standard error, so that standard output stays for what a person or a script reads. */
export const stderrLog: ShellLog = {
  note: (event, facts) => write('info', event, facts),
  warn: (event, facts) => write('warn', event, facts),
};

export const silentLog: ShellLog = { note: () => undefined, warn: () => undefined };

/** The class of a mistake, and nothing of its message. */
export function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'thrown';
  return 'code' in thrown && typeof thrown.code === 'string' ? `${thrown.name}:${thrown.code}` : thrown.name;
}

/** Where it happened: the frames of the stack, without the line that holds the message. */
export function framesOf(thrown: unknown): string {
  if (!(thrown instanceof Error) || thrown.stack === undefined) return '';
  return thrown.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

function write(level: string, event: string, facts: ShellFacts = {}): void {
  process.stderr.write(`${logLine(level, event, facts)}\n`);
}

/** An event whose facts would tell what must not be kept is told without any. */
export function logLine(level: string, event: string, facts: ShellFacts): string {
  const line = JSON.stringify({ level, event, ...facts });
  return isOnlineOnlyText(line) ? JSON.stringify({ level, event: 'log-withheld' }) : line;
}
