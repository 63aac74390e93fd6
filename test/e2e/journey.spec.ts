// A customer's account, from the first consent to the receipt, in the ways there are: with and without a line, card or passport, models or eyes.
import { codeOnPhone } from '#scripts/drive/phone.ts';
import { en, hi } from '#scripts/drive/languages.ts';
import {
  abandonCase,
  backToStep,
  caseRow,
  openList,
  referenceShown,
  refusal,
  resumeCase,
  signOut,
  speak,
  stepHere,
} from '#scripts/drive/kiosk-frame.ts';
import * as screen from '#scripts/drive/kiosk-screen.ts';
import { startBank } from '#scripts/process/bank-process.ts';
import { openAnotherKiosk } from './another-kiosk.ts';
import { expectAccessible } from './expect-accessible.ts';
import { expect, test } from './kiosk-test.ts';
import {
  customerIs,
  nextMobile,
  passFace,
  readAadhaar,
  takeAadhaar,
  toContact,
  toDocument,
} from './to-step.ts';

const name = {
  aadhaar: 'Savitri Devi Mishra',
  passport: 'Meera Joshi',
  offline: 'Gurdeep Singh Bedi',
} as const;

test('an Aadhaar card, the line up: an account, a receipt, and no second account for the same card', async ({
  branch,
  desk: page,
}) => {
  await customerIs(page, name.aadhaar);
  await toDocument(page, branch);
  await readAadhaar(page);
  await expect(page.getByLabel(en.words.field.name, { exact: true })).toHaveValue(name.aadhaar);
  await expect(page.getByText(/^XXXX XXXX \d{4}$/)).toBeVisible();
  await screen.confirmReading(page);
  await passFace(page);
  const reference = await referenceShown(page);
  await screen.sealCase(page);
  expect(await screen.accountNumber(page)).toMatch(/^\d{14}$/);
  await screen.press(page, en.steps.done.receipt);
  const receipt = page.getByRole('dialog', { name: en.steps.done.receiptTitle });
  await expect(receipt.getByRole('button', { name: en.steps.done.print })).toBeVisible();
  await expect(receipt.locator('iframe')).toHaveAttribute('src', /^blob:/);
  await screen.press(page, en.app.action.close);
  await screen.press(page, en.app.action.back);
  await expect(caseRow(page, reference)).toContainText(en.words.bankState.opened);

  await toDocument(page);
  await readAadhaar(page);
  await screen.confirmReading(page);
  await expect(refusal(page, 'customer-exists')).toBeVisible();
  await expect(stepHere(page, 'reading')).toBeVisible();
  await abandonCase(page);
});

test('a passport, the officer going over to Hindi on the way', async ({ branch, desk: page }) => {
  await customerIs(page, name.passport);
  await toDocument(page, branch);
  await screen.chooseDocument(page, 'Passport');
  await screen.takeDocumentSide(page, en.steps.document.capture.passport.front);
  await screen.waitForReading(page);
  await speak(page, 'hi');
  await screen.seeHeading(page, hi.steps.reading.heading);
  await expect(page.getByText(hi.words.proof['check-digits']).first()).toBeVisible();
  await screen.press(page, hi.steps.reading.confirm);
  await screen.seeHeading(page, hi.steps.face.heading);
  const keep = screen.button(page, hi.steps.face.keep);
  const take = screen.button(page, hi.steps.face.take);
  await page.locator('[data-camera=live]').or(keep).first().waitFor();
  if (await take.isVisible()) await take.click().catch(() => undefined);
  await keep.click({ timeout: screen.workMs });
  await screen.seeHeading(page, hi.steps.face.resultHeading, screen.workMs);
  if (await page.getByText(hi.steps.face.outcome.match).isVisible())
    await screen.press(page, hi.app.action.continue);
  else {
    await page.getByRole('radio', { name: hi.steps.face.same }).check({ force: true });
    await page.getByLabel(hi.steps.face.reason).fill('चेहरे मिलाए');
    await screen.press(page, hi.steps.face.record);
  }
  await screen.seeHeading(page, hi.steps.review.heading);
  await screen.press(page, hi.steps.review.seal);
  await screen.seeHeading(page, hi.steps.done.heading.opened, screen.workMs);
  await expect(page.locator('[data-account-number]')).toHaveAttribute('data-account-number', /^\d{14}$/);
});

