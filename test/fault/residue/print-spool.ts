// A printing service of the machine as the kiosk sees it: the two programs of CUPS, and a spool in which a job lies while it is
// printed and no longer, as CUPS keeps it unless told otherwise. What is printed goes nowhere; how much it was is written down.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const printerName = 'Counter';

export interface PrintSpool {
  /** To stand first in PATH. */
  readonly programs: string;
  /** Bytes of each PDF that was printed. */
  printed(): number[];
  /** Jobs that still lie there. */
  waiting(): string[];
}

export function layPrintSpool(folder: string): PrintSpool {
  const [programs, spool] = [join(folder, 'programs'), join(folder, 'spool')];
  for (const each of [programs, spool]) mkdirSync(each, { recursive: true });
  const done = join(folder, 'printed');
  const script = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(programs, name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  script('lpstat', [
    `echo 'printer ${printerName} is idle.  enabled since today'`,
    `echo 'system default destination: ${printerName}'`,
  ]);
  script('lp', [
    `job='${spool}'/job-$$`,
    `cat > "$job"`,
    // Anything else than a PDF is not printed.
    `head -c 5 "$job" | grep -q '%PDF-' && wc -c < "$job" >> '${done}'`,
    `rm "$job"`,
  ]);
  return {
    programs,
    printed: () => (existsSync(done) ? readFileSync(done, 'utf8').trim().split('\n').map(Number) : []),
    waiting: () => readdirSync(spool),
  };
}
