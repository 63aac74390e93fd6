// Walks one customer past every screen of the staffed journey and lets a visitor look at each: axe does, and so does the camera of
// the screenshots. What a visitor changes (language, size) it leaves as it likes; dialogs open anew for each look.
import type { Page } from 'playwright';
import { abandonCase, backToStep, openList, signOut, speak } from './kiosk-frame.ts';
import { en, type Texts } from './languages.ts';
import * as screen from './kiosk-screen.ts';

/** Called once for each screen; around each look at a dialog it must be opened and closed in the language of that look. */
export interface Sight {
  readonly name: string;
  readonly open?: (texts: Texts) => Promise<void>;
  readonly close?: (texts: Texts) => Promise<void>;
}

export interface Walk {
  readonly page: Page;
  readonly login: screen.OfficerLogin;
  readonly mobile: string;
  /** The customer as the simulation's panel names them; without an account yet. */
  readonly customer: string;
  readonly codeOnPhone: () => Promise<string>;
  readonly visit: (sight: Sight) => Promise<void>;
}

/** Begins at the desk and ends there, with an account opened. */
export async function walkEveryScreen(walk: Walk): Promise<void> {
  const { page } = walk;
  const visit = async (name: string, around: Omit<Sight, 'name'> = {}): Promise<void> => {
    await walk.visit({ name, ...around });
    await speak(page, 'en');
  };
  await screen.chooseSimulation(page, en.app.simulation.customer, walk.customer);
  await doorAndDesk(walk, visit);
  await toTheCode(walk, visit);
  await documents(page, visit);
  await faces(page, visit);
  await end(page, visit);
}

type Visit = (name: string, around?: Omit<Sight, 'name'>) => Promise<void>;

async function doorAndDesk({ page, login }: Walk, visit: Visit): Promise<void> {
  await visit('help', {
    open: (texts) => screen.press(page, texts.app.action.help),
    close: (texts) => screen.press(page, texts.app.action.close),
  });
  await signOut(page);
  await visit('sign-in');
  await screen.signIn(page, { ...login, password: 'not this one' });
  await page.getByRole('alert').waitFor();
  await visit('sign-in-refused');
  await screen.signIn(page, login);
  await screen.atHome(page);
}

async function toTheCode({ page, mobile, codeOnPhone }: Walk, visit: Visit): Promise<void> {
  await screen.startCase(page);
  await visit('consent');
  await visit('consent-data', {
    open: (texts) => screen.press(page, texts.steps.consent.details),
    close: (texts) => screen.press(page, texts.app.action.close),
  });
  await screen.press(page, en.app.action.continue);
  await page.getByRole('alert').waitFor();
  await visit('consent-refused');
  await screen.giveConsent(page);
  await visit('product');
  await screen.chooseProduct(page);
  await visit('contact');
  await screen.sendCode(page, mobile);
  await visit('code');
  const code = await codeOnPhone();
  await screen.enterCode(page, code === '111111' ? '222222' : '111111');
  await screen.press(page, en.steps.contact.check);
  await page.getByRole('alert').waitFor();
  await visit('code-wrong');
  await screen.answerCode(page, code);
}

async function documents(page: Page, visit: Visit): Promise<void> {
  const { simulation } = en.app;
  // Nothing is held up, so nothing is taken by itself while it is looked at.
  await screen.chooseSimulation(page, simulation.document, simulation.documents.none);
  await page.getByRole('radio', { name: /^Aadhaar card/ }).check({ force: true });
  await visit('document-kind');
  await screen.press(page, en.steps.document.choose);
  await page.locator('[data-camera=live]').waitFor();
  await visit('document-live');
  await screen.chooseSimulation(page, simulation.camera, simulation.cameras.unplugged);
  await page.getByRole('alert').waitFor();
  await visit('camera-unplugged');
  await screen.chooseSimulation(page, simulation.camera, simulation.cameras.good);
  await screen.chooseSimulation(page, simulation.document, simulation.documents['wrong-digit']);
  await screen.takePicture(page);
  await visit('document-still');
  await screen.press(page, en.steps.document.keep);
  await screen.takeDocumentSide(page, en.steps.document.capture.aadhaar.back);
  await screen.heading(page, en.steps.reading.failed).waitFor({ timeout: screen.workMs });
  await visit('reading-failed');
  await screen.press(page, en.steps.reading.retake);
  await visit('document-kept');
  await screen.press(page, en.steps.document.other);
  await screen.chooseSimulation(page, simulation.document, simulation.documents.good);
  await screen.chooseDocument(page, 'Passport');
  await screen.takeDocumentSide(page, en.steps.document.capture.passport.front);
  await screen.waitForReading(page);
  await visit('reading');
  await screen.confirmReading(page);
}

async function faces(page: Page, visit: Visit): Promise<void> {
  const { simulation } = en.app;
  await screen.chooseSimulation(page, simulation.face, simulation.faces['two-faces']);
  await screen.seeHeading(page, en.steps.face.heading);
  await page.locator('[data-camera=live]').waitFor();
  await visit('face-live');
  await screen.chooseSimulation(page, simulation.face, simulation.faces['other-person']);
  await screen.takePicture(page);
  await visit('face-still');
  await screen.press(page, en.steps.face.keep);
  await screen.faceOutcome(page);
  await visit('face-to-decide');
  await screen.chooseSimulation(page, simulation.face, simulation.faces.good);
  await screen.press(page, en.steps.face.retake);
  await screen.takeSelfie(page);
  const outcome = await screen.faceOutcome(page);
  await visit('face-outcome');
  if (outcome === 'match') await screen.press(page, en.app.action.continue);
  else await screen.judgeFaces(page, 'same', 'Compared the two pictures by eye');
  await screen.seeHeading(page, en.steps.review.heading);
}

async function end(page: Page, visit: Visit): Promise<void> {
  await visit('review');
  await visit('abandon', {
    open: (texts) => screen.press(page, texts.app.action.abandon),
    close: (texts) => screen.press(page, texts.app.abandon.keep),
  });
  await backToStep(page, 'contact');
  await screen.seeHeading(page, en.steps.contact.heading);
  await visit('contact-kept');
  await screen.press(page, en.app.action.continue);
  await screen.sealCase(page);
  await screen.accountNumber(page);
  await visit('done');
  await visit('receipt', {
    open: async (texts) => {
      await screen.press(page, texts.steps.done.receipt);
      await screen.button(page, texts.steps.done.print).waitFor({ timeout: screen.screenMs });
    },
    close: (texts) => screen.press(page, texts.app.action.close),
  });
  await screen.press(page, en.steps.done.next);
  await screen.seeHeading(page, en.steps.consent.heading);
  await screen.press(page, en.app.action.back);
  await screen.atHome(page);
  await visit('home');
  await openList(page, 'waiting');
  await visit('home-nothing-waits');
  await openList(page, 'drafts');
  await page
    .getByRole('button', { name: /^Resume / })
    .first()
    .click();
  await abandonCase(page);
}
