// Printing in Electron, on Windows, macOS and Linux, by Chromium's way to the system's printers: our own PDF's pages as pictures on
// a hidden page that runs no script and loads nothing else. One order at a time; the sheets are forgotten when it is over.
import type { Printer } from '#core/contract/kiosk/device-view.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { PagePicture, Printing, PrintingFailure } from '#electron/port/printing.ts';
import { appScheme, appUrl } from './app-address.ts';
import type { BrowserWindow, ElectronModule } from './electron-module.ts';
import { hardenSession } from './harden-session.ts';

const withinMs = 30_000;
/** Points are 1/72 inch; a page's size is told to the printer in micrometres. */
const micronsPerPoint = 25_400 / 72;
const policy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'";

interface Sheet {
  readonly widthPt: number;
  readonly heightPt: number;
  readonly jpeg: Uint8Array;
}

/** As CUPS numbers them (RFC 8011, printer-state); Windows tells none. */
const states: Readonly<Record<string, Printer['state']>> = { '3': 'ready', '4': 'busy', '5': 'stopped' };

export function createElectronPrinting(
  { BrowserWindow, session }: Pick<ElectronModule, 'BrowserWindow' | 'session'>,
  pictureOf: PagePicture,
): Printing {
  const own = session.fromPartition('printing', { cache: false });
  hardenSession(own);
  let sheets: readonly Sheet[] = [];
  own.protocol.handle(appScheme, async (request) => served(request.url, sheets));
  let last: Promise<unknown> = Promise.resolve();

  /** A page of its own for each order, gone with it. */
  async function onPage<T>(act: (window: BrowserWindow) => Promise<T>): Promise<T> {
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        session: own,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        javascript: false,
        devTools: false,
      },
    });
    try {
      return await act(window);
    } finally {
      window.destroy();
    }
  }

  async function list(window: BrowserWindow): Promise<Printer[]> {
    const known = await window.webContents.getPrintersAsync();
    return known.map(({ name, options }) => {
      const told: Readonly<Record<string, unknown>> = { ...options };
      const state = states[String(told['printer-state'])] ?? 'unknown';
      return { name, isDefault: String(told['printer-is-default']) === 'true', state };
    });
  }

  async function send(
    window: BrowserWindow,
    printer: string,
    pdf: Uint8Array,
  ): Promise<Result<null, PrintingFailure>> {
    const drawn = await sheetsOf(pdf, pictureOf);
    const [first] = drawn ?? [];
    if (!drawn || !first) return err({ kind: 'printer-failed' });
    sheets = drawn;
    await window.loadURL(appUrl);
    const isSent = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      window.webContents.print(
        {
          silent: true,
          deviceName: printer,
          printBackground: true,
          margins: { marginType: 'none' },
          pageSize: {
            width: Math.round(first.widthPt * micronsPerPoint),
            height: Math.round(first.heightPt * micronsPerPoint),
          },
        },
        (success) => {
          clearTimeout(timer);
          resolve(success);
        },
      );
    });
    return isSent ? ok(null) : err({ kind: 'printer-failed' });
  }

  /** Chromium throws where the system has no printing at all, and where a page cannot be loaded. */
  async function inTurn<T>(
    act: (window: BrowserWindow) => Promise<Result<T, PrintingFailure>>,
  ): Promise<Result<T, PrintingFailure>> {
    const mine = last.then(async () => {
      try {
        return await onPage(act);
      } catch {
        return err({ kind: 'printing-unavailable' as const });
      } finally {
        sheets = [];
      }
    });
    last = mine;
    return mine;
  }

  return {
    printers: () => inTurn(async (window) => ok(await list(window))),
    print: (printer, pdf) =>
      inTurn(async (window) => {
        const known = await list(window);
        if (!known.some(({ name }) => name === printer)) return err({ kind: 'printer-unknown' });
        return send(window, printer, pdf);
      }),
  };
}

/** Our own PDFs write their pages' sizes in the clear; null for one that does not. */
async function sheetsOf(pdf: Uint8Array, pictureOf: PagePicture): Promise<readonly Sheet[] | null> {
  const text = Buffer.from(pdf).toString('latin1');
  const boxes = [...text.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  const drawn: Sheet[] = [];
  for (const [index, [, width, height]] of boxes.entries()) {
    const jpeg = await pictureOf(pdf, index);
    if (!jpeg) return null;
    drawn.push({ widthPt: Number(width), heightPt: Number(height), jpeg });
  }
  return drawn.length > 0 ? drawn : null;
}

function served(url: string, sheets: readonly Sheet[]): Response {
  const path = URL.parse(url)?.pathname ?? '';
  const headers = { 'content-security-policy': policy, 'cache-control': 'no-store' };
  const sheet = sheets[Number(/^\/(\d)\.jpg$/.exec(path)?.[1] ?? -1)];
  if (sheet)
    return new Response(new Uint8Array(sheet.jpeg), {
      headers: { ...headers, 'content-type': 'image/jpeg' },
    });
  const [first] = sheets;
  if (path !== '/' || !first) return new Response(null, { status: 404, headers });
  const size = ({ widthPt, heightPt }: Sheet) => `${widthPt}pt ${heightPt}pt`;
  const pages = sheets.map(
    ({ widthPt, heightPt }, index) =>
      `<img src="/${index}.jpg" alt="" style="width:${widthPt}pt;height:${heightPt}pt">`,
  );
  const style = `@page{size:${size(first)};margin:0}body{margin:0}img{display:block;break-after:page}img:last-child{break-after:auto}`;
  return new Response(`<!doctype html><meta charset="utf-8"><style>${style}</style>${pages.join('')}`, {
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
  });
}
