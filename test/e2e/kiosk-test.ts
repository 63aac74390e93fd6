// The branch the specs work at: one bank, one kiosk, one browser for all of them, opened again after a failure.
// Every page is listened to from before its first word: an error on the console or a breach of the content policy fails the test.
import { type Page } from 'playwright';
import { expect, test as base } from 'playwright/test';
import { findBrowser } from '#electron/shell/browser/find-browser.ts';
import { openBranch, type Branch } from '#scripts/drive/branch.ts';
import { atHome, connectKiosk } from '#scripts/drive/kiosk-screen.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';

export interface Worker {
  /** What pages complained of, in order. */
  readonly complaints: string[];
  readonly branch: Branch;
}

export interface EachTest {
  /** Complaints that belong to what the test does, such as a socket that breaks when the kiosk is ended. */
  readonly expected: RegExp | null;
  /** The officer signed in before an empty desk, everything simulated in order. */
  readonly desk: Page;
  readonly quiet: void;
}

/** MediaPipe greets on the error stream. */
const greeting = /^INFO: /;

export async function listenTo(page: Page, complaints: string[]): Promise<void> {
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !greeting.test(message.text())) complaints.push(message.text());
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
}

export function browserPath(): string {
  const path = findBrowser();
  if (path === null) throw new Error('no Chromium: npm run e2e finds one or says how to get one');
  return path;
}

export const test = base.extend<EachTest, Worker>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures wanted from this pattern
  complaints: [({}, use) => use([]), { scope: 'worker' }],
  branch: [
    async ({ complaints }, use) => {
      using folder = throwawayFolder('e2e');
      const branch = await openBranch({
        folder: folder.path,
        browserPath: browserPath(),
        onPage: (page) => listenTo(page, complaints),
      });
      try {
        await connectKiosk(branch.page, branch.login);
        await atHome(branch.page);
        await use(branch);
      } finally {
        await branch.close();
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  expected: [null, { option: true }],
  desk: async ({ branch }, use) => {
    const page = await branch.openPage();
    await atHome(page);
    await use(page);
  },
  quiet: [
    async ({ branch, complaints, expected }, use, testInfo) => {
      const before = complaints.length;
      await use();
      if (testInfo.status !== testInfo.expectedStatus) {
        const path = testInfo.outputPath('screen.png');
        await branch.page.screenshot({ path }).catch(() => undefined);
      }
      const unasked = complaints.slice(before).filter((complaint) => expected?.test(complaint) !== true);
      expect(unasked, 'console errors and breaches of the content policy').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
