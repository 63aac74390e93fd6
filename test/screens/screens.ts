// Takes a picture of every screen over the fake kiosk, in each size and language, under the real content policy, and runs
// axe on each. Exits non-zero for a policy violation, an axe finding, a page error, or a page that scrolls where it must not.
import { readFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Page } from 'playwright';
import { buildStory, serveStory } from './serve-story.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: asked } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/screens' },
    only: { type: 'string' },
    size: { type: 'string', multiple: true, default: ['1366x768', '1920x1080', '1080x1920'] },
    language: { type: 'string', multiple: true, default: ['en', 'hi'] },
    'no-axe': { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
});

const fakeCode = '246810';
type Texts = Record<string, unknown>;

async function texts(language: string): Promise<(key: string) => string> {
  const files: Record<string, Texts> = {};
  for (const name of ['app', 'steps', 'words', 'capture']) {
    const path = join(root, 'resources/languages', language, `${name}.json`);
    files[name] = JSON.parse(await readFile(path, 'utf8')) as Texts;
  }
  return (key) => {
    const [file = '', path = ''] = key.split(':');
    const found = path
      .split('.')
      .reduce<unknown>((node, part) => (node as Texts | undefined)?.[part], files[file]);
    if (typeof found !== 'string') throw new Error(`no text ${key}`);
    return found;
  };
}

