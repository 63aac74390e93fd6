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
import type { FaceSessions } from '#electron/adapter/face-model/load-sessions.ts';
import { readFrame } from '#electron/adapter/face-model/read-frame.ts';
import { seededChance } from '#test/fault/chance.ts';
import { asJpeg } from './camera-model.ts';
import { frameHeightPx, frameWidthPx, type Presentation } from './presentation.ts';

/** Between two frames that a screen sends. */
const frameEveryMs = 146;
const lateAtMostMs = 8;
/** From asking until the words stand on the screen, and from a frame's capture until it has arrived. */
const shownAfterMs = 40;
const arrivesAfterMs = 60;

export async function runSequence(
  nets: FaceSessions,
  presentation: Presentation,
  seed: number,
  /** `untilDecided`: ends as soon as nothing that follows could make it pass. */
  { untilDecided }: { readonly untilDecided: boolean } = { untilDecided: false },
): Promise<{ readonly session: LivenessSession; readonly verdict: Verdict }> {
  const nonce = createHash('sha512').update(`nonce ${seed}`).digest();
  let session = beginSession(planChecks(nonce), 0);
  const digests = new Set<string>();
  let chained = true;
  const late = seededChance(seed);
  // A page's timer is never quite on time.
  for (let atMs = 100; ; atMs += frameEveryMs + lateAtMostMs * late.next()) {
    const run = promptOf(session);
    if (!run) break;
    const asked = { prompt: run.prompt, sinceMs: run.sinceMs + shownAfterMs };
    const image = await asJpeg(presentation.frame(atMs, asked), frameWidthPx, frameHeightPx);
    const digest = createHash('sha256').update(image).digest('hex');
    chained &&= !digests.has(digest);
    digests.add(digest);
    const read = await readFrame(nets, image, wishOf(session));
    if (!read.ok) throw new Error(`a drawn frame was not read: ${read.error.kind}`);
    session = takeFrame(session, {
      atMs: atMs + arrivesAfterMs,
      claimedMs: atMs,
      digest,
      reading: read.value,
    });
    // A picture that came twice comes twice for ever.
    if (untilDecided && !chained) break;
  }
  return { session, verdict: judgeSession(session, { chained, cameraAllowed: true }) };
}
