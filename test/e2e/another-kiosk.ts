// A second kiosk at the branch's bank, on a data folder of its own: for a kiosk not enrolled yet, without models, or with a real camera.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import type { Branch } from '#scripts/drive/branch.ts';
import { startKiosk, type RunningKiosk } from '#scripts/process/kiosk-process.ts';
import { listenTo } from './kiosk-test.ts';

export interface AnotherKiosk extends AsyncDisposable {
  readonly kiosk: RunningKiosk;
  readonly page: Page;
}

export interface AnotherKioskOptions {
  readonly name: string;
  readonly complaints: string[];
  readonly simulate?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** Where its page opens; the branch's own browser unless said. */
  readonly browser?: Browser;
}

export async function openAnotherKiosk(branch: Branch, options: AnotherKioskOptions): Promise<AnotherKiosk> {
  const { name, complaints, simulate = true, env = {}, browser = branch.browser } = options;
  const kiosk = await startKiosk({
    dataDir: join(branch.dataDir, '..', name),
    simulate,
    enrolmentCode: await branch.bank.enrolmentCode(),
    env,
  });
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await listenTo(page, complaints);
  await page.goto(await kiosk.ticketUrl());
  return {
    kiosk,
    page,
    async [Symbol.asyncDispose]() {
      await context.close();
      await kiosk.stop();
    },
  };
}