interface Shot {
  readonly name: string;
  readonly at?: readonly string[];
  readonly options?: Readonly<Record<string, unknown>>;
  /** Review and tables may scroll. */
  readonly scrolls?: boolean;
  readonly drive?: (page: Page, t: (key: string) => string) => Promise<void>;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const resume = async (page: Page, t: (key: string) => string) => {
  await page.locator('table').getByRole('button').first().click();
  await page.getByRole('navigation', { name: t('app:frame.journey') }).waitFor();
};
const editFingers = async (page: Page, t: (key: string) => string) => {
  const section = page.getByRole('region', { name: t('words:step.biometrics') });
  await section.getByRole('button').click();
  await page.getByRole('heading', { name: t('steps:biometrics.headingEyes'), level: 1 }).waitFor();
};
const kinds = (page: Page, t: (key: string) => string, kind: 'aadhaar' | 'passport') =>
  page.getByRole('radio', { name: t(`words:documentKind.${kind}`) }).check();
const takePicture = async (page: Page, t: (key: string) => string, keep: string) => {
  const done = page.getByRole('button', { name: t(keep), exact: true });
  await done.waitFor({ timeout: 20_000 });
};

const shots: readonly Shot[] = [
  { name: '01-setup', options: { kiosk: 'unenrolled', signedIn: false } },
  { name: '02-sign-in', options: { kiosk: 'locked', signedIn: false } },
  {
    name: '03-sign-in-refused',
    options: {
      kiosk: 'locked',
      signedIn: false,
      refuse: { 'session.signIn': { kind: 'credentials-wrong' } },
    },
    drive: async (page, t) => {
      await page.getByLabel(t('app:setup.officer')).fill('asha.rao');
      await page.getByLabel(t('app:setup.password')).fill('wrong');
      await press(page, t('app:signIn.submit'));
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: '03-sign-in-recovery',
    options: {
      kiosk: 'locked',
      signedIn: false,
      refuse: { 'session.signIn': { kind: 'password-not-kept-here', triesLeft: 4 } },
    },
    drive: async (page, t) => {
      await page.getByLabel(t('app:setup.officer')).fill('asha.rao');
      await page.getByLabel(t('app:setup.password')).fill('changed');
      await press(page, t('app:signIn.submit'));
      await page.getByRole('alert').waitFor();
      await press(page, t('app:signIn.recovery'));
      await page.getByLabel(t('app:signIn.recoveryKey')).waitFor();
    },
  },
  {
    name: '03-sign-in-finger',
    options: {
      signedIn: false,
      refuse: { 'session.signInByFinger': { kind: 'finger-wrong', triesLeft: 3 } },
    },
    drive: async (page, t) => {
      await page.getByLabel(t('app:setup.officer')).fill('asha.rao');
      await press(page, t('app:signIn.byFinger'));
      await page.getByRole('alert').waitFor();
    },
  },
  { name: '04-home', at: ['document', 'review', 'done', 'consent'], scrolls: true },
  { name: '05-home-empty', options: { line: 'offline' }, scrolls: true },
  {
    name: '05-queue',
    drive: async (page, t) => {
      await press(page, t('app:queue.open'));
      await page.getByText('PRV-7K2M-941Q').waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-queue-line',
    options: { line: 'offline' },
    drive: async (page, t) => {
      await press(page, t('app:queue.open'));
      await press(page, t('app:queue.line.open'));
      await page.getByText(t('app:queue.line.cause.certificate-other-name')).waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-queue-case',
    options: { role: 'supervisor' },
    drive: async (page, t) => {
      await press(page, t('app:queue.open'));
      await press(page, 'PRV-7K2M-941Q');
      await page.getByText(t('words:act.case.sealed')).waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-devices',
    drive: async (page, t) => {
      await press(page, t('app:devices.open'));
      await page.getByText('Twin Iris').first().waitFor();
      await page.getByText('Counter_A4').waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-devices-none',
    options: {
      devices: 'none',
      refuse: { 'devices.printers': { kind: 'printing-unavailable' } },
    },
    drive: async (page, t) => {
      await press(page, t('app:devices.open'));
      await page.getByText(t('app:devices.none')).waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-devices-test',
    options: {
      refuse: { 'devices.test': { kind: 'scanner-failed', scanner: 'nothingOnSensor' } },
    },
    drive: async (page, t) => {
      await press(page, t('app:devices.open'));
      await page
        .getByRole('button', { name: t('app:devices.test'), exact: true })
        .first()
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: t('app:devices.test'), exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-devices-camera',
    drive: async (page, t) => {
      await press(page, t('app:devices.open'));
      await press(page, t('app:devices.cameraTest'));
      await page.locator('[data-camera=live]').waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-correction',
    at: ['done'],
    options: { role: 'supervisor', bankState: 'refused' },
    drive: async (page, t) => {
      await page.locator('table').getByRole('button').first().click();
      await press(page, t('app:correction.open'));
      await press(page, t('app:correction.aside'));
      await page.getByRole('alertdialog').waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-withdrawal',
    at: ['done'],
    options: { bankState: 'in-review' },
    drive: async (page, t) => {
      await page.locator('table').getByRole('button').first().click();
      await press(page, t('app:withdrawal.open'));
      await page.getByText(t('app:withdrawal.law')).waitFor();
    },
    scrolls: true,
  },
  {
    name: '05-safekeeping',
    options: { role: 'supervisor' },
    drive: async (page, t) => {
      await press(page, t('app:safekeeping.open'));
      await page.getByRole('button', { name: t('app:safekeeping.key.renew') }).waitFor();
    },
    scrolls: true,
  },
  { name: '06-consent', drive: (page, t) => press(page, t('app:home.newCustomer')) },
  {
    name: '07-consent-refused',
    drive: async (page, t) => {
      await press(page, t('app:home.newCustomer'));
      await press(page, t('app:action.continue'));
      await page.getByRole('alert').waitFor();
    },
  },
  { name: '08-product', at: ['product'], drive: resume },
  { name: '09-contact', at: ['contact'], drive: resume },
  {
    name: '10-contact-no-line',
    at: ['contact'],
    options: { line: 'offline' },
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByLabel(t('steps:contact.number')).fill('9876543210');
      await press(page, t('steps:contact.send'));
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: '11-contact-code',
    at: ['contact'],
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByLabel(t('steps:contact.number')).fill('9876543210');
      await press(page, t('steps:contact.send'));
      await page.getByLabel(t('steps:contact.code')).fill('123456');
      await press(page, t('steps:contact.check'));
      await page.getByRole('alert').waitFor();
      await page.getByLabel(t('steps:contact.code')).fill('246');
    },
  },
  {
    name: '12-document-kind',
    at: ['document'],
    drive: async (page, t) => {
      await resume(page, t);
      await kinds(page, t, 'aadhaar');
    },
  },
  {
    name: '13-document-live',
    at: ['document'],
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByLabel(t('app:simulation.document'), { exact: true }).selectOption('blurred');
      await kinds(page, t, 'aadhaar');
      await press(page, t('steps:document.choose'));
      await page.locator('[data-camera=live]').waitFor();
      await page.waitForTimeout(1500);
    },
  },
  {
    name: '14-document-still',
    at: ['document'],
    drive: async (page, t) => {
      await resume(page, t);
      await kinds(page, t, 'aadhaar');
      await press(page, t('steps:document.choose'));
      await takePicture(page, t, 'steps:document.keep');
    },
  },
  {
    name: '15-document-refused',
    at: ['document'],
    options: { refuse: { 'case.addDocument.front': { kind: 'blurred', subject: 'front' } } },
    drive: async (page, t) => {
      await resume(page, t);
      await kinds(page, t, 'passport');
      await press(page, t('steps:document.choose'));
      await takePicture(page, t, 'steps:document.keep');
      await press(page, t('steps:document.keep'));
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: '16-camera-unplugged',
    at: ['document'],
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByLabel(t('app:simulation.camera'), { exact: true }).selectOption('unplugged');
      await kinds(page, t, 'aadhaar');
      await press(page, t('steps:document.choose'));
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: '17-document-kept',
    at: ['reading'],
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByRole('button', { name: t('words:step.document') }).click();
      await page.locator('main canvas').first().waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: '19-reading-ekyc',
    at: ['reading'],
    scrolls: true,
    options: { readMs: 200, refuse: { 'case.askEkyc': { kind: 'ekyc-needs-line' } } },
    async drive(page, t) {
      await resume(page, t);
      await press(page, t('steps:reading.ekyc.open'));
      await page.getByRole('textbox', { name: t('steps:reading.ekyc.number') }).fill('9999 2376 1455');
      await page.getByRole('switch').click();
      await press(page, t('steps:reading.ekyc.ask'));
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: '19-reading-ekyc-answer',
    at: ['reading'],
    scrolls: true,
    options: { readMs: 200 },
    async drive(page, t) {
      await resume(page, t);
      await press(page, t('steps:reading.ekyc.open'));
      await page.getByRole('switch').click();
      await press(page, t('steps:reading.ekyc.ask'));
      await page.getByText(t('steps:reading.ekyc.simulated')).waitFor();
    },
  },
  { name: '18-reading-run', at: ['reading'], options: { readMs: 60_000 }, drive: resume },
  {
    name: '19-reading',
    scrolls: true,
    at: ['reading'],
    options: { readMs: 10 },
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByRole('button', { name: t('steps:reading.confirm'), exact: true }).waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: '19-reading-chip',
    scrolls: true,
    at: ['document'],
    options: { readMs: 10 },
    drive: async (page, t) => {
      await resume(page, t);
      await kinds(page, t, 'passport');
      await press(page, t('steps:document.choose'));
      await takePicture(page, t, 'steps:document.keep');
      await press(page, t('steps:document.keep'));
      await page.getByRole('button', { name: t('steps:reading.chip.read') }).waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: '19-reading-chip-done',
    scrolls: true,
    at: ['document'],
    options: { readMs: 10 },
    drive: async (page, t) => {
      await resume(page, t);
      await kinds(page, t, 'passport');
      await press(page, t('steps:document.choose'));
      await takePicture(page, t, 'steps:document.keep');
      await press(page, t('steps:document.keep'));
      await press(page, t('steps:reading.chip.read'));
      await page.getByText(t('steps:reading.chip.done')).waitFor();
    },
  },
  {
    name: '20-reading-failed',
    at: ['reading'],
    options: { refuse: { 'case.read': { kind: 'aadhaar-check-digit' } } },
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: '21-face-live',
    at: ['face'],
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByLabel(t('app:simulation.face'), { exact: true }).selectOption('two-faces');
      await page.locator('[data-camera=live]').waitFor();
      await page.waitForTimeout(4000);
    },
  },
  ...(['match', 'review', 'mismatch', 'unavailable'] as const).map((outcome, index) => ({
    name: `${22 + index}-face-${outcome}`,
    at: ['face'],
    options: { faceOutcome: outcome },
    drive: async (page: Page, t: (key: string) => string) => {
      await resume(page, t);
      await page.locator('[data-camera=live]').waitFor();
      const take = page.getByRole('button', { name: t('steps:face.take'), exact: true });
      const keep = page.getByRole('button', { name: t('steps:face.keep'), exact: true });
      await take.click({ timeout: 5000 }).catch(() => undefined);
      await keep.click();
      await page.getByRole('heading', { name: t('steps:face.resultHeading') }).waitFor();
      await page.waitForTimeout(300);
    },
  })),
  {
    name: '25-fingers',
    at: ['review'],
    drive: async (page, t) => {
      await resume(page, t);
      await editFingers(page, t);
      await page.locator('[data-preview=live]').waitFor();
    },
  },
  {
    name: '25-fingers-refused',
    at: ['review'],
    options: {
      readMs: 10,
      refuse: { 'case.captureBiometrics': { kind: 'biometric-twice', subject: 'right-thumb' } },
    },
    drive: async (page, t) => {
      await resume(page, t);
      await editFingers(page, t);
      await press(page, t('steps:biometrics.capture'));
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: '25-fingers-taken',
    at: ['review'],
    options: { readMs: 10 },
    drive: async (page, t) => {
      await resume(page, t);
      await editFingers(page, t);
      await page.getByLabel(t('steps:biometrics.atOnce')).selectOption('thumbs');
      await press(page, t('steps:biometrics.capture'));
      await page
        .getByRole('button', { name: t('steps:biometrics.state.captured') })
        .first()
        .waitFor();
    },
  },
  {
    name: '25-fingers-none',
    at: ['review'],
    options: { devices: 'none' },
    drive: async (page, t) => {
      await resume(page, t);
      await editFingers(page, t);
      await page.getByText(t('steps:biometrics.none')).waitFor();
    },
  },
  {
    name: '25-fingers-exception',
    at: ['review'],
    drive: async (page, t) => {
      await resume(page, t);
      await editFingers(page, t);
      await press(page, t('steps:biometrics.except'));
      await page.locator('[data-camera=live]').waitFor();
    },
  },
  {
    name: '25-irises',
    at: ['review'],
    options: { readMs: 60_000 },
    async drive(page, t) {
      await resume(page, t);
      await editFingers(page, t);
      await page.getByRole('button', { name: t('words:bodyPart.right-iris') }).click();
      await page.locator('[data-preview=live]').waitFor();
      await press(page, t('steps:biometrics.capture'));
      await page.getByText(t('steps:biometrics.lookIn')).waitFor();
    },
  },
  {
    name: '26-review',
    at: ['review'],
    scrolls: true,
    drive: async (page, t) => {
      await resume(page, t);
      await page.locator('main canvas').first().waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: '27-abandon',
    at: ['review'],
    scrolls: true,
    drive: async (page, t) => {
      await resume(page, t);
      await press(page, t('app:action.abandon'));
      await page.getByRole('alertdialog').waitFor();
      await page.waitForTimeout(300);
    },
  },
  { name: '28-done', at: ['done'], drive: resume },
  { name: '29-done-queued', at: ['done'], options: { line: 'offline' }, drive: resume },
  {
    name: '30-done-late-code',
    at: ['done'],
    options: { bankState: 'awaiting-mobile' },
    drive: async (page, t) => {
      await resume(page, t);
      await page.getByLabel(t('steps:contact.code')).fill('246');
    },
  },
  { name: '31-done-review', at: ['done'], options: { bankState: 'in-review' }, drive: resume },
  { name: '32-done-refused', at: ['done'], options: { bankState: 'refused' }, drive: resume },
  {
    name: '33-receipt',
    at: ['done'],
    drive: async (page, t) => {
      await resume(page, t);
      await press(page, t('steps:done.receipt'));
      await page.getByRole('button', { name: t('steps:done.print') }).waitFor();
      await page.waitForTimeout(800);
    },
  },
  {
    name: '34-help',
    drive: async (page, t) => {
      await press(page, t('app:action.help'));
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: '35-whole-journey',
    drive: async (page, t) => {
      await press(page, t('app:home.newCustomer'));
      for (const place of [0, 1]) await page.getByRole('switch').nth(place).click();
      await press(page, t('app:action.continue'));
      await page.getByRole('radio').first().check();
      await press(page, t('app:action.continue'));
      await page.getByLabel(t('steps:contact.number')).fill('98765 43210');
      await press(page, t('steps:contact.send'));
      await page.getByLabel(t('steps:contact.code')).fill(fakeCode);
      await press(page, t('steps:contact.check'));
      await kinds(page, t, 'aadhaar');
      await press(page, t('steps:document.choose'));
      for (const side of ['front', 'back']) {
        await page.getByRole('heading', { name: t(`steps:document.capture.aadhaar.${side}`) }).waitFor();
        await press(page, t('steps:document.take')).catch(() => undefined);
        await press(page, t('steps:document.keep'));
      }
      await press(page, t('steps:reading.confirm'));
      const take = page.getByRole('button', { name: t('steps:face.take'), exact: true });
      await take.click({ timeout: 8000 }).catch(() => undefined);
      await press(page, t('steps:face.keep'));
      await press(page, t('app:action.continue'));
      await press(page, t('steps:review.seal'));
      await page.locator('[data-account-number]').waitFor();
    },
  },
];

if (!asked['no-build']) await buildStory();
const out = join(root, asked.out);
await mkdir(out, { recursive: true });
const { server, origin } = await serveStory();
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const findings: string[] = [];
for (const size of asked.size) {
  const [width = 1366, height = 768] = size.split('x').map(Number);
  for (const language of asked.language) {
    const t = await texts(language);
    for (const shot of shots) {
      if (asked.only !== undefined && !new RegExp(asked.only, 'u').test(shot.name)) continue;
      const label = `${shot.name} ${size} ${language}`;
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => findings.push(`${label}: page error ${error.message}`));
      page.on('console', (message) => {
        // 404: a model that is not here. INFO: MediaPipe's greeting, which it writes to the error stream.
        if (message.type() === 'error' && !/404|^INFO/u.test(message.text()))
          findings.push(`${label}: ${message.text()}`);
      });
      const query = new URLSearchParams({ language, options: JSON.stringify(shot.options ?? {}) });
      for (const step of shot.at ?? []) query.append('at', step);
      await page.goto(`${origin}/testing/story.html?${query.toString()}`);
      try {
        await page.locator('h1').waitFor();
        if (shot.options?.['simulated'] !== false)
          await page.getByRole('region', { name: t('app:simulation.panel') }).waitFor();
        await shot.drive?.(page, t);
        await page.locator('main h1').waitFor();
        await page.evaluate(() => document.fonts.ready.then(() => true));
        await page.waitForTimeout(150);
      } catch (error) {
        findings.push(
          `${label}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'failed'}`,
        );
      }
      await page.screenshot({ path: join(out, `${shot.name}-${size}-${language}.png`) });
      const overflow = await page.evaluate(() =>
        [...document.querySelectorAll('main > div')].some(
          (each) => each.scrollHeight > each.clientHeight + 1,
        ),
      );
      if (overflow && !shot.scrolls) findings.push(`${label}: scrolls`);
      if (!asked['no-axe']) {
        const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
        for (const each of violations)
          findings.push(
            `${label}: axe ${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(' | ')}`,
          );
      }
      await context.close();
    }
  }
}
await browser.close();
server.close();
console.log(findings.length === 0 ? 'screens: nothing found' : findings.join('\n'));
process.exitCode = findings.length === 0 ? 0 : 1;
