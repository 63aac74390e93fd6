// Looks at a document before the camera ten times a second and keeps one hint standing. Measures only inside the guide.
import { documentGuideWidthPx, documentHint, guideArea } from './document-hint.ts';
import type { DocumentHint } from './capture-kinds.ts';
import { frameFacts, lumaOfFrame } from './frame-facts.ts';
import type { FrameFacts } from './frame-facts.ts';
import { createFrameSampler } from './frame-sampler.ts';
import { settleHint, startHint } from './settle-hint.ts';
import type { SettledHint } from './settle-hint.ts';

/** Ten looks a second follow a hand and leave the processor to the picture. */
export const lookMs = 100;

export interface DocumentGuide {
  readonly hint: SettledHint<DocumentHint>;
  readonly facts: FrameFacts;
}

/** `aspect`: width over height of the guide. The answer ends it. */
export function followDocument(
  video: HTMLVideoElement,
  aspect: number,
  tell: (guide: DocumentGuide) => void,
): () => void {
  const sampler = createFrameSampler(documentGuideWidthPx);
  let before: Float32Array | null = null;
  let hint: SettledHint<DocumentHint> | null = null;
  const timer = setInterval(() => {
    const size = { widthPx: video.videoWidth, heightPx: video.videoHeight };
    const frame = sampler.sample(video, guideArea(size, aspect));
    if (!frame) return;
    const luma = lumaOfFrame(frame);
    const facts = frameFacts(luma, frame.widthPx, before);
    before = luma;
    const next = documentHint(facts);
    const atMs = performance.now();
    hint = hint ? settleHint(hint, next, atMs) : startHint(next, atMs);
    tell({ hint, facts });
  }, lookMs);
  return () => clearInterval(timer);
}