test('no line: queued, sent by itself, and open once the customer has read out the code', async ({
  branch,
  desk: page,
}) => {
  await customerIs(page, name.offline);
  await branch.bank.stop();
  const mobile = nextMobile();
  await toContact(page);
  await screen.keepUnverified(page, mobile);
  await readAadhaar(page);
  await screen.confirmReading(page);
  await passFace(page);
  await screen.sealCase(page);
  await screen.seeHeading(page, en.steps.done.heading.queued, screen.workMs);
  await expect(
    page.getByRole('status').filter({ hasText: en.app.line.offlineWaiting_one.replace('{{count}}', '1') }),
  ).toBeVisible();
  await expectAccessible(page, 'queued');
  branch.bank = await startBank(branch.bankDir);
  await screen.seeHeading(page, en.steps.done.heading['awaiting-mobile'], screen.workMs);
  // The bank sent it by itself when the case came.
  await screen.enterCode(page, await codeOnPhone(branch.bank, mobile));
  await expectAccessible(page, 'late code');
  await screen.press(page, en.steps.contact.check);
  expect(await screen.accountNumber(page)).toMatch(/^\d{14}$/);
});

test.describe('on a kiosk without models', () => {
  // The guide asks for its model and is told that there is none.
  test.use({ expected: /404/ });

  test('no model to be had: the officer compares the faces, and development’s policy opens the account', async ({
    branch,
    complaints,
  }) => {
    await using other = await openAnotherKiosk(branch, {
      name: 'without-models',
      complaints,
      env: { MODEL_MIRROR: 'none' },
    });
    const { page } = other;
    await screen.connectKiosk(page, branch.login);
    await screen.atHome(page);
    await customerIs(page, 'Narayan Rao Kulkarni');
    await toDocument(page, branch);
    await readAadhaar(page);
    await screen.confirmReading(page);
    expect(await passFace(page)).toBe('unavailable');
    await screen.sealCase(page);
    expect(await screen.accountNumber(page)).toMatch(/^\d{14}$/);
  });
});

test('a draft goes on where it was after a reload and after another sign-in', async ({
  branch,
  desk: page,
}) => {
  await toDocument(page);
  const reference = await referenceShown(page);
  await page.reload();
  await resumeCase(page, reference);
  await expect(stepHere(page, 'document')).toBeVisible();
  await takeAadhaar(page);
  await screen.waitForReading(page);
  // The desk is behind the first step's Back.
  await page.reload();
  await screen.atHome(page);
  await signOut(page);
  await screen.signIn(page, branch.login);
  await screen.atHome(page);
  await openList(page, 'drafts');
  await expect(caseRow(page, reference)).toContainText(en.words.step.reading);
  await resumeCase(page, reference);
  await screen.waitForReading(page);
  await expect(page.getByLabel(en.words.field.name, { exact: true })).toHaveValue('Anil Kumar Verma');
  await abandonCase(page);
});

test('what was chosen may be changed, and the review says what was chosen last', async ({ desk: page }) => {
  await toDocument(page);
  await screen.press(page, en.app.action.back);
  await expect(stepHere(page, 'contact')).toBeVisible();
  await backToStep(page, 'product');
  await screen.seeHeading(page, en.steps.product.heading);
  await page.getByRole('radio', { name: 'Udaan Savings' }).check({ force: true });
  await screen.press(page, en.app.action.continue);
  // What was there already is not asked again.
  await expect(stepHere(page, 'document')).toBeVisible();
  await readAadhaar(page);
  await screen.confirmReading(page);
  await passFace(page);
  const account = page.getByRole('region', { name: en.words.step.product });
  await expect(account).toContainText('Udaan Savings');
  await screen.press(page, en.steps.review.edit.replace('{{part}}', en.words.step.product));
  await page.getByRole('radio', { name: 'Saral Savings' }).check({ force: true });
  await screen.press(page, en.app.action.continue);
  await screen.seeHeading(page, en.steps.review.heading);
  await expect(account).toContainText('Saral Savings');
  await abandonCase(page);
});

test('an abandoned case is gone from every list', async ({ desk: page }) => {
  await toDocument(page);
  await takeAadhaar(page);
  await screen.waitForReading(page);
  const reference = await referenceShown(page);
  await screen.press(page, en.app.action.abandon);
  await screen.press(page, en.app.abandon.keep);
  await expect(stepHere(page, 'reading')).toBeVisible();
  await abandonCase(page);
  for (const list of ['today', 'drafts', 'waiting', 'attention'] as const) {
    await openList(page, list);
    await expect(caseRow(page, reference)).toHaveCount(0);
  }
});
