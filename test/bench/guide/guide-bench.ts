// npm run bench -- guide: how many frames a second the live hints look at in a headless Chromium, and what that leaves to the encoder of a check of liveness.
// The camera is Chromium's own, fed 30 pictures a second of a drawn head, once as small as a kiosk takes them and once as a laptop gives
// them; follower, sender, detector and landmarks are the kiosk's.
import { createServer } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Page } from 'playwright';
import sharp from 'sharp';
import { build } from 'vite';
import { modelManifest } from '#electron/adapter/model-store/manifest.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { buildHead, paintWall } from '#renderer/simulate/head/render-head.ts';
import { people } from '#renderer/simulate/people.ts';
import { root } from '#scripts/process/root.ts';
import { browserArgs, obtainBrowser } from '#scripts/process/test-browser.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import type { GuideWish } from './page.ts';

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}
const cameras = {
  '640x480': { widthPx: 640, heightPx: 480 },
  '1280x720': { widthPx: 1280, heightPx: 720 },
} as const satisfies Record<string, Size>;
const framesDrawn = 30;
const countMs = 8_000;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Motion JPEG, one sway of a head, which Chromium repeats at 30 a second. */
async function drawCamera(path: string, { widthPx, heightPx }: Size): Promise<void> {
  const parts: Uint8Array[] = [];
  const head = buildHead(people[0].look);
  for (let frame = 0; frame < framesDrawn; frame++) {
    const phase = (frame / framesDrawn) * 2 * Math.PI;
    const rgba = new Uint8ClampedArray(widthPx * heightPx * 4);
    paintWall(widthPx, heightPx, rgba);
    head.draw({ scale: 0.64, pitchDeg: -7, yawDeg: 3 * Math.sin(phase) }, widthPx, heightPx, rgba);
    const picture = sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } });
    parts.push(await picture.removeAlpha().jpeg({ quality: 92 }).toBuffer());
  }
  await writeFile(path, Buffer.concat(parts));
}

/** The built page, MediaPipe's runtime and both models, at the addresses that the kiosk serves them at. */
async function serve(pageDir: string) {
  const store = openCheckoutModelStore(root, process.env);
  const models = new Map<string, string>();
  for (const name of ['blaze-face', 'face-landmarker'] as const) {
    const model = await store.locate(name);
    if (!model.ok) throw new Error(`the guide needs ${model.error.file}`);
    models.set(`/models/${modelManifest.models.find((each) => each.name === name)?.file}`, model.value.path);
  }
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path.startsWith('/mediapipe/wasm/')
      ? join(root, 'node_modules/@mediapipe/tasks-vision/wasm', path.slice('/mediapipe/wasm/'.length))
      : (models.get(path) ?? join(pageDir, path));
    readFile(file).then(
      (bytes) =>
        response
          .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resume) => {
    server.listen(0, '127.0.0.1', resume);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/page.html`, close: () => void server.close() };
}

/** Milliseconds that the page's thread has had of a processor. */
async function processorOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN) * 1000;
  };
}

async function buildPage(pageDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname),
    build: {
      outDir: pageDir,
      emptyOutDir: true,
      rollupOptions: { input: join(import.meta.dirname, 'page.html') },
    },
  });
}

const round = (value: number) => Math.round(value * 10) / 10;

/** What the guide does at one camera, alone and beside the encoder. */
async function measure(executablePath: string, url: string, camera: string) {
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...browserArgs(),
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'guideBench' in window);
    const processor = await processorOf(page);
    const run = async (wish: GuideWish) => {
      await page.evaluate((asked) => window.guideBench.begin(asked), wish);
      const before = await processor();
      const counted = await page.evaluate((ms) => window.guideBench.count(ms), countMs);
      return { ...counted, spentMs: (await processor()) - before };
    };
    const encoderAlone = await run({ guide: false, encoder: true });
    const guideAlone = await run({ guide: true, encoder: false });
    const both = await run({ guide: true, encoder: true });
    return {
      cameraFramesPerSecond: round(encoderAlone.framesPerSecond),
      looksPerSecond: round(guideAlone.looksPerSecond),
      // Of the page's one thread: what a busy machine makes little longer.
      processorMsPerLook: round(guideAlone.spentMs / (guideAlone.looksPerSecond * (countMs / 1000))),
      withEncoder: {
        looksPerSecond: round(both.looksPerSecond),
        encodedPerSecond: round(both.encodedPerSecond),
      },
      encoderAlone: round(encoderAlone.encodedPerSecond),
      hint: both.hint,
    };
  } finally {
    await browser.close();
  }
}

export async function guideBench(): Promise<Readonly<Record<string, unknown>>> {
  const executablePath = await obtainBrowser();
  if (!executablePath) throw new Error('no browser');
  using folder = throwawayFolder('bench-guide');
  const pageDir = join(folder.path, 'page');
  await buildPage(pageDir);
  const served = await serve(pageDir);
  const measured: Record<string, Awaited<ReturnType<typeof measure>>> = {};
  try {
    for (const [name, size] of Object.entries(cameras)) {
      const camera = join(folder.path, `${name}.mjpeg`);
      await drawCamera(camera, size);
      measured[name] = await measure(executablePath, served.url, camera);
    }
  } finally {
    served.close();
  }
  return { ...measured, load: round(loadavg()[0] ?? 0) };
}
