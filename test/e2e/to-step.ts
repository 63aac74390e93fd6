// Short ways to a step, each by the screen alone; mobile numbers are never used twice, since the bank limits codes to one.
import type { Page } from 'playwright';
import { en } from '#scripts/drive/languages.ts';
import { codeOnPhone } from '#scripts/drive/phone.ts';
import * as screen from '#scripts/drive/kiosk-screen.ts';
import type { Branch } from '#scripts/drive/branch.ts';

let numbers = 0;

/** In no operator's series; no message leaves this machine. */
export function nextMobile(): string {
  numbers += 1;
  return `+9190000${String(10_000 + numbers)}`;
}

export async function toContact(page: Page): Promise<void> {
  await screen.startCase(page);
  await screen.giveConsent(page);
  await screen.chooseProduct(page);
}

/** With the code that came to the phone, or (the quick way) with the number kept unverified. */
export async function toDocument(page: Page, branch?: Branch): Promise<void> {
  await toContact(page);
  const mobile = nextMobile();
  if (!branch) return screen.keepUnverified(page, mobile);
  await screen.sendCode(page, mobile);
  await screen.answerCode(page, await codeOnPhone(branch.bank, mobile));
}

export const customerIs = (page: Page, name: string) =>
  screen.chooseSimulation(page, en.app.simulation.customer, name);
export const documentIs = (page: Page, choice: keyof typeof en.app.simulation.documents) =>
  screen.chooseSimulation(page, en.app.simulation.document, en.app.simulation.documents[choice]);
export const faceIs = (page: Page, choice: keyof typeof en.app.simulation.faces) =>
  screen.chooseSimulation(page, en.app.simulation.face, en.app.simulation.faces[choice]);
export const cameraIs = (page: Page, choice: keyof typeof en.app.simulation.cameras) =>
  screen.chooseSimulation(page, en.app.simulation.camera, en.app.simulation.cameras[choice]);

export async function takeAadhaar(page: Page): Promise<void> {
  await screen.chooseDocument(page, 'Aadhaar card');
  await screen.takeDocumentSide(page, en.steps.document.capture.aadhaar.front);
  await screen.takeDocumentSide(page, en.steps.document.capture.aadhaar.back);
}

export async function readAadhaar(page: Page): Promise<void> {
  await takeAadhaar(page);
  await screen.waitForReading(page);
}

/** Selfie and, where no model compares the faces, the officer's own eyes. */
export async function passFace(page: Page): Promise<screen.FaceOutcome> {
  await screen.takeSelfie(page);
  const outcome = await screen.faceOutcome(page);
  if (outcome === 'match') await screen.press(page, en.app.action.continue);
  else await screen.judgeFaces(page, 'same', 'Compared the two pictures by eye');
  await screen.seeHeading(page, en.steps.review.heading);
  return outcome;
}
