// Printing through the system's own service, CUPS, by its two programs: no shell, no driver, nothing written to a file of ours.
// For the browser shell (Electron has Chromium's way). A machine that has neither program says so: there the receipt is printed
// by the browser's own dialog.
import { execFile, spawn } from 'node:child_process';
import type { Printer } from '#core/contract/kiosk/device-view.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Printing, PrintingFailure } from '../../port/printing.ts';

export interface PrintingPrograms {
  readonly list: string;
  readonly send: string;
}

const listWithinMs = 5_000;
const sendWithinMs = 15_000;
/** Words that are parsed must be in one language. */
const env = () => ({ ...process.env, LC_ALL: 'C' });

const states = [
  [/ is idle\./, 'ready'],
  [/ now printing /, 'busy'],
  [/ disabled since /, 'stopped'],
] as const;

export function readPrinters(listed: string): Printer[] {
  const standard = /^system default destination: (\S+)$/m.exec(listed)?.[1];
  return [...listed.matchAll(/^printer (\S+)( .*)$/gm)].map(([, name = '', rest = '']) => ({
    name,
    isDefault: name === standard,
    state: states.find(([form]) => form.test(rest))?.[1] ?? 'stopped',
  }));
}

export function createSystemPrinting(programs: PrintingPrograms = { list: 'lpstat', send: 'lp' }): Printing {
  function printers(): Promise<Result<readonly Printer[], PrintingFailure>> {
    return new Promise((resolve) => {
      execFile(
        programs.list,
        ['-p', '-d'],
        { env: env(), timeout: listWithinMs, maxBuffer: 1_048_576 },
        (error, stdout) => {
          // It ends with 1 where there is no printer at all; a program that is not there has a code in letters.
          const isMissing = error !== null && typeof error.code === 'string';
          resolve(
            isMissing || error?.killed ? err({ kind: 'printing-unavailable' }) : ok(readPrinters(stdout)),
          );
        },
      );
    });
  }

  return {
    printers,
    async print(printer, pdf, title) {
      const known = await printers();
      if (!known.ok) return known;
      if (!known.value.some(({ name }) => name === printer)) return err({ kind: 'printer-unknown' });
      return new Promise((resolve) => {
        const child = spawn(programs.send, ['-d', printer, '-t', title, '--', '-'], {
          env: env(),
          timeout: sendWithinMs,
          stdio: ['pipe', 'ignore', 'ignore'],
        });
        child.on('error', () => resolve(err({ kind: 'printing-unavailable' })));
        child.on('close', (code) => resolve(code === 0 ? ok(null) : err({ kind: 'printer-failed' })));
        // It may end before it has read everything; its exit says what came of it.
        child.stdin.on('error', () => undefined);
        child.stdin.end(pdf);
      });
    },
  };
}
