// The browser shell from outside: a process that is started, opened in a real browser, and ended in every way it can end.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findBrowser } from '#electron/shell/browser/find-browser.ts';
import { launchBrowser } from '#electron/shell/browser/launch-browser.ts';
import { makeProfileFolder } from '#electron/shell/browser/profile-folder.ts';
import { exitStatus } from '#electron/shell/browser/run-browser-shell.ts';
import { silentLog } from '#electron/shell/shell-log.ts';

const entry = join(import.meta.dirname, 'echo-shell.fixture.ts');
const program = findBrowser();

interface Shell {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** What came over the channel, in order. */
  readonly told: { type: string; url?: string; ticketUrl?: string }[];
  readonly exit: Promise<number | null>;
}

let folder: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pravesh-shell-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(
    join(folder, 'renderer', 'index.html'),
    '<!doctype html><meta charset="utf-8"><title>kiosk</title><script type="module" src="/app.js"></script>',
  );
  // A screen in five lines: opens the socket, asks one question, says the answer.
  await writeFile(
    join(folder, 'renderer', 'app.js'),
    `const socket = new WebSocket(\`ws://\${location.host}/kiosk\`);
     socket.onopen = () => socket.send(JSON.stringify({ i: '1', p: { u: '/shell/info' } }));
     socket.onmessage = (event) => { document.title = event.data; };
     try { document.body.innerHTML = '<b>'; } catch { document.documentElement.dataset.sinks = 'shut'; }`,
  );
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true });
});

let browser: Browser | null = null;
afterAll(() => browser?.close());

function start(env: Record<string, string> = {}, channel = true): Shell {
  const child = spawn(process.execPath, [entry], {
    env: {
      PATH: process.env['PATH'] ?? '',
      KIOSK_DATA: join(folder, 'data'),
      TEST_RENDERER: join(folder, 'renderer'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', ...(channel ? (['ipc'] as const) : [])],
  });
  running.push(child);
  let said = '';
  const told: Shell['told'] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  }
  child.on('message', (message) => told.push(message as Shell['told'][number]));
  // 'close' does not come after a channel was closed by us; the last words may arrive after 'exit'.
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return { child, said: () => said, told, exit };
}

async function ready(shell: Shell): Promise<{ url: string; ticketUrl: string }> {
  await vi.waitFor(() => expect(shell.told).toHaveLength(1), { timeout: 10_000 });
  const { url, ticketUrl } = shell.told[0] ?? {};
  if (url === undefined || ticketUrl === undefined) throw new Error('not ready');
  return { url, ticketUrl };
}

describe('the process', () => {
  test('tells its starter where the door is, over the channel alone', async () => {
    const shell = start();
    const { url, ticketUrl } = await ready(shell);
    expect(ticketUrl.startsWith(`${url}/enter?ticket=`)).toBe(true);
    shell.child.send({ type: 'ticket' });
    await vi.waitFor(() => expect(shell.told).toHaveLength(2));
    expect(shell.told[1]?.ticketUrl).not.toBe(ticketUrl);
    const commandLine = await readFile(`/proc/${shell.child.pid}/cmdline`, 'utf8').catch(() => '');
    expect(commandLine + shell.said()).not.toContain('ticket');
    shell.child.kill('SIGTERM');
    await expect(shell.exit).resolves.toBe(exitStatus.ended);
    await vi.waitFor(() => expect(shell.said()).toBe('kiosk closed\n'));
  });

  test('ends in order when its starter goes', async () => {
    const shell = start();
    await ready(shell);
    shell.child.disconnect();
    await expect(shell.exit).resolves.toBe(exitStatus.ended);
    await vi.waitFor(() => expect(shell.said()).toBe('kiosk closed\n'));
  });

  test('a second kiosk on the same data folder is refused in words, and the first goes on', async () => {
    const first = start();
    await ready(first);
    const second = start();
    await expect(second.exit).resolves.toBe(exitStatus.folderInUse);
    expect(second.said()).toContain(
      `A kiosk is already running on this data folder: ${join(folder, 'data')}`,
    );
    expect(second.told).toEqual([]);
    first.child.kill('SIGKILL');
    await first.exit;
    await ready(start());
  });

  test('a kiosk that cannot open ends the process, saying the class of the mistake alone', async () => {
    const shell = start({ TEST_KIOSK_FAILS: '1' });
    await expect(shell.exit).resolves.toBe(exitStatus.failed);
    await vi.waitFor(() => expect(shell.said()).toContain('"event":"kiosk-not-opened","cause":"TypeError"'));
    expect(shell.said()).not.toContain('customer');
  });

  test('without a display it prints an address without a secret, and a code', async () => {
    const shell = start({}, false);
    await vi.waitFor(() => expect(shell.said()).toContain('npm run demo'), { timeout: 10_000 });
    expect(shell.said()).toMatch(/The kiosk is open at http:\/\/k[0-9a-f]{12}\.localhost:\d+\/\n/);
    expect(shell.said()).toMatch(/works once, 10 minutes\): [0-9A-Z]{4}-[0-9A-Z]{4}\n/);
    expect(shell.said()).not.toContain('ticket');
    expect(await readdir(join(folder, 'data'))).toEqual(['kiosk.lock']);
  });
});

