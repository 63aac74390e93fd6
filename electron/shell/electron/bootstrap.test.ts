// Each line of the Electron checklist, asserted against a small Electron of our own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lockDataFolder } from '../data-folder-lock.ts';
import { recoveries } from '../recovery-cap.ts';
import type { ShellConfig } from '../shell-config.ts';
import { silentLog } from '../shell-log.ts';
import { exitStatus, startElectronShell } from './bootstrap.ts';
import { answerOf, fakeElectron, type FakeOptions } from './fake-electron.fixture.ts';
import { portChannel } from './port-channel.ts';

const router = { ping: os.handler(() => 'pong') };
let folder: string;
let endings: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pravesh-electron-'));
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'model.task'), 'a model');
});
afterEach(async () => {
  for (const end of endings) await end();
  endings = [];
  rmSync(folder, { recursive: true });
});

function start(options: FakeOptions & { config?: Partial<ShellConfig>; fails?: boolean } = {}) {
  const fake = fakeElectron(options);
  const said: string[] = [];
  const closed: string[] = [];
  startElectronShell(fake.electron, {
    config: {
      dataDir: join(folder, 'data'),
      simulated: false,
      open: 'browser',
      window: 'kiosk',
      mode: 'staffed',
      enrolmentCode: null,
      keyShareDir: null,
      credentialsDir: null,
      ...options.config,
    },
    rendererDir: join(folder, 'renderer'),
    preload: '/app/preload.cjs',
    openKiosk: () =>
      options.fails
        ? Promise.reject(new TypeError('no'))
        : Promise.resolve({
            router,
            modelFile: (name) => Promise.resolve(name === 'model.task' ? join(folder, name) : null),
            close: async () => void closed.push('kiosk'),
          }),
    log: silentLog,
    say: (line) => void said.push(line),
  });
  return { ...fake, said, closed };
}

async function opened(options: Parameters<typeof start>[0] = {}) {
  const shell = start(options);
  shell.becomeReady();
  await vi.waitFor(() => expect(shell.windows[0]?.loaded).toHaveLength(1));
  const [window] = shell.windows;
  if (window === undefined) throw new Error('no window');
  endings.push(async () => {
    shell.app.quit();
    await shell.exited;
  });
  return { ...shell, window, contents: window.webContents, kiosk: shell.session('kiosk') };
}

describe('before Electron is ready', () => {
  test('every renderer is sandboxed, and app: is a standard, secure scheme that does not bypass the policy', () => {
    const shell = start();
    expect(shell.named('enableSandbox')).toHaveLength(1);
    expect(shell.named('registerSchemesAsPrivileged')[0]?.[0]).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    expect(shell.named('ready')).toEqual([]);
    expect(shell.named('appendSwitch')).toContainEqual(['host-resolver-rules', 'MAP * ~NOTFOUND']);
    expect(shell.named('setPath')).toEqual([['userData', join(folder, 'data', 'chromium')]]);
    shell.becomeReady();
  });

  test('a second instance ends at once and the first comes forward', async () => {
    const shell = await opened();
    const second = start({ alreadyRunning: true });
    await expect(second.exited).resolves.toBe(exitStatus.folderInUse);
    expect(second.windows).toEqual([]);
    expect(second.said[0]).toContain('already running');
    shell.app.emit('second-instance');
    expect(shell.window.focused).toBe(1);
  });

  test('a kiosk of the other shell on the same folder is seen too', async () => {
    const lock = lockDataFolder(join(folder, 'data'));
    if (!lock.ok) throw new Error(lock.error.kind);
    const shell = start();
    await expect(shell.exited).resolves.toBe(exitStatus.folderInUse);
    lock.value.release();
  });
});

