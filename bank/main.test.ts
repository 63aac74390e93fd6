// The bank as a process: what it says to its parent, who may share its folder, and how it ends.
import { fork, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packetReceiptSchema } from '#core/contract/bank/packet.ts';
import { settingNames } from './config.ts';
import { decided } from './testing/await-status.ts';
import { emptyDatabase } from './testing/test-bank.ts';
import { caseFileOf, TestKiosk } from './testing/test-kiosk.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pravesh-bank-'));
  cpSync(await emptyDatabase(), join(folder, 'db'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Started = { readonly child: ChildProcess; readonly log: () => string };

function startProcess(settings: Record<string, string> = {}): Started {
  const child = fork(main, {
    env: { PATH: process.env['PATH'], BANK_DATA: folder, ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  child.stderr?.on('data', (chunk) => (text += String(chunk)));
  return { child, log: () => text };
}

async function hear(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve) => child.once('message', (message) => resolve({ ...(message as object) })));
}

async function ask(child: ChildProcess, message: object): Promise<Record<string, unknown>> {
  const answer = hear(child);
  child.send(message);
  return answer;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  return new Promise((resolve) => child.once('exit', resolve));
}

describe('the bank’s process', () => {
  it('is ready, gives codes, reads its outbox, keeps its address, and logs nothing of a customer', async () => {
    const { child, log } = startProcess();
    const ready = await hear(child);
    expect(ready).toMatchObject({ type: 'ready', pid: child.pid });
    const { code } = await ask(child, { type: 'enrolment-code' });
    const kiosk = await TestKiosk.enrol(String(code));
    const { messages } = await ask(child, { type: 'outbox', to: 'officer:asha' });
    expect(messages).toMatchObject([{ to: 'officer:asha' }]);
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    expect((await kiosk.deliver(file)).status).toBe(202);
    expect(await ask(child, { type: 'reset-officer', officerId: 'asha' })).toEqual({
      type: 'reset-officer',
      officerId: 'asha',
    });
    expect(await ask(child, { type: 'reset-officer', officerId: 'nobody' })).toMatchObject({
      type: 'refused',
    });
    expect(await ask(child, { type: 'sing' })).toMatchObject({ type: 'refused' });

    const second = startProcess();
    expect(await hear(second.child)).toMatchObject({
      type: 'failed',
      error: { kind: 'folder-locked', pid: child.pid },
    });
    expect(await ended(second.child)).toBe(1);
    expect(second.log()).toContain('folder-locked');

    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    const known = [file.contact.mobile, 'TESSA', file.document.identityHash, '1990-04-12', 'JPEG'];
    for (const word of known) expect(log()).not.toContain(word);
    expect(log()).toContain('/v1/cases');
    expect(filesWith(folder, [file.contact.mobile, 'TESSA SPECIMEN'])).toEqual([]);

    const again = startProcess();
    expect((await hear(again.child))['url']).toBe(ready['url']);
    again.child.disconnect();
    expect(await ended(again.child)).toBe(0);
  }, 60_000);

  it('killed right after its receipt, has the case when it comes back', async () => {
    const first = startProcess();
    await hear(first.child);
    const { code } = await ask(first.child, { type: 'enrolment-code' });
    const kiosk = await TestKiosk.enrol(String(code));
    const sealed = await kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()));
    await kiosk.putBlobs(sealed);
    const receipt = await kiosk.submit(sealed);
    first.child.kill('SIGKILL');
    expect(receipt.status).toBe(202);
    await ended(first.child);

    const second = startProcess();
    const { url } = await hear(second.child);
    const back = kiosk.at(String(url));
    expect((await decided(back, sealed.manifest.caseId)).state).toBe('awaiting-mobile');
    expect(packetReceiptSchema.parse((await back.submit(sealed)).json()).receipt).toBe(
      packetReceiptSchema.parse(receipt.json()).receipt,
    );
    second.child.kill('SIGTERM');
    expect(await ended(second.child)).toBe(0);
  }, 60_000);

  it('refuses an open address without TLS, production without keys, and half settings, in words', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ BANK_HOST: '0.0.0.0' }, 'not loopback'],
      [{ BANK_ENV: 'production' }, 'BANK_KEY_FILE'],
      [{ BANK_ENV: 'production', BANK_KEY_FILE: join(folder, 'none.json') }, 'key-file-missing'],
      [{ BANK_TLS_CERT: 'x' }, 'belong together'],
      [{ BANK_PORT: 'high' }, 'BANK_PORT'],
    ];
    for (const [settings, words] of cases) {
      const { child, log } = startProcess(settings);
      expect(await hear(child)).toMatchObject({ type: 'failed' });
      expect(await ended(child)).toBe(1);
      expect(log()).toContain(words);
    }
  });

  it('every setting stands in the README', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    for (const name of settingNames) expect(readme).toContain(`\`${name}\``);
  });
});

/** Files below a folder that hold one of these texts in the clear. */
function filesWith(below: string, texts: readonly string[]): string[] {
  const names = readdirSync(below, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = names.map((entry) => join(entry.parentPath, entry.name));
  expect(paths.length).toBeGreaterThan(10);
  return paths.filter((path) => {
    const bytes = readFileSync(path);
    return texts.some((text) => bytes.includes(text));
  });
}
