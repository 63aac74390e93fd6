import { describe, expect, it } from 'vitest';
import { calmShape, checkOf, nonceOf, shapeDoing, type Acting } from './liveness.fixture.ts';
import { judgeSession, type CaptureFacts } from './judge-session.ts';
import { planChecks } from './plan.ts';

const facts: CaptureFacts = { chained: true, cameraAllowed: true };

/** Over several orders of asking: what holds for one may be chance. */
function verdicts(acting: Acting, given: Partial<CaptureFacts> = {}) {
  return [1, 2, 3, 4, 5, 6].map((seed) => {
    const verdict = judgeSession(checkOf(acting, seed), { ...facts, ...given });
    const failed = verdict.signals.filter(({ says }) => says === 'fail').map(({ signal }) => signal);
    return { outcome: verdict.outcome, why: verdict.outcome === 'live' ? null : verdict.why, failed };
  });
}
const each = (outcome: string, why: string | null) =>
  Array.from({ length: 6 }, () => expect.objectContaining({ outcome, why }));
const eachFailing = (signal: string) =>
  Array.from({ length: 6 }, () =>
    expect.objectContaining({ outcome: 'again', why: 'not-sure', failed: [signal] }),
  );

describe('somebody who is there', () => {
  it('LV13 passes, with every sign recorded', () => {
    expect(verdicts({})).toEqual(each('live', null));
    const { signals } = judgeSession(checkOf(), facts);
    expect(signals).toHaveLength(16);
    expect(signals.every(({ says, value }) => says === 'pass' && value !== null)).toBe(true);
  });

  it('LV13 passes without the passive nets, which are then recorded as absent', () => {
    const { frames, ...rest } = checkOf();
    const blind = frames.map((frame) => ({
      ...frame,
      reading: { ...frame.reading, face: frame.reading.face && { ...frame.reading.face, passive: null } },
    }));
    const verdict = judgeSession({ ...rest, frames: blind }, facts);
    expect(verdict.outcome).toBe('live');
    expect(verdict.signals).toContainEqual({ signal: 'passive', value: null, says: 'absent' });
  });

  it('LV3 LV14 who can do nothing of a class is looked at by an officer', () => {
    const plan = planChecks(nonceOf(2), new Set(['smile', 'open-mouth']));
    expect(judgeSession(checkOf({}, 2, plan), facts)).toMatchObject({ outcome: 'officer', why: 'not-asked' });
    const dark = planChecks(nonceOf(2), new Set(['colours']));
    expect(judgeSession(checkOf({}, 2, dark), facts)).toMatchObject({ outcome: 'officer' });
  });
});

