// What a liveness check comes to: every sign with its value, and one of three outcomes. Rules LV6 to LV14 of docs/spec/liveness.md.
import type { LivenessSignal, LivenessSignalName } from '../../contract/kiosk/liveness-signal.ts';
import { colourAnswer } from './colour-answer.ts';
import { gestureClasses } from './plan.ts';
import { likenessOf } from './likeness.ts';
import { copiedOf, loopOf, motionOf } from './picture-motion.ts';
import type { KeptFrame, LivenessSession, Stop } from './session.ts';

export interface CaptureFacts {
  /** Every frame named the one before it, the first the nonce; none came twice. */
  readonly chained: boolean;
  /** What is to be thought of the camera's name; null where nothing is known of it. */
  readonly cameraAllowed: boolean | null;
}

export const judgeLimits = {
  /** Correlation with the colours shown. */
  follows: 0.62,
  /** Of the face's own light; a face behind glass, on a screen, adds less than a fiftieth. */
  share: 0.03,
  besideShare: 0.72,
  /** Best cosine to the calm look within each thing asked: the limit of two pictures of one person. */
  sameFace: 0.4,
  /** Of a single frame; one of a check may fall below, where the head was turned or a movement blurred it. */
  sameFaceFrame: 0.25,
  /** Of the middle of the frames asked. */
  passive: 0.5,
  /** From here on a plain answer to the colours outweighs doubtful nets: what they are shown is then lit by this screen. */
  passiveDoubt: 0.25,
  plainFollows: 0.85,
  plainBeside: 0.5,
  /** Share of the picture that is the very same from frame to frame. A sensor's noise leaves none; some cameras copy what rests. */
  copied: 0.85,
  /** Between the screen's intervals, root of the mean square: no page keeps time so well, a program that feeds frames may. */
  cadenceMs: 0.05,
  pattern: 2.9,
  /** Change of the small picture over the calmest second, in levels of 255. An encoder's own noise makes up to 0.15. */
  motion: 0.25,
  /** As alike as two frames a second and more apart may be, in the same measure. A sensor's noise alone makes 0.15. */
  loop: 0.1,
  framesPerSecond: 4.5,
  /** Between our clock and the screen's, over the whole check. */
  clockDriftMs: 1_500,
  crowdShare: 0.2,
} as const;

export type Verdict =
  | { readonly outcome: 'live'; readonly signals: readonly LivenessSignal[] }
  /** The customer may try again, told why in words that help; what looks like an attack says no more than that it was not sure. */
  | { readonly outcome: 'again'; readonly why: Stop | Doubt; readonly signals: readonly LivenessSignal[] }
  /** A person has to look. */
  | { readonly outcome: 'officer'; readonly why: 'not-asked'; readonly signals: readonly LivenessSignal[] };

export type Doubt = 'not-sure' | 'camera-slow' | 'clock-jumped' | 'camera-refused';

/** Of a session that has ended, by itself or because the screen gave up. */
export function judgeSession(session: LivenessSession, facts: CaptureFacts): Verdict {
  const signals = signalsOf(session, facts);
  const failed = (name: LivenessSignalName) =>
    signals.some(({ signal, says }) => signal === name && says === 'fail');
  if (session.stopped) return { outcome: 'again', why: session.stopped, signals };
  if (!session.done) return { outcome: 'again', why: 'not-done', signals };
  if (failed('camera')) return { outcome: 'again', why: 'camera-refused', signals };
  if (failed('frame-rate')) return { outcome: 'again', why: 'camera-slow', signals };
  if (failed('clock')) return { outcome: 'again', why: 'clock-jumped', signals };
  if (failed('one-person')) return { outcome: 'again', why: 'two-faces', signals };
  if (signals.some(({ says }) => says === 'fail')) return { outcome: 'again', why: 'not-sure', signals };
  const needed = ['depth', 'muscle', 'colours', 'same-face'] as const;
  const lacking = needed.some(
    (name) => !signals.some(({ signal, says }) => signal === name && says === 'pass'),
  );
  return lacking ? { outcome: 'officer', why: 'not-asked', signals } : { outcome: 'live', signals };
}

