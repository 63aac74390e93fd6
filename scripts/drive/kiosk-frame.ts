// What stands around every step, as a person uses it: language, stepper, the way out, the desk's lists, and what a refusal says.
import type { Locator, Page } from 'playwright';
import { en, ownNames, type Language } from './languages.ts';
import { atHome, press, screenMs, seeHeading } from './kiosk-screen.ts';

export type StepName = keyof typeof en.words.step;
export type RefusalName = keyof typeof en.refusals;

/** The language's own button in the top bar. */
export async function speak(page: Page, language: Language): Promise<void> {
  const chosen = page.getByRole('banner').getByRole('button', { name: ownNames[language], exact: true });
  await chosen.click({ timeout: screenMs });
  await page.locator(`html[lang=${language}]`).waitFor({ timeout: screenMs });
}

/** A refusal in English: what happened, and what to do now. */
export const refusal = (page: Page, kind: RefusalName): Locator =>
  page
    .getByRole('alert')
    .filter({ hasText: en.refusals[kind].what })
    .filter({ hasText: en.refusals[kind].next });

/** The step the stepper says one is at. */
export const stepHere = (page: Page, step: StepName): Locator =>
  page
    .getByRole('navigation', { name: en.app.frame.journey })
    .locator('[aria-current=step]')
    .filter({ hasText: `${en.words.step[step]}, ${en.words.stepState.here}` });

/** Back to a step that was done, by the stepper. */
export async function backToStep(page: Page, step: StepName): Promise<void> {
  await page
    .getByRole('navigation', { name: en.app.frame.journey })
    .getByRole('button', { name: new RegExp(`^${en.words.step[step]}\\s*,`) })
    .click({ timeout: screenMs });
}

/** What the top bar calls the case. */
export async function referenceShown(page: Page): Promise<string> {
  const bar = await page.getByRole('banner').innerText();
  const reference = /Case (\S+)/.exec(bar)?.[1];
  if (!reference) throw new Error('the top bar names no case');
  return reference;
}

export type ListName = 'today' | 'drafts' | 'waiting' | 'attention';

export async function openList(page: Page, list: ListName): Promise<void> {
  await page
    .getByRole('navigation', { name: en.app.home.lists })
    .getByRole('button', { name: new RegExp(`^${en.app.home[list]}`) })
    .click({ timeout: screenMs });
}

export const caseRow = (page: Page, reference: string): Locator =>
  page.getByRole('row').filter({ hasText: reference });

export async function resumeCase(page: Page, reference: string): Promise<void> {
  await atHome(page);
  await press(page, en.app.home.resumeOf.replace('{{reference}}', reference));
}

export async function signOut(page: Page): Promise<void> {
  await press(page, en.app.action.signOut);
  await seeHeading(page, en.app.signIn.heading);
}

export async function abandonCase(page: Page): Promise<void> {
  await press(page, en.app.action.abandon);
  await page.getByRole('alertdialog', { name: en.app.abandon.title }).waitFor({ timeout: screenMs });
  await press(page, en.app.abandon.confirm);
  await atHome(page);
}

export interface UploadedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Chooses a file in the system's dialog, as "Upload a file" opens it. */
export async function upload(page: Page, file: UploadedFile): Promise<void> {
  const dialog = page.waitForEvent('filechooser', { timeout: screenMs });
  await press(page, en.steps.document.upload);
  await (await dialog).setFiles(file);
}
