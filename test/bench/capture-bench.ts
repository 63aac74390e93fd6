// How fast and how surely a document is found before the camera. The live loop runs in a headless Chromium on the story page,
// fed by a video file through the browser's own camera path, as a camera of 30 frames a second would; the outline alone runs here.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { z } from 'zod';
import { findOutline } from '#core/reading/outline/find-outline.ts';
import { decode } from '#electron/worker/ocr/picture.ts';
import { browserArgs, obtainBrowser } from '#scripts/process/test-browser.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { seededChance } from '#test/fault/chance.ts';
import { photograph } from '#test/fixtures/photograph.ts';
import { aadhaarFront } from '#test/journey/pictures.ts';
import { buildStory, serveStory } from '#test/screens/serve-story.ts';
import { percentile } from './queue/percentile.ts';

const frame = { width: 1280, height: 720 };
/** A hand holds a card for so many frames before the next is shown. */
const framesPerPhoto = 20;
const photos = 10;
const measuredMs = 12_000;
/** Corners this near to the true ones, in shares of the frame's width: the glow lies on the edge for the eye. */
const nearShare = 0.02;
const smallWidthPx = 240;

/** Photographs of a card as a video whose every frame trembles by a few pixels. */
async function makeVideo(path: string): Promise<void> {
  const card = await decode(new Uint8Array(await aadhaarFront('meera')));
  if (!card.ok) throw new Error(card.error.kind);
  const chance = seededChance(20_261_130);
  const frames: Buffer[] = [];
  for (let photo = 0; photo < photos; photo++) {
    const level = photo % 2 === 0 ? 'mild' : 'medium';
    const picture = await photograph(card.value, level, 0, chance, { cornerShare: 3.18 / 85.6 });
    const wide = await sharp(picture)
      .resize({ width: frame.width + 16 })
      .toBuffer();
    for (let i = 0; i < framesPerPhoto; i++) {
      const shaken = sharp(wide).extract({ left: chance.below(16), top: chance.below(8), ...frame });
      frames.push(await shaken.jpeg({ quality: 90 }).toBuffer());
    }
  }
  writeFileSync(path, Buffer.concat(frames));
}

interface Seen {
  readonly looks: number;
  readonly found: number;
  readonly overMs: number;
}

async function liveLoop(executablePath: string, video: string): Promise<Seen> {
  await buildStory();
  const { server, origin } = await serveStory();
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...browserArgs(),
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    // The looking thread's answers are counted as they arrive at the page; nothing of the app knows of it.
    await page.addInitScript(() => {
      const seen: { atMs: number; found: boolean }[] = [];
      Object.assign(globalThis, { looksSeen: seen });
      const Plain = Worker;
      globalThis.Worker = class extends Plain {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          this.addEventListener('message', ({ data }: MessageEvent<{ facts?: { outline: unknown } }>) =>
            seen.push({ atMs: performance.now(), found: Boolean(data.facts?.outline) }),
          );
        }
      };
    });
    const options = JSON.stringify({ simulated: false });
    await page.goto(
      `${origin}/testing/story.html?${new URLSearchParams({ language: 'en', options, at: 'document' })}`,
    );
    await page.locator('table').getByRole('button').first().click();
    await page.getByRole('radio').first().check();
    await page.getByRole('button', { name: 'Use this document' }).click();
    await page.locator('[data-camera=live]').waitFor();
    await page.waitForTimeout(2000 + measuredMs);
    return await page.evaluate((overMs) => {
      const { looksSeen = [] } = globalThis as { looksSeen?: { atMs: number; found: boolean }[] };
      const last = looksSeen.at(-1)?.atMs ?? 0;
      const counted = looksSeen.filter(({ atMs }) => atMs > last - overMs);
      return { looks: counted.length, found: counted.filter(({ found }) => found).length, overMs };
    }, measuredMs);
  } finally {
    await browser.close();
    server.close();
  }
}

const quadsSchema = z.record(z.string(), z.array(z.tuple([z.number(), z.number()])).length(4));

/** Photographs whose true corners are known. */
async function againstTruth(dataDir: string) {
  const folder = join(dataDir, 'cards', 'photos');
  const file = join(folder, 'quads.json');
  if (!existsSync(file)) return null;
  const quads = quadsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const spentMs: number[] = [];
  let hits = 0;
  for (const [name, corners] of Object.entries(quads)) {
    // The corners of the half that is kept aside are listed too.
    if (!existsSync(join(folder, name))) continue;
    const image = sharp(join(folder, name));
    const { width, height } = await image.metadata();
    const { data, info } = await image
      .resize({ width: smallWidthPx })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const small = { widthPx: info.width, heightPx: info.height, rgba: new Uint8ClampedArray(data) };
    let found = findOutline(small);
    const begun = process.cpuUsage();
    const times = 10;
    for (let i = 0; i < times; i++) found = findOutline(small);
    spentMs.push(process.cpuUsage(begun).user / 1000 / times);
    const off = found?.outline.map((corner, i) => {
      const [x, y] = corners[i] ?? [0, 0];
      return Math.hypot(corner.x * width - x, corner.y * height - y) / width;
    });
    if (off && Math.max(...off) <= nearShare) hits += 1;
  }
  return {
    n: spentMs.length,
    hits,
    outlineCpuP50Ms: percentile(spentMs, 50),
    outlineCpuP95Ms: percentile(spentMs, 95),
  };
}

export async function captureBench(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string', default: '../shared/data' } },
  });
  const executablePath = await obtainBrowser();
  if (executablePath === null) throw new Error('no browser');
  using folder = throwawayFolder('bench-capture');
  const video = join(folder.path, 'cards.mjpeg');
  await makeVideo(video);
  const [load] = loadavg();
  const live = await liveLoop(executablePath, video);
  return {
    framesPerSecond: Math.round((live.looks / live.overMs) * 10_000) / 10,
    foundShare: Math.round((live.found / Math.max(1, live.looks)) * 1000) / 1000,
    looks: live.looks,
    photos: await againstTruth(values.data),
    cores: availableParallelism(),
    load,
  };
}