describe('the window', () => {
  test('is isolated, sandboxed, without Node, webviews or developer tools, and shows app://kiosk/ alone', async () => {
    const { window, kiosk, named } = await opened({ packaged: true });
    expect(window.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      devTools: false,
      preload: '/app/preload.cjs',
    });
    expect(window.options.webPreferences['session']).toBe(kiosk);
    expect(window.loaded).toEqual(['app://kiosk/']);
    expect(window.options['kiosk']).toBe(true);
    expect(named('setApplicationMenu')).toEqual([[null]]);
    expect(named('removeMenu')).toHaveLength(1);
    // Kept in memory: a partition without "persist:".
    expect(kiosk.partition).not.toMatch(/^persist:/);
  });

  test('cannot be recorded, is kept awake, and is shown once painted', async () => {
    const { window, named } = await opened();
    expect(window.contentProtection).toBe(true);
    expect(named('powerSaveBlocker.start')).toEqual([['prevent-display-sleep']]);
    expect(window.shown).toBe(false);
    window.emit('ready-to-show');
    expect(window.shown).toBe(true);
  });

  test('a simulated kiosk may be filmed', async () => {
    expect((await opened({ config: { simulated: true } })).window.contentProtection).toBe(false);
  });

  test.each([
    ['will-navigate', 'https://evil.example/', true],
    ['will-navigate', 'app://other/', true],
    ['will-navigate', 'app://kiosk/models/x', true],
    ['will-redirect', 'file:///etc/passwd', true],
    ['will-frame-navigate', 'https://evil.example/', false],
    ['will-frame-navigate', 'app://kiosk/', false],
    ['will-frame-navigate', 'blob:https://evil.example/1', false],
  ])('%s to %s is stopped', async (event, url, isMainFrame) => {
    const { contents } = await opened();
    const preventDefault = vi.fn<() => void>();
    contents.emit(event, { url, isMainFrame, preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test('a reload of our page, and a frame of what it made itself, may happen', async () => {
    const { contents } = await opened();
    const preventDefault = vi.fn<() => void>();
    contents.emit('will-navigate', { url: 'app://kiosk/', isMainFrame: true, preventDefault });
    contents.emit('will-frame-navigate', { url: 'blob:app://kiosk/1', isMainFrame: false, preventDefault });
    expect(preventDefault).not.toHaveBeenCalled();
  });

  test('no second window, no webview, no zoom', async () => {
    const { contents } = await opened();
    expect(contents.windowOpen?.({ url: 'app://kiosk/' })).toEqual({ action: 'deny' });
    const preventDefault = vi.fn<() => void>();
    contents.emit('will-attach-webview', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(contents.zoom).toEqual([1, 1]);
  });
});

describe('the session', () => {
  const page = { isMainFrame: true, requestingUrl: 'app://kiosk/' };

  test.each([
    ['the camera for our page', 'media', { ...page, mediaTypes: ['video'] }, true],
    ['the microphone', 'media', { ...page, mediaTypes: ['audio'] }, false],
    ['camera and microphone together', 'media', { ...page, mediaTypes: ['video', 'audio'] }, false],
    ['nothing in particular', 'media', { ...page, mediaTypes: [] }, false],
    ['the camera for a frame', 'media', { ...page, isMainFrame: false, mediaTypes: ['video'] }, false],
    [
      'the camera for another page',
      'media',
      { ...page, requestingUrl: 'https://evil.example/', mediaTypes: ['video'] },
      false,
    ],
    ['notifications', 'notifications', page, false],
    ['geolocation', 'geolocation', page, false],
    ['opening other programs', 'openExternal', page, false],
    ['the clipboard', 'clipboard-read', page, false],
    ['filling the screen', 'fullscreen', page, false],
  ])('asked for %s', async (_what, permission, details, allowed) => {
    const { kiosk, contents, session } = await opened();
    for (const each of [kiosk, session('default')]) {
      expect(
        answerOf((answer) =>
          each.handlers['permission']?.(...([contents, permission, answer, details] as never[])),
        ),
      ).toBe(allowed);
    }
  });

  test('a check without a request is answered by the same rule, and devices never', async () => {
    const { kiosk } = await opened();
    const check = (...args: unknown[]) => kiosk.handlers['check']?.(...(args as never[]));
    expect(check(null, 'media', 'app://kiosk/', { isMainFrame: true, mediaType: 'video' })).toBe(true);
    expect(check(null, 'media', 'app://kiosk/', { isMainFrame: true, mediaType: 'audio' })).toBe(false);
    expect(check(null, 'media', 'https://evil.example', { isMainFrame: true, mediaType: 'video' })).toBe(
      false,
    );
    expect(check(null, 'media', 'app://kiosk/', { isMainFrame: false, mediaType: 'video' })).toBe(false);
    expect(check(null, 'hid', 'app://kiosk/', { isMainFrame: true })).toBe(false);
    expect(kiosk.handlers['device']?.()).toBe(false);
    expect(kiosk.spellChecker).toBe(false);
  });

  test.each([
    ['app://kiosk/assets/index.js', false],
    ['blob:app://kiosk/1', false],
    ['data:image/png;base64,AA', false],
    ['https://evil.example/', true],
    ['http://127.0.0.1:4501/', true],
    ['ws://localhost:1/', true],
    ['file:///etc/passwd', true],
    ['app://other/', true],
    ['app://user@kiosk/', true],
    ['blob:https://evil.example/1', true],
    ['devtools://devtools/', true],
    ['nonsense', true],
  ])('a request for %s, cancelled: %s', async (url, cancel) => {
    const { kiosk } = await opened();
    expect(answerOf((answer) => kiosk.handlers['request']?.(...([{ url }, answer] as never[])))).toEqual({
      cancel,
    });
  });

  test('only the receipt and a sealed case may be saved', async () => {
    const { kiosk } = await opened();
    const save = (type: string, url: string): boolean => {
      const preventDefault = vi.fn<() => void>();
      kiosk.emit('will-download', { preventDefault }, { getMimeType: () => type, getURL: () => url });
      return preventDefault.mock.calls.length === 0;
    };
    expect(save('application/pdf', 'blob:app://kiosk/1')).toBe(true);
    expect(save('application/octet-stream', 'blob:app://kiosk/2')).toBe(true);
    expect(save('application/octet-stream', 'https://evil.example/a.pravesh-packet')).toBe(false);
    expect(save('application/x-sh', 'blob:app://kiosk/1')).toBe(false);
    expect(save('application/pdf', 'https://evil.example/a.pdf')).toBe(false);
  });

  test('the app is served under the strict policy, models with it, and nothing beside', async () => {
    const { kiosk } = await opened();
    const get = async (url: string, init?: RequestInit) => kiosk.scheme?.(new Request(url, init));
    const page = await get('app://kiosk/');
    expect([page?.status, await page?.text()]).toEqual([200, '<!doctype html>']);
    expect(page?.headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(page?.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
    expect(page?.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(await (await get('app://kiosk/models/model.task'))?.text()).toBe('a model');
    expect((await get('app://kiosk/models/other.task'))?.status).toBe(404);
    expect((await get('app://kiosk/%2e%2e/model.task'))?.status).toBe(404);
    expect((await get('app://other/'))?.status).toBe(403);
    expect((await get('app://kiosk/', { method: 'POST' }))?.status).toBe(405);
  });
});

describe('the port', () => {
  function ask(shell: Awaited<ReturnType<typeof opened>>, event: object = {}): void {
    const { contents } = shell;
    shell.ipcMain.emit(portChannel, { sender: contents, senderFrame: contents.mainFrame, ...event });
  }

  test('goes to the main frame of our page, and carries calls', async () => {
    const shell = await opened();
    ask(shell);
    const [given] = shell.contents.posted;
    expect(given?.channel).toBe(portChannel);
    const port = given?.ports[0]?.port;
    if (port === undefined) throw new Error('no port');
    port.start();
    const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ port }));
    await expect(client.ping()).resolves.toBe('pong');
  });

  test('is given once a document, and again after a reload, when the old one is shut', async () => {
    const shell = await opened();
    ask(shell);
    ask(shell);
    expect(shell.contents.posted).toHaveLength(1);
    const shut = new Promise<void>((closed) =>
      shell.contents.posted[0]?.ports[0]?.port.on('close', () => closed()),
    );
    shell.contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    shell.contents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
    ask(shell);
    expect(shell.contents.posted).toHaveLength(1);
    shell.contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    ask(shell);
    expect(shell.contents.posted).toHaveLength(2);
    await shut;
  });

  test.each([
    ['another frame', { senderFrame: { url: 'app://kiosk/', postMessage: () => undefined } }],
    ['another window', { sender: {} }],
    ['a frame that has gone', { senderFrame: null }],
  ])('is refused to %s', async (_who, event) => {
    const shell = await opened();
    ask(shell, event);
    expect(shell.contents.posted).toEqual([]);
  });

  test('is refused to a page that is not ours', async () => {
    const shell = await opened();
    for (const url of ['https://evil.example/', 'app://other/', 'about:blank']) {
      shell.contents.mainFrame.url = url;
      ask(shell);
    }
    expect(shell.contents.posted).toEqual([]);
  });
});

describe('crashes and the end', () => {
  test('a crashed screen is brought back a few times, then the kiosk ends in order', async () => {
    const shell = await opened();
    const crash = () => shell.contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    for (let n = 0; n < recoveries.most; n += 1) crash();
    expect(shell.contents.reloads).toBe(recoveries.most);
    crash();
    expect(shell.contents.reloads).toBe(recoveries.most);
    await expect(shell.exited).resolves.toBe(exitStatus.ended);
    expect(shell.closed).toEqual(['kiosk']);
  });

  test('a clean exit is no crash, and a screen that hangs becomes one', async () => {
    const shell = await opened();
    shell.contents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    expect(shell.contents.reloads).toBe(0);
    shell.window.emit('unresponsive');
    expect(shell.contents.crashes).toBe(1);
  });

  test('closing the window closes the kiosk, lets the machine sleep and frees the folder', async () => {
    const shell = await opened();
    shell.app.emit('window-all-closed');
    await expect(shell.exited).resolves.toBe(exitStatus.ended);
    expect(shell.closed).toEqual(['kiosk']);
    expect(shell.named('powerSaveBlocker.stop')).toEqual([[7]]);
    const next = lockDataFolder(join(folder, 'data'));
    expect(next.ok).toBe(true);
    if (next.ok) next.value.release();
  });

  test('a kiosk that cannot open ends the application', async () => {
    const shell = start({ fails: true });
    shell.becomeReady();
    await expect(shell.exited).resolves.toBe(exitStatus.failed);
  });

  test('foreign certificates, log-ins and client certificates are refused', async () => {
    const shell = await opened();
    const preventDefault = vi.fn<() => void>();
    expect(
      answerOf((answer) => shell.app.emit('certificate-error', { preventDefault }, {}, '', '', {}, answer)),
    ).toBe(false);
    shell.app.emit('login', { preventDefault });
    shell.app.emit('select-client-certificate', { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(3);
    expect(answerOf((answer) => shell.kiosk.handlers['certificate']?.(...([{}, answer] as never[])))).toBe(
      -2,
    );
  });
});
