// Devices in a whole onboarding, plugged in from the simulation's band: UIDAI asked by a registered device, irises as a pair,
// and the account that comes of it. The drivers run in their own process here as they do in a branch.
import { en } from '#scripts/drive/languages.ts';
import * as screen from '#scripts/drive/kiosk-screen.ts';
import { personOf } from '#renderer/simulate/people.ts';
import { expectAccessible } from './expect-accessible.ts';
import { expect, test } from './kiosk-test.ts';
import { customerIs, passFace, readAadhaar, toDocument } from './to-step.ts';

const zoya = personOf('zoya');
const { simulation } = en.app;
const { ekyc } = en.steps.reading;
const { biometrics } = en.steps;

test('eKYC by a registered device and a pair of irises, to an opened account', async ({
  branch,
  desk: page,
}) => {
  await customerIs(page, zoya.name);
  await screen.chooseSimulation(page, simulation.device, simulation.devices.all);
  await toDocument(page, branch);
  await readAadhaar(page);

  await screen.press(page, ekyc.open, screen.workMs);
  const dialog = page.getByRole('dialog', { name: ekyc.title });
  await dialog.getByRole('textbox', { name: ekyc.number }).fill(zoya.aadhaarNumber);
  await dialog.getByRole('button', { name: ekyc.ask }).click();
  await expect(dialog.getByText(en.refusals['ekyc-needs-consent'].what)).toBeVisible();
  await expectAccessible(page, 'the question to UIDAI');
  await dialog.getByRole('switch').click();
  await dialog.getByRole('button', { name: ekyc.ask }).click();
  await expect(page.getByText(ekyc.outcome.confirmed)).toBeVisible({ timeout: screen.workMs });
  await expect(page.getByText(ekyc.simulated)).toBeVisible();
  await screen.confirmReading(page);
  await passFace(page);

  await page.getByRole('region', { name: en.words.step.biometrics }).getByRole('button').click();
  await screen.seeHeading(page, biometrics.headingEyes);
  await page.getByRole('button', { name: en.words.bodyPart['right-iris'] }).click();
  await page.locator('[data-preview=live]').waitFor({ timeout: screen.workMs });
  await expectAccessible(page, 'fingers and eyes');
  await screen.press(page, biometrics.capture);
  for (const eye of ['right-iris', 'left-iris'] as const) {
    const captured = `${en.words.bodyPart[eye]}: ${biometrics.state.captured}`;
    await expect(screen.button(page, captured)).toBeVisible({ timeout: screen.workMs });
  }
  await screen.press(page, biometrics.goOn);
  await screen.sealCase(page);
  expect(await screen.accountNumber(page)).toMatch(/^\d{11,16}$/);
  await screen.chooseSimulation(page, simulation.device, simulation.devices.none);
});
