// What goes wrong at the screen: each says what happened and what to do now, the step stays open, and the right thing works afterwards.
import { chromium, type Locator, type Page } from 'playwright';
import sharp from 'sharp';
import { pictureMaxBytes } from '#core/contract/kiosk/binary.ts';
import { abandonCase, refusal, signOut, stepHere, upload } from '#scripts/drive/kiosk-frame.ts';
import { en } from '#scripts/drive/languages.ts';
import { codeOnPhone } from '#scripts/drive/phone.ts';
import * as screen from '#scripts/drive/kiosk-screen.ts';
import { startBank } from '#scripts/process/bank-process.ts';
import { browserArgs } from '#scripts/process/test-browser.ts';
import { openAnotherKiosk } from './another-kiosk.ts';
import { wordsOnly } from '#test/journey/pictures.ts';
import { browserPath, expect, test } from './kiosk-test.ts';
import { missingFaceModels } from './models.ts';
import {
  cameraIs,
  customerIs,
  documentIs,
  faceIs,
  nextMobile,
  readAadhaar,
  toContact,
  toDocument,
} from './to-step.ts';

const { capture, steps } = en;

test('a wrong password, and a consent left out', async ({ branch, desk: page }) => {
  await signOut(page);
  await screen.signIn(page, { ...branch.login, password: 'not this one' });
  await expect(refusal(page, 'credentials-wrong')).toBeVisible();
  await screen.signIn(page, branch.login);
  await screen.atHome(page);
  await screen.startCase(page);
  await screen.press(page, en.app.action.continue);
  await expect(refusal(page, 'consent-required')).toBeVisible();
  await expect(stepHere(page, 'consent')).toBeVisible();
  await screen.giveConsent(page);
  await abandonCase(page);
});

test('a number that is none, a wrong code, a new one, and the right one', async ({ branch, desk: page }) => {
  await toContact(page);
  await page.getByLabel(steps.contact.number, { exact: true }).fill('1234567890');
  await screen.press(page, steps.contact.send);
  await expect(refusal(page, 'mobile-invalid')).toBeVisible();
  const mobile = nextMobile();
  await screen.sendCode(page, mobile);
  const code = await codeOnPhone(branch.bank, mobile);
  await screen.enterCode(page, code === '111111' ? '222222' : '111111');
  await screen.press(page, steps.contact.check);
  await expect(refusal(page, 'code-wrong')).toContainText(
    steps.contact.tries_other.replace('{{count}}', '4'),
  );
  await expect(stepHere(page, 'contact')).toBeVisible();
  // Not before the bank sends another: half a minute.
  const again = screen.button(page, steps.contact.resend);
  await expect(again).toHaveCount(0);
  await again.click({ timeout: 40_000 });
  const second = await codeOnPhone(branch.bank, mobile, 1);
  await expect(page.getByText(steps.contact.tries_other.replace('{{count}}', '5'))).toBeVisible();
  await screen.answerCode(page, second);
  await abandonCase(page);
});

test('the bank gone when the code is to be sent: kept unverified, and on', async ({ branch, desk: page }) => {
  await toContact(page);
  await branch.bank.stop();
  const mobile = nextMobile();
  await page.getByLabel(steps.contact.number, { exact: true }).fill(mobile.replace('+91', ''));
  await screen.press(page, steps.contact.send);
  await expect(refusal(page, 'no-line')).toBeVisible();
  await expect(stepHere(page, 'contact')).toBeVisible();
  await screen.press(page, steps.contact.noSignal);
  await screen.seeHeading(page, steps.document.heading);
  branch.bank = await startBank(branch.bankDir);
  await abandonCase(page);
});

