// The built preload in an isolated world of a real Chromium, as Electron runs it: the page gets one port and nothing else.
import type { CDPSession, Page } from 'playwright';
import { type Browser, chromium } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '#electron/shell/browser/find-browser.ts';
import kioskBuild from '../../electron.vite.config.ts';

const program = findBrowser();
const world = 'preload';
const address = 'http://kiosk.localhost/';

// What the page does: notes every message it hears, and speaks through a port it is given.
const pageModule = `
  window.heard = [];
  addEventListener('message', (event) => {
    const [port] = event.ports;
    const note = { data: event.data, ports: event.ports.length, own: event.source === window && event.origin === location.origin };
    heard.push(note);
    port.onmessage = (answer) => { note.answer = answer.data; };
    port.postMessage('ping');
  });`;

/** Electron's side of an isolated world: \`require\` knows Electron alone, and the main process answers with a port. */
function inElectron(preload: string): string {
  return `(() => {
    const sent = globalThis.sentToMain = [];
    const heard = {};
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = ({ data }) => port2.postMessage(data + ', answered by the main process');
    const ipcRenderer = {
      once: (name, listener) => { heard[name] = listener; },
      send: (name) => { sent.push(name); setTimeout(() => heard[name]({ ports: [port1] }), 0); },
    };
    const require = (name) => {
      if (name !== 'electron') throw new Error('a sandboxed preload cannot load ' + name);
      return { ipcRenderer };
    };
    (function (require, module, exports) { ${preload} })(require, { exports: {} }, {});
  })()`;
}

describe.skipIf(program === null)('preload (skipped where there is no Chrome, Edge or Chromium)', () => {
  let browser: Browser;
  let code: string;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
    code = await builtPreload();
  });
  afterAll(() => browser.close());

  async function open(moduleDelayMs: number): Promise<{ page: Page; devtools: CDPSession }> {
    const page = await browser.newPage();
    await page.route(`${address}**`, async (route) => {
      const isModule = route.request().url().endsWith('/app.js');
      if (isModule) await new Promise((done) => setTimeout(done, moduleDelayMs));
      await route.fulfill({
        contentType: isModule ? 'text/javascript' : 'text/html',
        body: isModule ? pageModule : '<!doctype html><script type="module" src="/app.js"></script>',
      });
    });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Page.enable');
    await devtools.send('Page.addScriptToEvaluateOnNewDocument', {
      source: inElectron(code),
      worldName: world,
    });
    return { page, devtools };
  }

  test('is one file that needs Electron alone, and exposes nothing by name', () => {
    expect(code.match(/require\(/g)).toHaveLength(1);
    expect(code).toMatch(/require\("electron"\)/);
    expect(code).not.toMatch(/contextBridge|exposeInMainWorld|import\s*\(/);
  });

  test.each([
    ['at once', 0],
    ['late', 400],
  ])('hands the page one port that works, also when its modules come %s', async (_when, delayMs) => {
    const { page } = await open(delayMs);
    await page.goto(address);
    await page.waitForFunction(() => 'answer' in ((window as unknown as { heard: object[] }).heard[0] ?? {}));
    expect(await page.evaluate(() => (window as unknown as { heard: unknown }).heard)).toEqual([
      { data: { type: 'pravesh-port' }, ports: 1, own: true, answer: 'ping, answered by the main process' },
    ]);
    await page.close();
  });

  test('asks the main process once, and leaves no trace in the page', async () => {
    const { page, devtools } = await open(0);
    const worlds: { id: number; name: string }[] = [];
    devtools.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
    await devtools.send('Runtime.enable');
    await page.goto(address);
    await page.waitForFunction(() => (window as unknown as { heard: object[] }).heard.length > 0);
    const isolated = worlds.findLast(({ name }) => name === world);
    const sent = await devtools.send('Runtime.evaluate', {
      contextId: isolated?.id ?? 0,
      expression: 'sentToMain',
      returnByValue: true,
    });
    expect(sent.result.value).toEqual(['pravesh:port']);
    const names = [
      'require',
      'ipcRenderer',
      'electron',
      'process',
      'Buffer',
      'module',
      'portChannel',
      'sentToMain',
    ];
    expect(await page.evaluate((each) => each.filter((name) => name in window), names)).toEqual([]);
    await page.close();
  });
});

async function builtPreload(): Promise<string> {
  const { preload } = kioskBuild;
  if (preload?.build === undefined) throw new Error('the build has no preload');
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ...preload.build,
      write: false,
      emptyOutDir: false,
      rolldownOptions: { ...preload.build.rolldownOptions, external: ['electron'] },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  const chunks = first !== undefined && 'output' in first ? first.output : [];
  if (chunks.length !== 1) throw new Error(`the preload is ${chunks.length} files`);
  const [chunk] = chunks;
  if (chunk?.type !== 'chunk') throw new Error('the preload is no code');
  return chunk.code;
}