describe.skipIf(program === null)(
  'in a real browser (skipped where there is no Chrome, Edge or Chromium)',
  () => {
    async function page() {
      browser ??= await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
      const context = await browser.newContext();
      return context.newPage();
    }

    test('the ticket lets one page in, under the policy, and the socket answers', async () => {
      const shell = start();
      const { url, ticketUrl } = await ready(shell);
      const first = await page();
      await first.goto(ticketUrl);
      expect(first.url()).toBe(`${url}/`);
      await first.waitForFunction(() => document.title.includes('browser'));
      expect(await first.evaluate(() => document.documentElement.dataset['sinks'])).toBe('shut');
      expect(
        await first.evaluate(() => [window.isSecureContext, window.crossOriginIsolated, document.cookie]),
      ).toEqual([true, true, '']);
      await first.reload();
      await first.waitForFunction(() => document.title.includes('browser'));

      const second = await page();
      expect((await second.goto(ticketUrl))?.status()).toBe(403);
      await first.context().close();
      await second.context().close();
    });

    test('a person opens the printed address and types the code', async () => {
      const shell = start({}, false);
      await vi.waitFor(() => expect(shell.said()).toContain('npm run demo'), { timeout: 10_000 });
      const url = /http:\S+/.exec(shell.said())?.[0] ?? '';
      const code = /minutes\): (\S+)/.exec(shell.said())?.[1] ?? '';
      const person = await page();
      expect((await person.goto(url))?.status()).toBe(401);
      await person.getByLabel('Code').fill('AAAA-AAAA');
      await person.getByRole('button').click();
      await person.getByRole('alert').getByText('4 more times').waitFor();
      await person.getByLabel('Code').fill(code.toLowerCase());
      await person.getByRole('button').click();
      await person.waitForFunction(() => document.title.includes('browser'));
      expect(person.url()).toBe(url);
      await person.context().close();
    });

    test('the browser it starts itself is led in by the pipe: no ticket on any command line, no profile left', async () => {
      const shell = start();
      const { url } = await ready(shell);
      const issued: string[] = [];
      const launched = await launchBrowser({
        program: program ?? '',
        openingUrl: `${url}/opening`,
        ticketUrl: () => {
          const ticketUrl = shell.told.at(-1)?.ticketUrl ?? '';
          issued.push(ticketUrl);
          return ticketUrl;
        },
        window: 'app',
        simulated: true,
        isRoot: process.getuid?.() === 0,
        log: silentLog,
        moreFlags: ['--headless=new'],
      });
      if (!launched.ok) throw new Error(launched.error.kind);
      // The ticket has been used up by the browser: nobody else gets in with it.
      await vi.waitFor(async () => {
        const again = await page();
        const status = (await again.goto(issued[0] ?? ''))?.status();
        await again.context().close();
        expect(status).toBe(403);
      });
      expect(issued).toHaveLength(1);
      expect(await commandLines()).not.toContain('ticket');
      await launched.value.close();
      expect(await profilesOf(process.pid)).toEqual([]);
    });

    test('a crashed screen is led in again with a fresh ticket, and a closed window ends the browser', async () => {
      const shell = start();
      const { url, ticketUrl } = await ready(shell);
      shell.child.send({ type: 'ticket' });
      await vi.waitFor(() => expect(shell.told).toHaveLength(2));
      const tickets = [ticketUrl, shell.told[1]?.ticketUrl ?? ''];
      let issued = 0;
      const launched = await launchBrowser({
        program: program ?? '',
        openingUrl: `${url}/opening`,
        ticketUrl: () => tickets[issued++] ?? '',
        window: 'app',
        simulated: true,
        isRoot: process.getuid?.() === 0,
        log: silentLog,
        // A second way in, for this test alone.
        moreFlags: ['--headless=new', '--remote-debugging-port=0'],
      });
      if (!launched.ok) throw new Error(launched.error.kind);
      const tester = await chromium.connectOverCDP(`http://127.0.0.1:${await debuggingPort()}`);
      const screen = () => tester.contexts().flatMap((context) => context.pages());
      const title = async () => Promise.all(screen().map((each) => each.title().catch(() => '')));
      await vi.waitFor(async () => expect((await title()).join()).toContain('browser'), { timeout: 5000 });
      await screen()[0]
        ?.goto('chrome://crash')
        .catch(() => null);
      await vi.waitFor(() => expect(issued).toBe(2), { timeout: 5000 });
      const devtools = await tester.newBrowserCDPSession();
      const targetId = await vi.waitFor(async () => {
        const { targetInfos } = await devtools.send('Target.getTargets');
        const window = targetInfos.find((target) => target.url === `${url}/`);
        if (window === undefined) throw new Error('not led in yet');
        return window.targetId;
      });
      await devtools.send('Target.closeTarget', { targetId });
      await launched.value.ended;
      expect(await profilesOf(process.pid)).toEqual([]);
    });

    test('a killed kiosk takes its browser along', async () => {
      const shell = start(
        { KIOSK_OPEN: 'browser', KIOSK_SIMULATE: '1', KIOSK_BROWSER: await headlessProgram() },
        false,
      );
      const browsers = () => commandLinesOf(`pravesh-browser-${shell.child.pid}-`);
      await vi.waitFor(async () => expect(await browsers()).toBeGreaterThan(0), { timeout: 10_000 });
      shell.child.kill('SIGKILL');
      await shell.exit;
      await vi.waitFor(async () => expect(await browsers()).toBe(0), { timeout: 10_000 });
      // What a killed kiosk could not wipe, the next one sweeps.
      makeProfileFolder().wipe();
      expect(await profilesOf(shell.child.pid ?? 0)).toEqual([]);
    });

    /** The browser with a flag of its own, since this machine may have no display. */
    async function headlessProgram(): Promise<string> {
      const file = join(folder, 'headless');
      await writeFile(file, `#!/bin/sh\nexec ${program} --headless=new "$@"\n`, { mode: 0o755 });
      return file;
    }
  },
);

async function debuggingPort(): Promise<string> {
  const [name = ''] = await profilesOf(process.pid);
  const place = [process.env['XDG_RUNTIME_DIR'] ?? '/dev/shm', '/dev/shm', tmpdir()];
  const files = place.map((each) => join(each, name, 'DevToolsActivePort'));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.find((text) => text !== '')?.split('\n')[0] ?? '';
}

async function profilesOf(pid: number): Promise<string[]> {
  const places = [process.env['XDG_RUNTIME_DIR'] ?? '/dev/shm', '/dev/shm', tmpdir()];
  const names = await Promise.all(places.map((place) => readdir(place).catch(() => [])));
  return names.flat().filter((name) => name.startsWith(`pravesh-browser-${pid}-`));
}

async function commandLines(): Promise<string> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.join('\n');
}

async function commandLinesOf(part: string): Promise<number> {
  return (await commandLines()).split('\n').filter((line) => line.includes(part)).length;
}
