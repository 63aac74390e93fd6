// A check of liveness as the main process runs it: its nonce, its frames in their chain, its clock; what it comes to changes the case.
// It keeps one check at a time, in memory alone: a kiosk that was restarted begins anew.
import { cameraAllowed } from '#core/biometrics/liveness/camera-name.ts';
import { wishOf } from '#core/biometrics/liveness/frame-wish.ts';
import { judgeSession, type Verdict } from '#core/biometrics/liveness/judge-session.ts';
import { planChecks, type Cannot } from '#core/biometrics/liveness/plan.ts';
import {
  beginSession,
  promptOf,
  takeFrame,
  type LivenessSession,
} from '#core/biometrics/liveness/session.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { BlobLike } from '#core/contract/kiosk/binary.ts';
import type { LivenessPrompt, LivenessStand } from '#core/contract/kiosk/liveness.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { LivenessMachine } from '../port/liveness-machine.ts';
import { changeCase } from './change-case.ts';
import { addSelfie } from './face.ts';
import { createInTurn } from './in-turn.ts';
import { takePicture } from './picture.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

interface Check {
  readonly checkId: string;
  readonly caseId: CaseId;
  readonly cameraAllowed: boolean;
  session: LivenessSession;
  /** What the next frame has to name. */
  previous: string;
  readonly digests: Set<string>;
  chained: boolean;
  /** Of the calm look: one of these is the picture that is compared. */
  readonly calm: Uint8Array[];
}

export interface FrameInput {
  readonly caseId: CaseId;
  readonly checkId: string;
  readonly image: BlobLike;
  readonly previous: string;
  readonly capturedAtMs: number;
}

/** The newest few: the first ones show a person who is still sitting down. */
const calmKept = 4;
/** A frame is a small picture; what is larger was not made by our screen. */
const frameMaxBytes = 600_000;

export function createLiveness(ports: Ports, machine: LivenessMachine) {
  let check: Check | null = null;
  const inTurn = createInTurn();

  function judged(vault: OpenVault, caseId: CaseId, verdict: Verdict): Result<CaseState, Refusal> {
    return changeCase(
      ports,
      vault,
      caseId,
      {
        type: 'liveness-judged',
        at: ports.clock.now(),
        outcome: verdict.outcome,
        why: verdict.outcome === 'live' ? null : verdict.why,
        signals: verdict.signals,
      },
      { facts: { outcome: verdict.outcome } },
    );
  }

  /** Whoever breaks off once something was asked has had a try: else one could look for an order that suits. */
  function giveUp(vault: OpenVault): void {
    if (check && check.session.runs.length > 1) {
      judged(vault, check.caseId, judgeSession(check.session, check));
    }
    check = null;
  }

  function begin(
    vault: OpenVault,
    caseId: CaseId,
    asked: { readonly cannot: readonly Cannot[]; readonly camera: string },
  ): Result<{ checkId: string; nonce: string; prompt: LivenessPrompt }, Refusal> {
    giveUp(vault);
    const loaded = vault.store.load(caseId);
    if (!loaded.ok) return err(refusalOfStore(loaded.error));
    const { liveness } = loaded.value.state;
    if (!liveness) return err({ kind: 'liveness-check-over' });
    if (liveness.outcome === 'officer') return err({ kind: 'liveness-officer' });
    const seed = machine.randomBytes(64);
    const nonce = machine.sha256Hex(seed);
    const session = beginSession(planChecks(seed, new Set(asked.cannot)), machine.steadyMs());
    const run = promptOf(session);
    if (!run) return err({ kind: 'internal' });
    check = {
      checkId: ports.newId(),
      caseId,
      cameraAllowed: cameraAllowed(
        asked.camera,
        vault.catalogue?.policy.camerasAllowed ?? null,
        ports.simulated,
      ),
      session,
      previous: nonce,
      digests: new Set(),
      chained: true,
      calm: [],
    };
    return ok({ checkId: check.checkId, nonce, prompt: run.prompt });
  }

  async function frame(vault: OpenVault, input: FrameInput): Promise<Result<LivenessStand, Refusal>> {
    const running = check;
    // An old check's id, another case's, or one that has ended: its nonce is spent.
    if (!running || running.checkId !== input.checkId || running.caseId !== input.caseId) {
      return err({ kind: 'liveness-check-over' });
    }
    if (input.image.size > frameMaxBytes) return err({ kind: 'too-large' });
    const picture = await takePicture(input.image);
    if (!picture.ok) return picture;
    const { bytes } = picture.value;
    const atMs = machine.steadyMs();
    const digest = machine.sha256Hex(bytes);
    running.chained &&= input.previous === running.previous && !running.digests.has(digest);
    running.digests.add(digest);
    running.previous = digest;
    const read = await ports.faces.readFrame(bytes, wishOf(running.session));
    if (!read.ok) {
      return read.error.kind === 'face-model-unavailable'
        ? err({ kind: 'liveness-unavailable' })
        : err({ kind: read.error.kind });
    }
    if (check !== running) return err({ kind: 'liveness-check-over' });
    if (running.session.runs.length === 1 && read.value.face) {
      running.calm.push(bytes);
      if (running.calm.length > calmKept) running.calm.shift();
    }
    running.session = takeFrame(running.session, {
      atMs,
      claimedMs: input.capturedAtMs,
      digest,
      reading: read.value,
    });
    const run = promptOf(running.session);
    if (run) return ok({ state: 'asking', prompt: run.prompt });
    check = null;
    const ended = await end(vault, running);
    return ended.ok ? ok({ state: 'ended' }) : ended;
  }

  /** Passed: the compared picture is one of the frames that were checked, so that nobody can be put in its place. */
  async function end(vault: OpenVault, running: Check): Promise<Result<CaseState, Refusal>> {
    const verdict = judgeSession(running.session, running);
    if (verdict.outcome === 'live') {
      const images = running.calm.toReversed().map((bytes) => new Blob([bytes.slice()]));
      if (images.length === 0) return err({ kind: 'no-face' });
      const selfie = await addSelfie(ports, vault, running.caseId, { images, ofCheck: true });
      if (!selfie.ok) return selfie;
    }
    return judged(vault, running.caseId, verdict);
  }

  return {
    begin,
    /** One frame after another, whoever sends them at once. */
    frame: (vault: OpenVault, input: FrameInput) => inTurn(() => frame(vault, input)),

    askOfficer(vault: OpenVault, caseId: CaseId): Result<CaseState, Refusal> {
      check = null;
      return changeCase(ports, vault, caseId, {
        type: 'liveness-judged',
        at: ports.clock.now(),
        outcome: 'officer',
        why: 'wished',
        signals: [],
      });
    },

    /** An officer's own look, under their name. */
    see(
      vault: OpenVault,
      caseId: CaseId,
      given: { readonly verdict: 'seen-in-person' | 'send-to-review'; readonly reason: string },
    ): Result<CaseState, Refusal> {
      const { officer } = vault;
      if (!officer) return err({ kind: 'not-signed-in' });
      const verdict = { ...given, reason: given.reason.trim(), at: ports.clock.now(), officer };
      return changeCase(
        ports,
        vault,
        caseId,
        { type: 'liveness-seen', verdict },
        { facts: { verdict: given.verdict } },
      );
    },
  };
}
export type Liveness = ReturnType<typeof createLiveness>;
