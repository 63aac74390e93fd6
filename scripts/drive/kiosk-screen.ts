// A person at the kiosk's screen, as Playwright sees one: finds things by their role and name, clicks, types, looks.
// The demo and the end-to-end tests share it; it knows no way into the kiosk but the screen.
import type { Locator, Page } from 'playwright';

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
  await seeHeading(page, 'Connect this kiosk to the bank');
  if (enrolmentCode) await page.getByLabel('Enrolment code').fill(enrolmentCode);
  await page.getByLabel('Officer ID').fill(login.officerId);
  await page.getByLabel('Password').fill(login.password);
  await press(page, 'Connect kiosk');
}

export async function signIn(page: Page, login: OfficerLogin): Promise<void> {
  await seeHeading(page, 'Officer sign-in');
  await page.getByLabel('Officer ID').fill(login.officerId);
  await page.getByLabel('Password').fill(login.password);
  await press(page, 'Sign in');
}

export async function atHome(page: Page): Promise<void> {
  await seeHeading(page, 'Today at this kiosk', workMs);
}

export async function startCase(page: Page): Promise<void> {
  await press(page, 'New customer');
  await seeHeading(page, 'Consent of the customer');
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
  await press(page, 'Continue');
  await seeHeading(page, 'Account and branch');
}

export async function chooseProduct(page: Page): Promise<void> {
  await page.getByRole('radio').first().click({ timeout: screenMs });
  const branches = page.getByRole('radiogroup', { name: 'Branch' }).getByRole('radio');
  await branches.first().click({ timeout: screenMs });
  await press(page, 'Continue');
  await seeHeading(page, 'Mobile number');
}

export async function sendCode(page: Page, mobile: string): Promise<void> {
  await page.getByLabel('Mobile number', { exact: true }).fill(mobile.replace('+91', ''));
  await press(page, 'Send code');
  await page.getByText('Enter the code').waitFor({ timeout: screenMs });
}

/** The boxes take a paste, so a fill of the first one spreads. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page
    .getByLabel(/One-time code|digit 1/i)
    .first()
    .click();
  await page.keyboard.type(code);
}

export async function answerCode(page: Page, code: string): Promise<void> {
  await enterCode(page, code);
  await press(page, 'Check code');
  await seeHeading(page, 'Identity document');
}

export async function keepUnverified(page: Page, mobile: string): Promise<void> {
  await page.getByLabel('Mobile number', { exact: true }).fill(mobile.replace('+91', ''));
  await press(page, 'No signal here');
  await seeHeading(page, 'Identity document');
}

export type DocumentName = 'Aadhaar card' | 'Passport';

export async function chooseDocument(page: Page, name: DocumentName): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${name}`) }).click({ timeout: screenMs });
  await press(page, 'Use this document');
}

/** Takes the picture that the camera shows now, and keeps it. */
export async function takeDocumentSide(page: Page, title: string): Promise<void> {
  await page.getByText(title).first().waitFor({ timeout: screenMs });
  const live = page.locator('video');
  await live.waitFor({ timeout: screenMs });
  await press(page, 'Take picture', workMs);
  await press(page, 'Use this picture', workMs);
}

export async function waitForReading(page: Page): Promise<void> {
  await seeHeading(page, 'Check what was read', workMs);
}

/** Looks at every line the kiosk is not sure of, then confirms. */
export async function confirmReading(page: Page): Promise<void> {
  for (const box of await page.getByRole('checkbox', { name: /I have compared this line/ }).all()) {
    if (!(await box.isChecked())) await box.click();
  }
  await press(page, 'All correct');
}

export async function takeSelfie(page: Page): Promise<void> {
  await seeHeading(page, 'Picture of the customer', workMs);
  const keep = button(page, 'Use this picture');
  const take = button(page, 'Take picture');
  await take.or(keep).first().waitFor({ timeout: workMs });
  // The guide may take it by itself while we look.
  if (await take.isVisible()) await take.click({ timeout: screenMs }).catch(() => undefined);
  await keep.click({ timeout: workMs });
}

export type FaceOutcome = 'match' | 'review' | 'mismatch' | 'unavailable';

const outcomeTexts: readonly (readonly [FaceOutcome, string])[] = [
  ['match', 'The faces match.'],
  ['review', 'The faces may match.'],
  ['mismatch', 'The faces do not match.'],
  ['unavailable', 'The automatic comparison is not available'],
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
  const name = verdict === 'same' ? /It is the same person/ : /Send to the bank for review/;
  await page.getByRole('radio', { name }).click({ timeout: screenMs });
  await page.getByLabel('Reason').fill(reason);
  await press(page, 'Record decision');
}

export async function sealCase(page: Page): Promise<void> {
  await seeHeading(page, 'Review');
  await press(page, 'Seal and send');
}

/** The account number once the bank has opened the account. */
export async function accountNumber(page: Page, timeout = workMs): Promise<string> {
  await seeHeading(page, 'The account is open', timeout);
  const text = await page.getByTestId('account-number').innerText({ timeout: screenMs });
  return text.replaceAll(/\s/g, '');
}

export async function chooseSimulation(page: Page, select: string, option: string): Promise<void> {
  await page.getByLabel(select).selectOption({ label: option });
}
