// One whole onboarding of the simulated customer, by clicks and keys alone, with a picture of every step.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import app from '../../resources/languages/en/app.json' with { type: 'json' };
import texts from '../../resources/languages/en/steps.json' with { type: 'json' };
import { startBank } from '../process/bank-process.ts';
import { throwawayFolder } from '../process/throwaway-folder.ts';
import { openBranch, type Branch } from '../drive/branch.ts';
import { codeOnPhone } from '../drive/phone.ts';
import * as screen from '../drive/kiosk-screen.ts';

export interface DemoOptions {
  readonly browserPath: string;
  /** Where the screenshots go. */
  readonly outDir: string;
  readonly offlineFirst: boolean;
  readonly onStep: (name: string, ms: number) => void;
}

export interface DemoReport {
  readonly caseId: string;
  readonly accountNumber: string;
  readonly shell: 'browser';
  readonly simulated: true;
  readonly totalMs: number;
  readonly steps: readonly { readonly name: string; readonly ms: number }[];
}

/** The simulated customer's phone; nobody's real number, and no message ever leaves this machine. */
const mobile = '+919000000001';
const viewerMs = 1500;

type Step = (name: string, act: () => Promise<void>) => Promise<void>;

async function contact(branch: Branch, step: Step, offlineFirst: boolean): Promise<void> {
  const { page } = branch;
  if (offlineFirst) {
    await step('contact', () => screen.keepUnverified(page, mobile));
    return;
  }
  await step('contact', () => screen.sendCode(page, mobile));
  await step('code', async () => screen.answerCode(page, await codeOnPhone(branch.bank, mobile)));
}

async function document(branch: Branch, step: Step): Promise<void> {
  const { page } = branch;
  await step('document kind', () => screen.chooseDocument(page, 'Aadhaar card'));
  await step('document front', () => screen.takeDocumentSide(page, texts.document.capture.aadhaar.front));
  await step('document back', () => screen.takeDocumentSide(page, texts.document.capture.aadhaar.back));
  await step('read', () => screen.waitForReading(page));
  await step('confirm', () => screen.confirmReading(page));
}

async function face(branch: Branch, step: Step): Promise<void> {
  const { page } = branch;
  let outcome: screen.FaceOutcome = 'unavailable';
  await step('selfie', async () => {
    await screen.takeSelfie(page);
    outcome = await screen.faceOutcome(page);
  });
  await step('face', async () => {
    if (outcome === 'match') await screen.press(page, app.action.continue);
    else
      await screen.judgeFaces(
        page,
        outcome === 'mismatch' ? 'review' : 'same',
        'Compared the two pictures by eye',
      );
    await screen.seeHeading(page, texts.review.heading);
  });
}

async function openAccount(branch: Branch, step: Step, offlineFirst: boolean): Promise<string> {
  const { page } = branch;
  await step('seal', () => screen.sealCase(page));
  if (offlineFirst) {
    await step('queued', () => screen.seeHeading(page, texts.done.heading.queued, screen.workMs));
    branch.bank = await startBank(branch.bankDir);
    await step('line back', () =>
      screen.seeHeading(page, texts.done.heading['awaiting-mobile'], screen.workMs),
    );
    await step('late code', async () => {
      await screen.enterCode(page, await codeOnPhone(branch.bank, mobile));
      await screen.press(page, texts.contact.check);
    });
  }
  let number = '';
  await step('account', async () => {
    number = await screen.accountNumber(page);
  });
  await step('receipt', async () => {
    await screen.press(page, texts.done.receipt);
    const receipt = page.getByRole('dialog', { name: texts.done.receiptTitle });
    await receipt.locator('iframe').waitFor({ timeout: screen.workMs });
    // The browser's own viewer says nothing of when it has drawn the pages.
    await page.waitForTimeout(viewerMs);
  });
  return number;
}

export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  using folder = throwawayFolder('demo');
  mkdirSync(options.outDir, { recursive: true });
  const started = performance.now();
  const branch = await openBranch({ folder: folder.path, browserPath: options.browserPath });
  const steps: { name: string; ms: number }[] = [];
  const step: Step = async (name, act) => {
    const from = performance.now();
    await act();
    const ms = Math.round(performance.now() - from);
    steps.push({ name, ms });
    options.onStep(name, ms);
    const file = `${String(steps.length).padStart(2, '0')}-${name.replaceAll(' ', '-')}.png`;
    await branch.page.screenshot({ path: join(options.outDir, file) });
  };
  try {
    const { page } = branch;
    await step('setup', async () => {
      await screen.connectKiosk(page, branch.login);
      await screen.atHome(page);
    });
    if (options.offlineFirst) await branch.bank.stop();
    await step('start', () => screen.startCase(page));
    const caseId = await screen.caseIdShown(page);
    await step('consent', () => screen.giveConsent(page));
    await step('product', () => screen.chooseProduct(page));
    await contact(branch, step, options.offlineFirst);
    await document(branch, step);
    await face(branch, step);
    const accountNumber = await openAccount(branch, step, options.offlineFirst);
    const totalMs = Math.round(performance.now() - started);
    return { caseId, accountNumber, shell: 'browser', simulated: true, totalMs, steps };
  } catch (error) {
    await branch.page.screenshot({ path: join(options.outDir, 'failed.png') }).catch(() => undefined);
    throw error;
  } finally {
    await branch.close();
  }
}
