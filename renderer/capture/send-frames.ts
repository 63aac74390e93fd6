// Sends small pictures of a live video one after another, each with the digest of the one before it. What they show is judged elsewhere.

/** Enough for every measure, and small enough for eight a second. */
const widthPx = 640;
const quality = 0.88;
/** Between the starts of two frames; a slower machine takes as long as it takes. */
const everyMs = 110;

export interface FrameToSend {
  readonly image: Blob;
  /** SHA-256, hex, of the frame before; the nonce for the first. */
  readonly previous: string;
  readonly capturedAtMs: number;
}

/** `send` answers whether to go on. The answer stops it; a frame on its way is not called back. */
export function sendFrames(
  video: HTMLVideoElement,
  nonce: string,
  send: (frame: FrameToSend) => Promise<boolean>,
): () => void {
  let stopped = false;
  const run = async () => {
    let previous = nonce;
    for (;;) {
      if (stopped) return;
      const startedMs = performance.now();
      const image = await frameOf(video);
      if (image) {
        const goOn = await send({ image, previous, capturedAtMs: startedMs });
        if (!goOn) return;
        previous = await digestOf(image);
      }
      const restMs = everyMs - (performance.now() - startedMs);
      await new Promise((resume) => {
        setTimeout(resume, Math.max(0, restMs));
      });
    }
  };
  void run();
  return () => {
    stopped = true;
  };
}

/** Null while the video shows nothing. */
async function frameOf(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return null;
  const scale = Math.min(1, widthPx / Math.max(videoWidth, videoHeight));
  const canvas = new OffscreenCanvas(Math.round(videoWidth * scale), Math.round(videoHeight * scale));
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) return null;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

async function digestOf(image: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await image.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
