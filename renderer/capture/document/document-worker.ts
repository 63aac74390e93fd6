// The thread that looks at a document's live frames, so that the screen never waits for it. It keeps the last look's luma for
// measuring movement, and nothing else of any frame.
import {
  lookAtDocument,
  lookWidthPx,
  type DocumentFacts,
  type LookBefore,
  type Sought,
} from './look-at-document.ts';

export interface FrameToLookAt {
  readonly frame: VideoFrame;
  readonly sought: Sought;
  readonly atMs: number;
}

export interface LookedAt {
  readonly facts: DocumentFacts | null;
  readonly atMs: number;
}

/** What of a worker's scope is used: the renderer's types know windows only. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<FrameToLookAt>) => void) | null;
  postMessage(answer: LookedAt): void;
}

function serve(scope: WorkerScope): void {
  const canvas = new OffscreenCanvas(lookWidthPx, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  let before: LookBefore | null = null;
  scope.onmessage = ({ data: { frame, sought, atMs } }) => {
    const { displayWidth, displayHeight } = frame;
    const heightPx = Math.round((lookWidthPx * displayHeight) / displayWidth) & ~1;
    if (!context || heightPx < 2) {
      frame.close();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's answer has one addressee
      scope.postMessage({ facts: null, atMs });
      return;
    }
    if (canvas.height !== heightPx) canvas.height = heightPx;
    context.drawImage(frame, 0, 0, lookWidthPx, heightPx);
    frame.close();
    const { data } = context.getImageData(0, 0, lookWidthPx, heightPx);
    const look = lookAtDocument({ widthPx: lookWidthPx, heightPx, rgba: data }, sought, atMs, before);
    before = look.after;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's answer has one addressee
    scope.postMessage({ facts: look.facts, atMs });
  };
}

serve(globalThis);
