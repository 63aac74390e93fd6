// One presentation through the check the kiosk runs: frames as JPEG, read by the kiosk's own nets, answered by its own rules. Time is counted, not waited for.
import { createHash } from 'node:crypto';
import {
  beginSession,
  promptOf,
  takeFrame,
  type LivenessSession,
} from '#core/biometrics/liveness/session.ts';
import { judgeSession, type Verdict } from '#core/biometrics/liveness/judge-session.ts';
import { planChecks } from '#core/biometrics/liveness/plan.ts';
import { wishOf } from '#core/biometrics/liveness/frame-wish.ts';
import type { Box } from '#core/reading/field.ts';
import type { FaceSessions } from '#electron/adapter/face-model/load-sessions.ts';
import { passiveShare, readFrame } from '#electron/adapter/face-model/read-frame.ts';
import { decodePicture } from '#electron/adapter/face-model/picture.ts';
import { asJpeg } from './camera-model.ts';
import { frameHeightPx, frameWidthPx, type Presentation } from './presentation.ts';

export interface Times {
  /** Reading one frame: decoding, detector, 68 points, and now and then who it is. */
  readonly frameMs: number[];
  /** The passive pair alone. */
  readonly passiveMs: number[];
  readonly decisionMs: number[];
}

/** Between two frames that a screen sends. */
const frameEveryMs = 150;
/** From asking until the words stand on the screen, and from a frame's capture until it has arrived. */
const shownAfterMs = 40;
const arrivesAfterMs = 60;

/** Enough for a median. */
const passiveTimes = 300;

async function timePassive(nets: FaceSessions, image: Uint8Array, box: Box, times: Times): Promise<void> {
  const picture = await decodePicture(image);
  if (!picture) return;
  const began = performance.now();
  await passiveShare(nets, picture, box);
  times.passiveMs.push(performance.now() - began);
}

export async function runSequence(
  nets: FaceSessions,
  presentation: Presentation,
  seed: number,
  times: Times,
): Promise<{ readonly session: LivenessSession; readonly verdict: Verdict }> {
  const nonce = createHash('sha512').update(`nonce ${seed}`).digest();
  let session = beginSession(planChecks(nonce), 0);
  const digests = new Set<string>();
  let chained = true;
  for (let atMs = 100; ; atMs += frameEveryMs) {
    const run = promptOf(session);
    if (!run) break;
    const asked = { prompt: run.prompt, sinceMs: run.sinceMs + shownAfterMs };
    const image = await asJpeg(presentation.frame(atMs, asked), frameWidthPx, frameHeightPx);
    const digest = createHash('sha256').update(image).digest('hex');
    chained &&= !digests.has(digest);
    digests.add(digest);
    const wish = wishOf(session);
    const began = performance.now();
    const read = await readFrame(nets, image, wish);
    times.frameMs.push(performance.now() - began);
    if (!read.ok) throw new Error(`a drawn frame was not read: ${read.error.kind}`);
    if (wish.passive && read.value.face && times.passiveMs.length < passiveTimes) {
      await timePassive(nets, image, read.value.face.box, times);
    }
    session = takeFrame(session, {
      atMs: atMs + arrivesAfterMs,
      claimedMs: atMs,
      digest,
      reading: read.value,
    });
  }
  const began = performance.now();
  const verdict = judgeSession(session, { chained, cameraAllowed: true });
  times.decisionMs.push(performance.now() - began);
  return { session, verdict };
}