test('a file that is no picture, of the wrong kind, cut off, or too large; then a right one', async ({
  desk: page,
}) => {
  await toDocument(page);
  await documentIs(page, 'none');
  await screen.chooseDocument(page, 'Aadhaar card');
  const size = { width: 1000, height: 630, channels: 3, background: '#fdfdf8' } as const;
  const whole = await sharp({ create: { ...size, noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    .jpeg()
    .toBuffer();
  const files = [
    ['wrong-type', 'note.jpg', 'image/jpeg', Buffer.from('Not a picture, whatever it is called.')],
    ['wrong-type', 'picture.gif', 'image/gif', Buffer.from('GIF89a, and nothing more')],
    ['not-an-image', 'cut.jpg', 'image/jpeg', whole.subarray(0, 40)],
    ['too-large', 'large.jpg', 'image/jpeg', Buffer.concat([whole, Buffer.alloc(pictureMaxBytes)])],
  ] as const;
  for (const [kind, name, mimeType, buffer] of files) {
    await upload(page, { name, mimeType, buffer });
    await expect(refusal(page, kind), name).toBeVisible();
    await expect(stepHere(page, 'document')).toBeVisible();
  }
  await upload(page, { name: 'card.jpg', mimeType: 'image/jpeg', buffer: whole });
  await screen.press(page, steps.document.keep);
  await screen.seeHeading(page, steps.document.capture.aadhaar.back);
  await abandonCase(page);
});

test('a camera not allowed, unplugged or black, each said and each over once it works', async ({
  desk: page,
}) => {
  await toDocument(page);
  await documentIs(page, 'none');
  const trouble = (text: string) => page.getByRole('alert').filter({ hasText: text });
  await cameraIs(page, 'forbidden');
  await screen.chooseDocument(page, 'Aadhaar card');
  await expect(trouble(capture.camera.denied)).toBeVisible();
  await expect(screen.button(page, steps.document.take)).toBeDisabled();
  await cameraIs(page, 'good');
  await screen.press(page, capture.camera.again);
  await expect(page.locator('[data-camera=live]')).toBeVisible();
  await cameraIs(page, 'unplugged');
  await expect(trouble(capture.camera.unplugged)).toBeVisible();
  // Plugged in again, nobody has to press anything.
  await cameraIs(page, 'good');
  await expect(page.locator('[data-camera=live]')).toBeVisible();
  await cameraIs(page, 'black');
  await expect(trouble(capture.camera.black)).toBeVisible();
  await cameraIs(page, 'good');
  await expect(page.locator('[data-camera=live]')).toBeVisible();
  await expect(stepHere(page, 'document')).toBeVisible();
  await abandonCase(page);
});

test('a real camera: forbidden by the browser, then allowed', async ({ branch, complaints }) => {
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: [
      ...browserArgs().filter((flag) => !flag.startsWith('--auto-accept')),
      '--use-fake-device-for-media-stream',
    ],
  });
  try {
    await using other = await openAnotherKiosk(branch, {
      name: 'real-camera',
      complaints,
      simulate: false,
      browser,
    });
    const { page } = other;
    await screen.connectKiosk(page, branch.login);
    await screen.atHome(page);
    await expect(page.getByRole('region', { name: en.app.simulation.panel })).toHaveCount(0);
    await toDocument(page);
    await screen.chooseDocument(page, 'Passport');
    await expect(page.getByRole('alert').filter({ hasText: capture.camera.denied })).toBeVisible();
    await page.context().grantPermissions(['camera']);
    await screen.press(page, capture.camera.again);
    await screen.takePicture(page);
    await expect(page.getByRole('img', { name: steps.document.stillAlt })).toBeVisible();
  } finally {
    await browser.close();
  }
});

/** One side after the other, as the officer is asked to, until the reading says what is wanted. */
async function retakeUntil(page: Page, seen: Locator): Promise<void> {
  const failed = screen.heading(page, steps.reading.failed);
  for (const side of ['front', 'back'] as const) {
    await screen.press(page, steps.reading.retake);
    await screen.press(page, steps.document.retakeSide.replace('{{side}}', steps.document[side]));
    await screen.takeDocumentSide(page, steps.document.capture.aadhaar[side]);
    await failed.or(screen.heading(page, steps.reading.heading)).waitFor({ timeout: screen.workMs });
    if (await seen.isVisible()) return;
  }
  await expect(seen).toBeVisible();
}

test('a blurred card, a paper without a number, a wrong check digit; then the card as it is', async ({
  desk: page,
}) => {
  const { front, back } = steps.document.capture.aadhaar;
  await customerIs(page, 'Zoya Khan');
  await toDocument(page);
  await documentIs(page, 'blurred');
  await screen.chooseDocument(page, 'Aadhaar card');
  await screen.takePicture(page);
  await screen.press(page, steps.document.keep);
  await expect(refusal(page, 'blurred')).toBeVisible({ timeout: screen.workMs });
  await expect(stepHere(page, 'document')).toBeVisible();

  // Nothing is held up from here on, so that no picture is taken by itself.
  await documentIs(page, 'none');
  await screen.press(page, steps.document.retake);
  const paper = { name: 'paper.jpg', mimeType: 'image/jpeg', buffer: await wordsOnly() };
  for (const side of [front, back]) {
    await screen.seeHeading(page, side);
    await upload(page, paper);
    await screen.press(page, steps.document.keep);
  }
  await expect(refusal(page, 'no-number-found')).toBeVisible({ timeout: screen.workMs });
  await expect(stepHere(page, 'reading')).toBeVisible();

  for (const [card, seen] of [
    ['wrong-digit', refusal(page, 'aadhaar-check-digit')],
    ['good', screen.heading(page, steps.reading.heading)],
  ] as const) {
    await documentIs(page, card);
    await retakeUntil(page, seen);
    await expect(stepHere(page, 'reading')).toBeVisible();
  }
  await abandonCase(page);
});

test('an expired passport; then another document', async ({ desk: page }) => {
  await customerIs(page, 'Zoya Khan');
  await toDocument(page);
  await documentIs(page, 'expired');
  await screen.chooseDocument(page, 'Passport');
  await screen.takeDocumentSide(page, steps.document.capture.passport.front);
  await expect(refusal(page, 'document-expired')).toBeVisible({ timeout: screen.workMs });
  await expect(stepHere(page, 'reading')).toBeVisible();
  await screen.press(page, steps.reading.retake);
  await documentIs(page, 'good');
  await screen.press(page, steps.document.other);
  await readAadhaar(page);
  await abandonCase(page);
});

test('a picture with nobody, with two, blurred; then the customer', async ({ desk: page }) => {
  test.skip(missingFaceModels !== '', `needs ${missingFaceModels}`);
  await toDocument(page);
  await readAadhaar(page);
  await screen.confirmReading(page);
  await screen.seeHeading(page, steps.face.heading);
  for (const [choice, kinds] of [
    ['none', ['no-face']],
    ['two-faces', ['two-faces']],
    ['blurred', ['blurred', 'no-face']],
  ] as const) {
    await faceIs(page, choice);
    if (await screen.button(page, steps.face.retake).isVisible()) await screen.press(page, steps.face.retake);
    await screen.takePicture(page);
    await screen.press(page, steps.face.keep);
    const said = kinds.map((kind) => refusal(page, kind)).reduce((all, one) => all.or(one));
    await expect(said, choice).toBeVisible({ timeout: screen.workMs });
    await expect(stepHere(page, 'face')).toBeVisible();
  }
  await faceIs(page, 'good');
  await screen.press(page, steps.face.retake);
  await screen.takeSelfie(page);
  expect(await screen.faceOutcome(page)).toBe('match');
  await abandonCase(page);
});
