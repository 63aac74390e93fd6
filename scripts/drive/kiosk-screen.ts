// A person at the kiosk's screen, as Playwright sees one: finds things by their role and name, clicks, types, looks.
// The demo and the end-to-end tests share it; it knows no way into the kiosk but the screen.
import type { Locator, Page } from 'playwright';
import app from '../../resources/languages/en/app.json' with { type: 'json' };
import capture from '../../resources/languages/en/capture.json' with { type: 'json' };
import steps from '../../resources/languages/en/steps.json' with { type: 'json' };

/** Screens answer in milliseconds; readings and comparisons take seconds on a slow machine. */
export const screenMs = 20_000;
export const workMs = 90_000;

export interface OfficerLogin {
  readonly officerId: string;
  readonly password: string;
}

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { name, level: 1 });

export async function press(page: Page, name: string | RegExp, timeout = screenMs): Promise<void> {
  await button(page, name).click({ timeout });
}

export async function seeHeading(page: Page, name: string | RegExp, timeout = screenMs): Promise<void> {
  await heading(page, name).waitFor({ timeout });
}

/** First start of a kiosk; the enrolment code is typed only where the screen was not handed one. */
export async function connectKiosk(page: Page, login: OfficerLogin, enrolmentCode?: string): Promise<void> {
  await seeHeading(page, app.setup.heading);
  if (enrolmentCode) await page.getByLabel(app.setup.code).fill(enrolmentCode);
  await page.getByLabel(app.setup.officer).fill(login.officerId);
  await page.getByLabel(app.setup.password).fill(login.password);
  await press(page, app.setup.submit);
}

export async function signIn(page: Page, login: OfficerLogin): Promise<void> {
  await seeHeading(page, app.signIn.heading);
  await page.getByLabel(app.setup.officer).fill(login.officerId);
  await page.getByLabel(app.setup.password).fill(login.password);
  await press(page, app.signIn.submit);
}

export async function atHome(page: Page): Promise<void> {
  await seeHeading(page, app.home.heading, workMs);
}

export async function startCase(page: Page): Promise<void> {
  await press(page, app.home.newCustomer);
  await seeHeading(page, steps.consent.heading);
}

/** Agrees to everything the bank needs; free choices stay as they are. */
export async function giveConsent(page: Page): Promise<void> {
  const required = page
    .getByRole('listitem')
    .filter({ hasText: 'Needed to open an account' })
    .getByRole('switch');
  await required.first().waitFor({ timeout: screenMs });
  for (const one of await required.all()) {
    if ((await one.getAttribute('aria-checked')) !== 'true') await one.click();
  }
  await press(page, app.action.continue);
  await seeHeading(page, steps.product.heading);
}

export async function chooseProduct(page: Page): Promise<void> {
  // The branch is the kiosk's own unless somebody chooses another.
  await page.getByRole('radio').first().check({ timeout: screenMs, force: true });
  await press(page, app.action.continue);
  await seeHeading(page, steps.contact.heading);
}

export async function sendCode(page: Page, mobile: string): Promise<void> {
  await page.getByLabel(steps.contact.number, { exact: true }).fill(mobile.replace('+91', ''));
  await press(page, steps.contact.send);
  await page.getByText(steps.contact.codeHeading).waitFor({ timeout: screenMs });
}

export async function enterCode(page: Page, code: string): Promise<void> {
  await page
    .getByLabel(/One-time code|digit 1/i)
    .first()
    .click();
  await page.keyboard.type(code);
}

export async function answerCode(page: Page, code: string): Promise<void> {
  await enterCode(page, code);
  await press(page, steps.contact.check);
  await seeHeading(page, steps.document.heading);
}

export async function keepUnverified(page: Page, mobile: string): Promise<void> {
  await page.getByLabel(steps.contact.number, { exact: true }).fill(mobile.replace('+91', ''));
  await press(page, steps.contact.noSignal);
  await seeHeading(page, steps.document.heading);
}

export type DocumentName = 'Aadhaar card' | 'Passport';