function signalsOf(session: LivenessSession, facts: CaptureFacts): LivenessSignal[] {
  const { frames, runs, plan } = session;
  const faces = frames.flatMap(({ reading }) => (reading.face ? [reading.face] : []));
  const spanMs = (frames.at(-1)?.atMs ?? 0) - (frames[0]?.atMs ?? 0);
  const rate = spanMs > 0 ? ((frames.length - 1) * 1000) / spanMs : null;
  const crowd = frames.filter(({ reading }) => reading.faces > 1).length / Math.max(1, frames.length);
  const passives = faces.flatMap(({ passive }) => (passive === null ? [] : [passive]));
  const patterns = faces.flatMap(({ pattern }) => (pattern === 0 ? [] : [pattern]));
  const stray = Math.max(0, ...runs.map((run) => run.stray));
  const colour = colourOf(session);
  const thumbnails = frames.map(({ reading, atMs }) => ({ atMs, picture: reading.thumbnail }));
  const motion = motionOf(thumbnails);
  const loop = loopOf(thumbnails);
  const unasked = new Set<string>(plan.unasked);
  const done = (name: 'depth' | 'muscle') =>
    runs.some(
      ({ prompt, doneMs }) =>
        doneMs !== null && prompt.ask === 'gesture' && gestureClasses[prompt.gesture] === name,
    );
  const asked = (name: 'depth' | 'muscle') =>
    unasked.has(name) ? said(name, null, null) : said(name, done(name) ? 1 : 0, done(name));
  const { follows, share, besideShare, pattern, plainFollows, plainBeside } = judgeLimits;
  const alike = likenessOf(frames, judgeLimits.sameFaceFrame);
  const copied = copiedOf(thumbnails);
  const cadenceMs = cadenceOf(frames);
  const plainColours =
    colour && colour.follows >= plainFollows && colour.share >= share && colour.besideShare <= plainBeside;
  const passiveMiddle = middleOf(passives);
  const patternMiddle = middleOf(patterns);
  const driftMs = clockDrift(session);
  return [
    said('order', stray, session.stopped === null && session.done),
    asked('depth'),
    asked('muscle'),
    said('colours', colour?.follows ?? null, colour && colour.follows >= follows && colour.share >= share),
    said('surroundings', colour?.besideShare ?? null, colour && colour.besideShare <= besideShare),
    said(
      'same-face',
      alike?.least ?? null,
      alike && alike.least >= judgeLimits.sameFace && alike.strangers <= 1,
    ),
    said(
      'passive',
      passiveMiddle,
      passiveMiddle === null
        ? null
        : passiveMiddle >= (plainColours ? judgeLimits.passiveDoubt : judgeLimits.passive),
    ),
    said('pattern', patternMiddle, patternMiddle === null ? null : patternMiddle <= pattern),
    said(
      'moving',
      motion,
      motion === null ? null : motion >= judgeLimits.motion && (loop ?? 1) >= judgeLimits.loop,
    ),
    said('sensor', copied, copied === null ? null : copied <= judgeLimits.copied),
    said('cadence', cadenceMs, cadenceMs === null ? null : cadenceMs >= judgeLimits.cadenceMs),
    said('one-person', crowd, crowd <= judgeLimits.crowdShare),
    said('frame-rate', rate, rate === null ? null : rate >= judgeLimits.framesPerSecond),
    said('clock', driftMs, driftMs === null ? null : driftMs <= judgeLimits.clockDriftMs),
    said('chain', facts.chained ? 1 : 0, facts.chained),
    said('camera', facts.cameraAllowed === null ? null : facts.cameraAllowed ? 1 : 0, facts.cameraAllowed),
  ];
}

/** `passed` null: it could not be measured. */
function said(signal: LivenessSignalName, value: number | null, passed: boolean | null): LivenessSignal {
  return { signal, value, says: passed === null ? 'absent' : passed ? 'pass' : 'fail' };
}

function colourOf({ runs, frames }: LivenessSession) {
  const index = runs.findIndex(({ prompt }) => prompt.ask === 'colours');
  const run = runs[index];
  if (!run || run.prompt.ask !== 'colours') return null;
  const lit = frames.flatMap(({ prompt, atMs, reading: { face } }) =>
    prompt === index && face
      ? [{ atMs: atMs - run.sinceMs, face: face.light.face, beside: face.light.beside }]
      : [],
  );
  return colourAnswer(lit, run.prompt.colours, run.prompt.stepMs);
}

/** The most that the screen's time between two frames differs from ours, and infinite where it goes back. */
function clockDrift({ frames }: LivenessSession): number | null {
  const [first] = frames;
  if (!first) return null;
  let most = 0;
  for (const [index, frame] of frames.entries()) {
    const before = frames[index - 1];
    if (before && frame.claimedMs <= before.claimedMs) return Number.MAX_SAFE_INTEGER;
    most = Math.max(most, Math.abs(frame.claimedMs - first.claimedMs - (frame.atMs - first.atMs)));
  }
  return most;
}

/** How far the screen's intervals scatter, in milliseconds; null for fewer than a check has. */
function cadenceOf(frames: readonly KeptFrame[]): number | null {
  if (frames.length < 12) return null;
  const gaps = frames.slice(1).map(({ claimedMs }, index) => claimedMs - (frames[index]?.claimedMs ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
}

function middleOf(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
