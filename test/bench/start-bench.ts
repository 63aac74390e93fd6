// How long an officer waits for the first screen, and what the kiosk holds in memory when nobody uses it.
// From spawning the built browser-shell entry to the first enabled control; the bank starts beside it and is not waited for.
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { startBank } from '#scripts/process/bank-process.ts';
import { buildIfStale } from '#scripts/process/build-if-stale.ts';
import { startKiosk } from '#scripts/process/kiosk-process.ts';
import { browserArgs, obtainBrowser } from '#scripts/process/test-browser.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { atHome, connectKiosk } from '#scripts/drive/kiosk-screen.ts';
import { familyRssMb } from './process-memory.ts';

const runs = 5;
/** Longer than any worker takes to be started in the background. */
const idleMs = 5000;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Scripts, styles and the page itself, compressed as a server would; fonts and pictures are not counted. */
function countFirstScreen(page: Page): () => Promise<number> {
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (!response.ok()) return;
    if (['script', 'stylesheet', 'document'].includes(response.request().resourceType()))
      bodies.push(response.body());
  });
  return async () => (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
}

export async function startBench(): Promise<Record<string, unknown>> {
  await buildIfStale();
  const executablePath = await obtainBrowser();
  if (!executablePath) throw new Error('no browser');
  using folder = throwawayFolder('bench-start');
  const dataDir = join(folder.path, 'kiosk');
  const bankDir = join(folder.path, 'bank');

  // Once to enrol, so that what is measured is every morning's start and not the first of all.
  const bank = await startBank(bankDir);
  const first = await startKiosk({ dataDir, simulate: true, enrolmentCode: await bank.enrolmentCode() });
  const browser = await chromium.launch({ executablePath, args: browserArgs() });
  const setup = await browser.newPage();
  await setup.goto(await first.ticketUrl());
  await connectKiosk(setup, { officerId: 'asha', password: await bank.officerPassword('asha') });
  await atHome(setup);
  await setup.close();
  const bankRssMb = familyRssMb(bank.pid);
  await sleep(idleMs);
  const kioskRssMb = familyRssMb(first.pid);
  await first.stop();
  await bank.stop();

  const firstScreenMs: number[] = [];
  let rendererKb = 0;
  for (let run = 0; run < runs; run += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const counted = countFirstScreen(page);
    const bankStarting = startBank(bankDir);
    const started = performance.now();
    // As in a branch: the simulated customer is loaded only where simulation is on.
    const kiosk = await startKiosk({ dataDir, simulate: false });
    await page.goto(await kiosk.ticketUrl());
    await page.locator('input:enabled, button:enabled').first().waitFor();
    firstScreenMs.push(Math.round(performance.now() - started));
    rendererKb = Math.round((await counted()) / 1024);
    await kiosk.stop();
    await (await bankStarting).stop();
    await context.close();
  }
  await browser.close();
  return {
    firstScreenMs: median(firstScreenMs),
    firstScreenAllMs: firstScreenMs,
    kioskRssMb,
    bankRssMb,
    rendererKb,
  };
}
