// npm run bench -- guide: how many frames a second the live hints look at in a headless Chromium, and what that leaves to the encoder of a check of liveness.
// The camera is Chromium's own, fed 30 pictures a second of a drawn head; follower, sender and landmarker are the kiosk's.
import { createServer } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Page } from 'playwright';
import sharp from 'sharp';
import { build } from 'vite';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { buildHead, paintWall } from '#renderer/simulate/head/render-head.ts';
import { people } from '#renderer/simulate/people.ts';
import { root } from '#scripts/process/root.ts';
import { browserArgs, obtainBrowser } from '#scripts/process/test-browser.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';

const [widthPx, heightPx] = [640, 480];
const framesDrawn = 30;
const countMs = 8_000;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Motion JPEG, one sway of a head, which Chromium repeats at 30 a second. */
async function drawCamera(path: string): Promise<void> {
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

/** The built page, MediaPipe's runtime and the landmarker, at the addresses that the kiosk serves them at. */
async function serve(pageDir: string) {
  const store = openCheckoutModelStore(root, process.env);
  const model = await store.locate('face-landmarker');
  if (!model.ok) throw new Error(`the guide needs ${model.error.file}`);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path.startsWith('/mediapipe/wasm/')
      ? join(root, 'node_modules/@mediapipe/tasks-vision/wasm', path.slice('/mediapipe/wasm/'.length))
      : path.startsWith('/models/')
        ? model.value.path
        : join(pageDir, path);
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

export async function guideBench(): Promise<Readonly<Record<string, unknown>>> {
  const executablePath = await obtainBrowser();
  if (!executablePath) throw new Error('no browser');
  using folder = throwawayFolder('bench-guide');
  const camera = join(folder.path, 'camera.mjpeg');
  const pageDir = join(folder.path, 'page');
  await drawCamera(camera);
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
  const served = await serve(pageDir);
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
    await page.goto(served.url);
    await page.waitForFunction(() => 'guideBench' in window);
    const processor = await processorOf(page);
    const run = (wish: { guide: boolean; encoder: boolean }) =>
      page.evaluate((asked) => window.guideBench(asked), { ...wish, ms: countMs });
    // Once for the nets to load, so that the processor's time is that of looking.
    await run({ guide: true, encoder: false });
    const encoderAlone = await run({ guide: false, encoder: true });
    const before = await processor();
    const guideAlone = await run({ guide: true, encoder: false });
    const spentMs = (await processor()) - before;
    const both = await run({ guide: true, encoder: true });
    const round = (value: number) => Math.round(value * 10) / 10;
    return {
      cameraFramesPerSecond: round(encoderAlone.framesPerSecond),
      looksPerSecond: round(guideAlone.looksPerSecond),
      // Of the page's one thread, the second of warming up and the nets' loading included: what a busy machine cannot make longer.
      processorMsPerLook: round(spentMs / (guideAlone.looksPerSecond * (countMs / 1000 + 1))),
      withEncoder: {
        looksPerSecond: round(both.looksPerSecond),
        encodedPerSecond: round(both.encodedPerSecond),
      },
      encoderAlone: round(encoderAlone.encodedPerSecond),
      hint: both.hint,
      load: round(loadavg()[0] ?? 0),
    };
  } finally {
    await browser.close();
    served.close();
  }
}
