// The built kiosk in Electron's own runtime: the checklist, seen from inside a real window. Skips, saying so, where there is no runtime.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { electronProgram, isBuilt, isRequired, root } from './runtime.ts';

const program = electronProgram();
const missing =
  program === null
    ? "Electron's runtime is not here (node node_modules/electron/install.js)"
    : 'the kiosk is not built';

test.describe.configure({ mode: 'serial' });
test.skip(!isRequired && (program === null || !isBuilt), missing);

let place: string;
let app: ElectronApplication;
let page: Page;

const environment = (): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  KIOSK_DATA: join(place, 'data'),
  KIOSK_KEY_SHARE: join(place, 'share'),
  KIOSK_SIMULATE: '1',
  KIOSK_OPEN: 'browser',
  KIOSK_WINDOW: 'app',
});

test.beforeAll(async () => {
  if (program === null || !isBuilt) throw new Error(missing);
  place = mkdtempSync(join(tmpdir(), 'pravesh-electron-'));
  app = await _electron.launch({
    executablePath: program,
    args: ['--use-fake-device-for-media-stream', root],
    env: environment(),
  });
  page = await app.firstWindow();
});
test.afterAll(async () => {
  await app?.close();
  if (place) rmSync(place, { recursive: true, force: true });
});

test('shows the first screen from app://kiosk/, over its MessagePort', async () => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('textbox').first()).toBeEnabled();
  expect(page.url()).toBe('app://kiosk/');
});

test('the page is isolated, sandboxed and without Node', async () => {
  const names = ['require', 'process', 'Buffer', 'module', 'electron', 'ipcRenderer'];
  expect(await page.evaluate((each) => each.filter((name) => name in window), names)).toEqual([]);
  // Linux does not tell.
  const sandboxed = await app.evaluate(({ app: electronApp }) =>
    electronApp.getAppMetrics().map(({ type, sandboxed: is }) => type !== 'Tab' || is !== false),
  );
  expect(sandboxed).not.toContain(false);
  expect(await page.evaluate(() => [isSecureContext, crossOriginIsolated])).toEqual([true, true]);
});

test('the policy shuts evaluation and text sinks', async () => {
  const shut = await page.evaluate(() => {
    const refused = (work: () => unknown): boolean => {
      try {
        work();
        return false;
      } catch {
        return true;
      }
    };
    return [
      // oxlint-disable-next-line typescript/no-implied-eval -- that it is refused is what is asked
      refused(() => new Function('return 1')()),
      refused(() => {
        document.createElement('div').innerHTML = '<b>x</b>';
      }),
    ];
  });
  expect(shut).toEqual([true, true]);
});

test('leads nowhere else: no window, no navigation, no request', async () => {
  expect(await page.evaluate(() => window.open('https://example.invalid/'))).toBeNull();
  await page.evaluate(() => {
    location.href = 'https://example.invalid/';
  });
  const reached = await page.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => true,
      () => false,
    ),
  );
  expect(reached).toBe(false);
  expect(page.url()).toBe('app://kiosk/');
  expect(app.windows()).toHaveLength(1);
});

test('the camera is granted, and nothing else', async () => {
  const asked = await page.evaluate(async () => {
    const ask = (constraints: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(constraints).then(
        (stream) => {
          for (const track of stream.getTracks()) track.stop();
          return 'granted';
        },
        (error: Error) => error.name,
      );
    return { camera: await ask({ video: true }), microphone: await ask({ audio: true }) };
  });
  expect(asked).toEqual({ camera: 'granted', microphone: 'NotAllowedError' });
});

test('a second kiosk on the same data folder is refused', async () => {
  const second = spawn(program ?? '', [root], { env: environment(), stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(3);
});

test('a crashed screen comes back', async () => {
  await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.forcefullyCrashRenderer());
  await expect
    .poll(
      () =>
        app.evaluate(({ webContents }) =>
          webContents.getAllWebContents()[0]?.executeJavaScript("document.querySelectorAll('h1').length"),
        ),
      { timeout: 15_000 },
    )
    .toBe(1);
});
