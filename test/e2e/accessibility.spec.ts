// Who cannot use a mouse, cannot see the screen, or has only a finger opens an account all the same.
import type { Locator, Page } from 'playwright';
import { codeOnPhone } from '#scripts/drive/phone.ts';
import { speak, stepHere } from '#scripts/drive/kiosk-frame.ts';
import { languages, en, type Language } from '#scripts/drive/languages.ts';
import { walkEveryScreen, type Sight } from '#scripts/drive/every-screen.ts';
import * as screen from '#scripts/drive/kiosk-screen.ts';
import { openAnotherKiosk } from './another-kiosk.ts';
import { expectAccessible, expectLargeTargets } from './expect-accessible.ts';
import { expect, test } from './kiosk-test.ts';
import { nextMobile } from './to-step.ts';

const { app, steps } = en;
const tongues = ['en', 'hi'] as const satisfies readonly Language[];

async function lookAt(page: Page, { name, open, close }: Sight): Promise<void> {
  for (const language of tongues) {
    await speak(page, language);
    await open?.(languages[language]);
    await expectAccessible(page, `${name}, ${language}`);
    await expectLargeTargets(page, `${name}, ${language}`);
    await close?.(languages[language]);
  }
}

test('every screen is clean to axe in English and Hindi, its targets large', async ({
  branch,
  desk: page,
}) => {
  test.setTimeout(240_000);
  const mobile = nextMobile();
  const seen: string[] = [];
  await walkEveryScreen({
    page,
    login: branch.login,
    mobile,
    customer: 'Zoya Khan',
    codeOnPhone: () => codeOnPhone(branch.bank, mobile),
    visit: async (sight) => {
      await lookAt(page, sight);
      seen.push(sight.name);
    },
  });
  expect(seen.length).toBeGreaterThan(25);
});

test('so is the first screen of a kiosk that no bank knows yet', async ({ branch, complaints }) => {
  await using other = await openAnotherKiosk(branch, { name: 'unenrolled', complaints });
  await screen.seeHeading(other.page, app.setup.heading);
  await lookAt(other.page, { name: 'setup' });
});

const focused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement).catch(() => false);

/** A page has some thirty stops; twice that many Tabs mean that the target is none. */
const tabsAtMost = 60;

