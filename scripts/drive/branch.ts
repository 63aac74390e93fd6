// A whole branch for one run: bank, kiosk and browser, each a real process, on data that is thrown away.
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { startBank, type RunningBank } from '../process/bank-process.ts';
import { startKiosk, type RunningKiosk } from '../process/kiosk-process.ts';
import { browserArgs } from '../process/test-browser.ts';
import type { OfficerLogin } from './kiosk-screen.ts';

export interface BranchOptions {
  /** A folder of the caller's, removed by the caller. */
  readonly folder: string;
  readonly browserPath: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly env?: NodeJS.ProcessEnv;
  /** Sees every page before anything is shown on it. */
  readonly onPage?: (page: Page) => Promise<void>;
}

export interface Branch {
  bank: RunningBank;
  kiosk: RunningKiosk;
  readonly browser: Browser;
  page: Page;
  readonly login: OfficerLogin;
  readonly dataDir: string;
  readonly bankDir: string;
  /** Opens the kiosk's page anew, as after a restart; `context` for another screen than a mouse's. */
  openPage(context?: BrowserContextOptions): Promise<Page>;
  restartKiosk(how: 'stop' | 'kill'): Promise<void>;
  close(): Promise<void>;
}

const officerId = 'asha';
const laptop = { width: 1366, height: 768 };

/** Everything already started is ended again when a later part does not start. */
export async function openBranch(options: BranchOptions): Promise<Branch> {
  await using started = new AsyncDisposableStack();
  const bankDir = join(options.folder, 'bank');
  const dataDir = join(options.folder, 'kiosk');
  const bank = await startBank(bankDir);
  started.defer(() => bank.stop());
  const start = (enrolmentCode?: string) =>
    startKiosk({
      dataDir,
      simulate: true,
      ...(enrolmentCode === undefined ? {} : { enrolmentCode }),
      ...(options.env ? { env: options.env } : {}),
    });
  const kiosk = await start(await bank.enrolmentCode());
  started.defer(() => kiosk.stop());
  const browser = await chromium.launch({ executablePath: options.browserPath, args: browserArgs() });
  started.defer(() => browser.close());
  const login = { officerId, password: await bank.officerPassword(officerId) };
  const viewport = options.viewport ?? laptop;
  const openContext = async (ticketUrl: string, context: BrowserContextOptions = {}): Promise<Page> => {
    const page = await (await browser.newContext({ viewport, ...context })).newPage();
    await options.onPage?.(page);
    await page.goto(ticketUrl);
    return page;
  };

  const branch: Branch = {
    bank,
    kiosk,
    browser,
    page: await openContext(await kiosk.ticketUrl()),
    login,
    dataDir,
    bankDir,
    async openPage(context) {
      await branch.page.context().close();
      branch.page = await openContext(await branch.kiosk.ticketUrl(), context);
      return branch.page;
    },
    async restartKiosk(how) {
      await (how === 'kill' ? branch.kiosk.kill() : branch.kiosk.stop());
      branch.kiosk = await start();
      await branch.openPage();
    },
    async close() {
      await browser.close();
      await branch.kiosk.stop();
      await branch.bank.stop();
    },
  };
  started.move();
  return branch;
}
