import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { err, ok } from '#core/kernel/result.ts';
import { createPdfReceipts } from '../receipt/pdf-receipt.ts';
import { createSystemPrinting, readPrinters } from './system-printing.ts';

const listed = [
  'printer Counter_A4 is idle.  enabled since Fri Nov 20 12:00:00 2026',
  'printer Receipt now printing Receipt-12.  enabled since Fri Nov 20 12:00:00 2026',
  'printer Old disabled since Fri Nov 20 12:00:00 2026 -',
  '\treason unknown',
  'system default destination: Counter_A4',
].join('\n');

const folder = mkdtempSync(join(tmpdir(), 'pravesh-printing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program in the place of the system's own, which not every machine has. */
function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('printing through the system', () => {
  test('DV53 reads which printers there are, how they stand, and which is the standard one', () => {
    expect(readPrinters(listed)).toEqual([
      { name: 'Counter_A4', isDefault: true, state: 'ready' },
      { name: 'Receipt', isDefault: false, state: 'busy' },
      { name: 'Old', isDefault: false, state: 'stopped' },
    ]);
    expect(readPrinters('no system default destination\n')).toEqual([]);
  });

  test('DV53 a machine without a printing service says so', async () => {
    const printing = createSystemPrinting({ list: join(folder, 'none'), send: join(folder, 'none') });
    expect(await printing.printers()).toEqual(err({ kind: 'printing-unavailable' }));
    expect(await printing.print('Counter_A4', Buffer.from('x'), 'x')).toEqual(
      err({ kind: 'printing-unavailable' }),
    );
  });

  test('DV53 sends a page whole to the printer that was named, to no other, and hears a refusal', async () => {
    const list = program('lpstat', `cat <<'END'\n${listed}\nEND`);
    const got = join(folder, 'got.pdf');
    const send = program('lp', `[ "$2" = Receipt ] && exit 1; cat > '${got}'`);
    const printing = createSystemPrinting({ list, send });
    const page = await createPdfReceipts().testPage('a4', 'hi');
    expect(await printing.print('Counter_A4; rm -rf /', page, 'x')).toEqual(err({ kind: 'printer-unknown' }));
    expect(await printing.print('Receipt', page, 'x')).toEqual(err({ kind: 'printer-failed' }));
    expect(await printing.print('Counter_A4', page, 'x')).toEqual(ok(null));
    expect(readFileSync(got).equals(Buffer.from(page))).toBe(true);
  });

  test('DV53 the test page fits A4 and a roll', async () => {
    const receipts = createPdfReceipts();
    const boxOf = (pdf: Uint8Array) =>
      /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(Buffer.from(pdf).toString('latin1'));
    const a4 = boxOf(await receipts.testPage('a4', 'en'));
    const roll = boxOf(await receipts.testPage('receipt', 'en'));
    expect(Number(a4?.[1])).toBeCloseTo(595, 0);
    expect(Number(roll?.[1])).toBeCloseTo(204, 0);
  });
});
