// A video stream of what stands before a simulated camera, in the place of the system's own. Ends as a real one does: when stopped, or when the plug is pulled.
import { fontsReady } from '../document/paper.ts';
import { makeDocumentStage } from './draw-document.ts';
import { makePersonStage } from './draw-person.ts';
import { personScenes, type Purpose, type Staging } from './scene.ts';
import type { Simulation } from './simulation.ts';

/** What a good laptop camera gives. */
export const frameWidthPx = 1280;
export const frameHeightPx = 720;
/** Enough for framing and liveness, with half a core left for the kiosk. */
const framesPerSecond = 15;

export type DrawFrame = (pen: CanvasRenderingContext2D, staging: Staging) => void;

export function makeFrameDrawer(): DrawFrame {
  const persons = makePersonStage();
  const documents = makeDocumentStage();
  const facing: ReadonlySet<string> = new Set(personScenes);
  return (pen, staging) => {
    if (staging.scene === 'black') {
      pen.fillStyle = '#000';
      pen.fillRect(0, 0, frameWidthPx, frameHeightPx);
      return;
    }
    if (facing.has(staging.scene)) persons.draw(pen, frameWidthPx, frameHeightPx, staging);
    else documents.draw(pen, frameWidthPx, frameHeightPx, staging);
    // No sensor gives one picture twice, not even of a wall: a corner flickers as its noise would.
    const noise = 96 + (Math.floor(performance.now() / 20) % 64);
    pen.fillStyle = `rgb(${noise} ${noise} ${noise})`;
    pen.fillRect(0, 0, 8, 8);
  };
}

/** Stopping the stream's track, as a page does with any camera, frees everything. */
export async function openSimulatedCamera(simulation: Simulation, purpose: Purpose): Promise<MediaStream> {
  await fontsReady();
  const canvas = document.createElement('canvas');
  canvas.width = frameWidthPx;
  canvas.height = frameHeightPx;
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) throw new Error('this browser draws no 2D canvas');
  const drawFrame = makeFrameDrawer();
  drawFrame(pen, simulation.staging(purpose));
  const stream = canvas.captureStream(framesPerSecond);
  const tracks = stream.getTracks();
  const timer = setInterval(() => {
    if (tracks.every((track) => track.readyState === 'ended')) stop();
    else drawFrame(pen, simulation.staging(purpose));
  }, 1000 / framesPerSecond);
  const stop = (): void => {
    clearInterval(timer);
    forget();
    for (const track of tracks) track.stop();
  };
  const forget = simulation.onPlug(() => {
    if (simulation.plugged()) return;
    stop();
    // `stop()` is the page's own doing and fires nothing; a pulled plug is news.
    for (const track of tracks) track.dispatchEvent(new Event('ended'));
  });
  return stream;
}