describe('somebody who is not', () => {
  it('LV4 a still picture does nothing of what is asked', () => {
    expect(verdicts({ shape: () => calmShape })).toEqual(each('again', 'not-done'));
  });

  it('LV4 whoever smiles all the time has answered nothing', () => {
    const smiling = { ...calmShape, mouthWide: calmShape.mouthWide + 0.2 };
    const acting: Acting = {
      shape: (prompt, ms) =>
        prompt.ask === 'gesture' && ['smile', 'open-mouth'].includes(prompt.gesture)
          ? smiling
          : ms < 500
            ? calmShape
            : shapeDoing(prompt),
    };
    const plan = planChecks(nonceOf(1), new Set(['open-mouth']));
    expect(judgeSession(checkOf(acting, 1, plan), facts)).toMatchObject({ why: 'not-done' });
  });

  it('LV5 a recording moves as it was recorded', () => {
    const turned = { ...calmShape, turn: calmShape.turn - 0.4 };
    const plan = planChecks(nonceOf(1), new Set(['turn-right', 'nod']));
    const acting: Acting = {
      shape: (prompt, ms) => (prompt.ask === 'gesture' && ms > 300 ? turned : calmShape),
    };
    expect(checkOf(acting, 1, plan).stopped).toBe('other-movement');
  });

  it('LV7 a face that does not take the colours on, or hardly', () => {
    expect(verdicts({ face: 0, beside: 0 }).map(({ outcome }) => outcome)).not.toContain('live');
    expect(verdicts({ face: 0.012, beside: 0.001 })).toEqual(eachFailing('colours'));
  });

  it('LV8 paper takes them on as much beside the head as on it', () => {
    expect(verdicts({ beside: 0.19 })).toEqual(eachFailing('surroundings'));
  });

  it('LV9 another face after a while', () => {
    const acting: Acting = { alike: (atMs) => (atMs > 3000 ? 0.2 : 1) };
    expect(verdicts(acting)).toEqual(eachFailing('same-face'));
  });

  it('LV9 one frame in which nobody is known again is no other face, two are', () => {
    const odd = (frames: number): Acting => ({
      alike: (atMs) => (atMs > 3100 && atMs < 3100 + frames ? 0 : 1),
    });
    const strangers = (ms: number) => {
      const { signals } = judgeSession(checkOf(odd(ms)), facts);
      return signals.find(({ signal }) => signal === 'same-face')?.says;
    };
    expect(strangers(150)).toBe('pass');
    expect(strangers(1900)).toBe('fail');
  });

  it('LV11 doubtful nets are outweighed by a plain answer to the colours, sure ones are not', () => {
    expect(verdicts({ passive: 0.4, face: 0.2, beside: 0.02 })).toEqual(each('live', null));
    expect(verdicts({ passive: 0.4, face: 0.2, beside: 0.12 })).toEqual(eachFailing('passive'));
    expect(verdicts({ passive: 0.1, face: 0.2, beside: 0.02 })).toEqual(eachFailing('passive'));
  });

  it('LV18 a picture in which no sensor makes noise', () => {
    expect(verdicts({ noise: 0, moved: (atMs) => atMs / 40 })).toEqual(eachFailing('sensor'));
  });

  it("LV19 frames in a program's even beat", () => {
    expect(verdicts({ claimedMs: (atMs) => atMs })).toEqual(eachFailing('cadence'));
  });

  it('LV10 a picture that stands still, and one that comes again', () => {
    expect(verdicts({ moved: () => 4 })).toEqual(eachFailing('moving'));
    expect(verdicts({ moved: (atMs) => 9 * Math.abs(Math.sin((Math.PI * (atMs % 1200)) / 1200)) })).toEqual(
      eachFailing('moving'),
    );
  });

  it('LV11 prints and screens by the passive nets, displays by their pattern', () => {
    expect(verdicts({ passive: 0.2 })).toEqual(eachFailing('passive'));
    expect(verdicts({ pattern: 4 })).toEqual(eachFailing('pattern'));
  });

  it('LV12 frames out of their chain, too few of them, clocks that do not agree', () => {
    expect(verdicts({}, { chained: false })).toEqual(eachFailing('chain'));
    expect(verdicts({}, { cameraAllowed: false })).toEqual(each('again', 'camera-refused'));
    expect(verdicts({ claimedMs: (atMs) => atMs * 2 })).toEqual(each('again', 'clock-jumped'));
    expect(verdicts({ claimedMs: (atMs) => atMs - (atMs > 2000 ? 3000 : 0) })).toEqual(
      each('again', 'clock-jumped'),
    );
    expect(judgeSession(checkOf({ everyMs: 250 }), facts).signals).toContainEqual(
      expect.objectContaining({ signal: 'frame-rate', says: 'fail' }),
    );
  });

  it('LV14 two people are told so, and so is who went away', () => {
    expect(checkOf({ faces: 2 }).stopped).toBe('two-faces');
    expect(checkOf({ shape: () => null }).stopped).toBe('not-seen');
    const left: Acting = { shape: (prompt) => (prompt.ask === 'look-straight' ? calmShape : null) };
    expect(checkOf(left).stopped).toBe('face-lost');
  });

  it('LV17 who does not do one thing is asked another of its class, once', () => {
    const plan = planChecks(nonceOf(1));
    const [first, second] = plan.prompts.flatMap((prompt) =>
      prompt.ask === 'gesture' ? [prompt.gesture] : [],
    );
    const cannot = (...those: unknown[]): Acting => ({
      shape: (prompt, ms) =>
        ms < 500 || (prompt.ask === 'gesture' && those.includes(prompt.gesture))
          ? calmShape
          : shapeDoing(prompt),
    });
    const passed = checkOf(cannot(first), 1, plan);
    expect(judgeSession(passed, facts).outcome).toBe('live');
    expect(passed.runs).toHaveLength(plan.prompts.length + 1);
    expect(checkOf(cannot(first, second), 1, plan).stopped).toBe('not-done');
  });

  it('LV6 the calm look and each gesture have their time', () => {
    const { runs, frames } = checkOf({ shape: () => calmShape }, 4);
    const last = runs.at(-1);
    const at = frames.at(-1)?.atMs ?? 0;
    expect(at - (last?.sinceMs ?? 0)).toBeGreaterThanOrEqual(7000);
    expect(at - (last?.sinceMs ?? 0)).toBeLessThan(7300);
  });
});
