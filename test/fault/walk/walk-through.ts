// One whole onboarding by the screen, step by step, each of which can be begun again on a kiosk that was just restarted.
import type { Page } from 'playwright';
import app from '../../../resources/languages/en/app.json' with { type: 'json' };
import texts from '../../../resources/languages/en/steps.json' with { type: 'json' };
import words from '../../../resources/languages/en/words.json' with { type: 'json' };
import type { Branch } from '#scripts/drive/branch.ts';
import * as screen from '#scripts/drive/kiosk-screen.ts';
import { codeOnPhone } from '#scripts/drive/phone.ts';

export interface WalkStep {
  readonly name: string;
  /** Pictures that are not read yet lie on no disk: a kill takes them, and the case goes back to these steps. */
  readonly lostByKill?: readonly string[];
  act(branch: Branch): Promise<void>;
}

/** While it reads, or once it has. */
const reading = new RegExp(`^(${texts.reading.readingHeading}|${texts.reading.heading})$`, 'u');

/** The simulated customer's phone; nobody's real number. */
export const walkMobile = '+919000000001';

/** A kind is chosen on the screen alone until its first picture is kept; a restart asks for it again. */
async function captureSide(page: Page, title: string): Promise<void> {
  const choose = page.getByRole('button', { name: texts.document.choose, exact: true });
  const side = page.getByText(title).first();
  await choose.or(side).first().waitFor({ timeout: screen.screenMs });
  if (await choose.isVisible()) await screen.chooseDocument(page, 'Aadhaar card');
  await screen.takeDocumentSide(page, title);
}

async function decideFace(page: Page): Promise<void> {
  const outcome = await screen.faceOutcome(page);
  if (outcome === 'match') await screen.press(page, app.action.continue);
  else await screen.judgeFaces(page, 'same', 'Compared the two pictures by eye');
  await screen.seeHeading(page, texts.review.heading);
}

/** Each act ends once the screen shows that the kiosk has kept what was done. */
export const walkSteps: readonly WalkStep[] = [
  { name: 'start', act: ({ page }) => screen.startCase(page) },
  { name: 'consent', act: ({ page }) => screen.giveConsent(page) },
  { name: 'product', act: ({ page }) => screen.chooseProduct(page) },
  { name: 'code sent', act: ({ page }) => screen.sendCode(page, walkMobile) },
  {
    name: 'code answered',
    act: async ({ page, bank }) => screen.answerCode(page, await codeOnPhone(bank, walkMobile)),
  },
  {
    name: 'front',
    lostByKill: ['front'],
    async act({ page }) {
      await captureSide(page, texts.document.capture.aadhaar.front);
      await page.getByText(texts.document.capture.aadhaar.back).first().waitFor({ timeout: screen.workMs });
    },
  },
  {
    name: 'back',
    lostByKill: ['front', 'back'],
    async act({ page }) {
      await captureSide(page, texts.document.capture.aadhaar.back);
      await screen.seeHeading(page, reading, screen.workMs);
    },
  },
  { name: 'read', act: ({ page }) => screen.waitForReading(page) },
  {
    name: 'confirmed',
    async act({ page }) {
      await screen.confirmReading(page);
      await screen.seeHeading(page, texts.face.heading, screen.workMs);
    },
  },
  {
    name: 'selfie',
    act: async ({ page }) => {
      await screen.takeSelfie(page);
      await screen.faceOutcome(page);
    },
  },
  { name: 'face', act: ({ page }) => decideFace(page) },
  {
    name: 'sealed',
    async act({ page }) {
      await screen.sealCase(page);
      await screen.heading(page, texts.review.heading).waitFor({ state: 'detached', timeout: screen.workMs });
    },
  },
  { name: 'account', act: async ({ page }) => void (await screen.accountNumber(page)) },
];

export async function connect(branch: Branch): Promise<void> {
  await screen.connectKiosk(branch.page, branch.login);
  await screen.atHome(branch.page);
}

/** Signs in on a kiosk that was restarted and opens the only case it has. */
export async function takeUpAgain(branch: Branch): Promise<void> {
  await screen.signIn(branch.page, branch.login);
  await screen.atHome(branch.page);
  const again = new RegExp(`^(${app.home.resume}|${app.home.open}) PRV-`, 'u');
  await branch.page.getByRole('button', { name: again }).first().click({ timeout: screen.screenMs });
  await screen.caseIdShown(branch.page);
}

/** Whether the case is at the document, ready for its pictures. */
export async function atDocument(page: Page): Promise<boolean> {
  const here = page.getByRole('navigation', { name: app.frame.journey }).locator('[aria-current=step]');
  return (await here.first().innerText()).includes(words.step.document);
}

/** Where the case stands, as the stepper shows it: which steps are done, which is here. */
export async function standing(page: Page): Promise<string> {
  const caseId = await screen.caseIdShown(page);
  const rail = page.getByRole('navigation', { name: app.frame.journey });
  const steps = rail.getByRole('listitem');
  await steps.first().waitFor({ timeout: screen.screenMs });
  const shown = await steps.evaluateAll((items) =>
    items.map((item) => `${item.getAttribute('aria-current') ?? '-'} ${item.textContent}`),
  );
  return [caseId, ...shown].join('\n');
}
