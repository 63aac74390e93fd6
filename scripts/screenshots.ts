// npm run screenshots: every screen of the kiosk in each size and language, as it is now, into docs/screenshots.
// Drives the built kiosk with its simulated customer; nobody's face or number is in a picture.
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { openBranch } from './drive/branch.ts';
import { walkEveryScreen, type Sight } from './drive/every-screen.ts';
import { speak } from './drive/kiosk-frame.ts';
import { atHome, connectKiosk, seeHeading } from './drive/kiosk-screen.ts';
import { en, languages, type Language } from './drive/languages.ts';
import { codeOnPhone } from './drive/phone.ts';
import { buildIfStale } from './process/build-if-stale.ts';
import { fetchModels } from './process/fetch-models.ts';
import { root } from './process/root.ts';
import { obtainBrowser } from './process/test-browser.ts';
import { throwawayFolder } from './process/throwaway-folder.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'docs', 'screenshots') },
    only: { type: 'string' },
  },
});
/** A laptop's screen is kept pixel by pixel, the two large ones at half their size. */
const sizes = [
  { width: 1366, height: 768, kept: 1366 },
  { width: 1920, height: 1080, kept: 960 },
  { width: 1080, height: 1920, kept: 540 },
] as const;
/** Motion is over in a quarter of a second; the browser's own viewer takes longer to show a receipt. */
const restMs = { page: 350, receipt: 1500 } as const;
const tongues: readonly Language[] = ['en', 'hi'];
const customer = 'Zoya Khan';
const mobile = '+919000000106';
/** Letters stay sharp to the eye, and all pictures together stay small enough for a repository. */
const webp = { quality: 50, effort: 6 } as const;

await fetchModels();
await buildIfStale();
const browserPath = await obtainBrowser();
if (!browserPath) process.exit(1);
const out = resolve(values.out);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

using folder = throwawayFolder('screenshots');
const branch = await openBranch({ folder: folder.path, browserPath });
let bytes = 0;
let pictures = 0;

async function photograph({ name, open, close }: Sight): Promise<void> {
  if (values.only !== undefined && !new RegExp(values.only, 'u').test(name)) return;
  const { page } = branch;
  for (const language of tongues) {
    await speak(page, language);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await open?.(languages[language]);
      await page.waitForTimeout(name === 'receipt' ? restMs.receipt : restMs.page);
      const file = join(out, `${name}-${size.width}x${size.height}-${language}.webp`);
      const written = await sharp(await page.screenshot())
        .webp(webp)
        .toFile(file);
      bytes += written.size;
      pictures += 1;
      await close?.(languages[language]);
    }
  }
  await page.setViewportSize(sizes[0]);
  console.log(name);
}

try {
  const { page, login } = branch;
  await seeHeading(page, en.app.setup.heading);
  await photograph({ name: 'setup' });
  await speak(page, 'en');
  await connectKiosk(page, login);
  await atHome(page);
  await walkEveryScreen({
    page,
    login,
    mobile,
    customer,
    codeOnPhone: () => codeOnPhone(branch.bank, mobile),
    visit: photograph,
  });
  console.log(`${pictures} pictures, ${(bytes / 2 ** 20).toFixed(1)} MB`);
} finally {
  await branch.close();
}
