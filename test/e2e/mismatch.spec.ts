// Somebody else's face, somebody else's card: sent to review or put right, never passed.
import { backToStep, abandonCase, stepHere } from '#scripts/drive/kiosk-frame.ts';
import { en } from '#scripts/drive/languages.ts';
import * as screen from '#scripts/drive/kiosk-screen.ts';
import { expect, test } from './kiosk-test.ts';
import { missingFaceModels } from './models.ts';
import { customerIs, documentIs, faceIs, readAadhaar, toDocument } from './to-step.ts';

test.skip(missingFaceModels !== '', `needs ${missingFaceModels}`);

test('another face than the card’s is sent to the bank for review, and opens nothing', async ({
  branch,
  desk: page,
}) => {
  await customerIs(page, 'Rohan Das');
  await toDocument(page, branch);
  await readAadhaar(page);
  await screen.confirmReading(page);
  await faceIs(page, 'other-person');
  await screen.takeSelfie(page);
  expect(await screen.faceOutcome(page)).toBe('mismatch');
  await expect(page.getByRole('radio', { name: en.steps.face.same })).toHaveCount(0);
  await expect(screen.button(page, en.app.action.continue)).toHaveCount(0);
  await expect(screen.button(page, en.steps.face.record)).toBeDisabled();
  await screen.judgeFaces(page, 'review', 'The customer insists');
  await screen.sealCase(page);
  await screen.seeHeading(page, en.steps.done.heading['in-review'], screen.workMs);
  await expect(page.getByText(en.words.bankReason['face-mismatch'])).toBeVisible();
  await expect(page.locator('[data-account-number]')).toHaveCount(0);
});

test('another person’s card does not match; with the right card the case goes on', async ({ desk: page }) => {
  await customerIs(page, 'Mohan Lal Gupta');
  await documentIs(page, 'of-other');
  await toDocument(page);
  await readAadhaar(page);
  await expect(page.getByLabel(en.words.field.name, { exact: true })).not.toHaveValue('Mohan Lal Gupta');
  await screen.confirmReading(page);
  await screen.takeSelfie(page);
  expect(await screen.faceOutcome(page)).toBe('mismatch');
  await expect(stepHere(page, 'face')).toBeVisible();

  await documentIs(page, 'good');
  await backToStep(page, 'document');
  // Both sides: the other card's back has the other person's number.
  for (const side of ['front', 'back'] as const) {
    await screen.press(page, en.steps.document.retakeSide.replace('{{side}}', en.steps.document[side]));
    await screen.takeDocumentSide(page, en.steps.document.capture.aadhaar[side]);
    // Taken again, a side of a document already read may lead to its reading at once.
    await expect(
      screen.heading(page, en.steps.document.heading).or(screen.heading(page, en.steps.reading.heading)),
    ).toBeVisible();
    if (side === 'front' && !(await screen.heading(page, en.steps.document.heading).isVisible()))
      await backToStep(page, 'document');
  }
  if (await screen.heading(page, en.steps.document.heading).isVisible())
    await screen.press(page, en.steps.document.read);
  await screen.waitForReading(page);
  await expect(page.getByLabel(en.words.field.name, { exact: true })).toHaveValue('Mohan Lal Gupta');
  await screen.confirmReading(page);
  await screen.takeSelfie(page);
  expect(await screen.faceOutcome(page)).toBe('match');
  await abandonCase(page);
});