async function tabTo(page: Page, target: Locator, withinMs: number = screen.workMs): Promise<void> {
  await target.first().waitFor({ timeout: withinMs });
  for (let tab = 0; tab < tabsAtMost; tab += 1) {
    if (await focused(target.first())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab reaches ${target.toString()}`);
}

async function keyOn(page: Page, target: Locator, key: 'Enter' | 'Space'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

const enter = (page: Page, name: string) => keyOn(page, screen.button(page, name), 'Enter');

/** A new page has the focus on its heading, where a screen reader begins. */
async function headingHasFocus(page: Page, name: string): Promise<void> {
  await expect(screen.heading(page, name)).toBeFocused({ timeout: screen.workMs });
}

/** Takes the picture by key, unless the guide was quicker. */
async function takeByKey(page: Page, take: string, keep: string): Promise<void> {
  const kept = screen.button(page, keep);
  await page.locator('[data-camera=live]').or(kept).first().waitFor({ timeout: screen.workMs });
  const taking = screen.button(page, take);
  // The guide may take it between the look and the key: then the button is gone, and is not waited for.
  if (await taking.isVisible()) {
    await tabTo(page, taking, 1000)
      .then(() => page.keyboard.press('Enter'))
      .catch(() => undefined);
  }
  await keyOn(page, kept, 'Enter');
}

test('a whole account by the keyboard alone', async ({ branch, desk: page }) => {
  const chooser = page
    .getByRole('region', { name: app.simulation.panel })
    .getByLabel(app.simulation.customer);
  await tabTo(page, chooser);
  await page.keyboard.type('Mohan');
  await expect(chooser.locator('option:checked')).toHaveText('Mohan Lal Gupta');
  await enter(page, app.home.newCustomer);

  await headingHasFocus(page, steps.consent.heading);
  const switches = page.getByRole('listitem').filter({ hasText: steps.consent.required }).getByRole('switch');
  await switches.first().waitFor();
  for (const each of await switches.all()) {
    await keyOn(page, each, 'Space');
    await expect(each).toHaveAttribute('aria-checked', 'true');
  }
  await enter(page, app.action.continue);

  await headingHasFocus(page, steps.product.heading);
  await keyOn(page, page.getByRole('radio', { name: 'Saral Savings' }), 'Space');
  await enter(page, app.action.continue);

  await headingHasFocus(page, steps.contact.heading);
  const mobile = nextMobile();
  await tabTo(page, page.getByLabel(steps.contact.number, { exact: true }));
  await page.keyboard.type(mobile.replace('+91', ''));
  await page.keyboard.press('Enter');

  await headingHasFocus(page, steps.contact.codeHeading);
  const code = await codeOnPhone(branch.bank, mobile);
  await tabTo(page, page.getByLabel(steps.contact.code, { exact: true }));
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');

  await headingHasFocus(page, steps.document.heading);
  await keyOn(page, page.getByRole('radio', { name: /^Aadhaar card/ }), 'Space');
  await enter(page, steps.document.choose);
  await headingHasFocus(page, steps.document.capture.aadhaar.front);
  await takeByKey(page, steps.document.take, steps.document.keep);
  await headingHasFocus(page, steps.document.capture.aadhaar.back);
  await takeByKey(page, steps.document.take, steps.document.keep);

  await headingHasFocus(page, steps.reading.heading);
  await enter(page, steps.reading.confirm);
  await headingHasFocus(page, steps.face.heading);
  await takeByKey(page, steps.face.take, steps.face.keep);
  await headingHasFocus(page, steps.face.resultHeading);
  if ((await screen.faceOutcome(page)) === 'match') await enter(page, app.action.continue);
  else {
    await keyOn(page, page.getByRole('radio', { name: steps.face.same }), 'Space');
    await tabTo(page, page.getByLabel(steps.face.reason));
    await page.keyboard.type('Compared by eye');
    await enter(page, steps.face.record);
  }
  await headingHasFocus(page, steps.review.heading);
  await enter(page, steps.review.seal);
  expect(await screen.accountNumber(page)).toMatch(/^\d{14}$/);
  await headingHasFocus(page, steps.done.heading.opened);
  await enter(page, steps.done.receipt);
  const receipt = page.getByRole('dialog', { name: steps.done.receiptTitle });
  await receipt.waitFor();
  await page.keyboard.press('Escape');
  await expect(receipt).toHaveCount(0);
  await expect(screen.button(page, steps.done.receipt)).toBeFocused();
});

test('by touch alone, on a large screen', async ({ branch, desk }) => {
  expect(desk.isClosed()).toBe(false);
  const page = await branch.openPage({ hasTouch: true, viewport: { width: 1920, height: 1080 } });
  await screen.atHome(page);
  const tap = (name: string) => screen.button(page, name).tap({ timeout: screen.screenMs });
  await tap(app.home.newCustomer);
  const switches = page.getByRole('listitem').filter({ hasText: steps.consent.required }).getByRole('switch');
  await switches.first().waitFor();
  for (const each of await switches.all()) await each.tap();
  await tap(app.action.continue);
  await page.getByRole('radio', { name: 'Vidya Student' }).tap();
  await tap(app.action.continue);
  const number = page.getByLabel(steps.contact.number, { exact: true });
  await number.tap();
  await number.pressSequentially(nextMobile().replace('+91', ''));
  await tap(steps.contact.noSignal);
  await page.getByRole('radio', { name: /^Aadhaar card/ }).tap();
  await tap(steps.document.choose);
  await screen.heading(page, steps.document.capture.aadhaar.front).waitFor();
  await page.locator('[data-camera=live]').or(screen.button(page, steps.document.keep)).first().waitFor();
  if (await screen.button(page, steps.document.take).isVisible())
    await tap(steps.document.take).catch(() => undefined);
  await tap(steps.document.keep);
  await screen.heading(page, steps.document.capture.aadhaar.back).waitFor();
  await expect(stepHere(page, 'document')).toBeVisible();
  await tap(app.action.abandon);
  await page.getByRole('alertdialog').waitFor();
  await tap(app.abandon.confirm);
  await screen.atHome(page);
});