export async function chooseDocument(page: Page, name: DocumentName): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${name}`) }).check({ timeout: screenMs, force: true });
  await press(page, steps.document.choose);
}

/** A card comes in and settles within this; what never settles is taken as it is. */
const settleMs = 3000;

/** Takes the picture that the camera shows now, by hand unless the guide was quicker. */
export async function takePicture(page: Page): Promise<void> {
  const keep = button(page, steps.document.keep);
  const take = button(page, steps.document.take);
  await page.locator('[data-camera=live]').or(keep).first().waitFor({ timeout: workMs });
  // As a person would, not before the guide is content.
  const content = page.getByText(capture.document.ready);
  await content
    .or(keep)
    .first()
    .waitFor({ timeout: settleMs })
    .catch(() => undefined);
  // The button itself, not its place: where the guide was quicker it is gone, and the next page's is not pressed instead.
  const there = (await take.isVisible())
    ? await take.elementHandle({ timeout: 1000 }).catch(() => null)
    : null;
  await there?.click({ timeout: screenMs }).catch(() => undefined);
  await keep.waitFor({ timeout: workMs });
}

/** Takes the picture that the camera shows now, and keeps it. */
export async function takeDocumentSide(page: Page, title: string): Promise<void> {
  await page.getByText(title).first().waitFor({ timeout: screenMs });
  await takePicture(page);
  await press(page, steps.document.keep, workMs);
}

export async function waitForReading(page: Page): Promise<void> {
  const failed = heading(page, steps.reading.failed);
  await heading(page, steps.reading.heading).or(failed).waitFor({ timeout: workMs });
  if (await failed.isVisible()) throw new Error(await page.getByRole('alert').innerText());
}

/** As the kiosk read it; every line was compared with its piece of the picture. */
export async function confirmReading(page: Page): Promise<void> {
  await press(page, steps.reading.confirm);
}

export async function takeSelfie(page: Page): Promise<void> {
  // A reading that was refused stays where it is: then its reason is told, not that the next step never came.
  const refused = page.getByRole('alert');
  await heading(page, steps.face.heading).or(refused).first().waitFor({ timeout: workMs });
  if (await refused.isVisible()) throw new Error(await refused.innerText());
  await takePicture(page);
  await press(page, steps.face.keep, workMs);
}

export type FaceOutcome = 'match' | 'review' | 'mismatch' | 'unavailable';

const outcomeTexts: readonly (readonly [FaceOutcome, string])[] = [
  ['match', steps.face.outcome.match],
  ['review', steps.face.outcome.review],
  ['mismatch', steps.face.outcome.mismatch],
  ['unavailable', steps.face.outcome.unavailable],
];

/** What the screen says of the two faces. */
export async function faceOutcome(page: Page): Promise<FaceOutcome> {
  const shown = outcomeTexts.map(([, text]) => page.getByText(text));
  const [first, ...others] = shown;
  if (!first) throw new Error('no outcome texts');
  await others
    .reduce((all, one) => all.or(one), first)
    .first()
    .waitFor({ timeout: workMs });
  for (const [outcome, text] of outcomeTexts) {
    if (await page.getByText(text).first().isVisible()) return outcome;
  }
  throw new Error('the screen shows no outcome');
}

export async function judgeFaces(page: Page, verdict: 'same' | 'review', reason: string): Promise<void> {
  const name = verdict === 'same' ? steps.face.same : steps.face.send;
  await page.getByRole('radio', { name }).check({ timeout: screenMs, force: true });
  await page.getByLabel(steps.face.reason).fill(reason);
  await press(page, steps.face.record);
}

export async function sealCase(page: Page): Promise<void> {
  await seeHeading(page, steps.review.heading);
  await press(page, steps.review.seal);
}

/** What the page itself says of the case it shows, beside what a person reads. */
export async function caseIdShown(page: Page): Promise<string> {
  const id = await page.locator('[data-case-id]').getAttribute('data-case-id', { timeout: screenMs });
  if (!id) throw new Error('the screen shows no case');
  return id;
}

/** The account number once the bank has opened the account. */
export async function accountNumber(page: Page, timeout = workMs): Promise<string> {
  await seeHeading(page, steps.done.heading.opened, timeout);
  const number = await page
    .locator('[data-account-number]')
    .getAttribute('data-account-number', { timeout: screenMs });
  if (!number) throw new Error('the screen shows no account number');
  return number;
}

export async function chooseSimulation(page: Page, select: string, option: string): Promise<void> {
  const panel = page.getByRole('region', { name: app.simulation.panel });
  await panel.getByLabel(select, { exact: true }).selectOption({ label: option });
}
