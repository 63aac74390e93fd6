// A check of liveness from nonce to outcome over the real store; the faces are numbers, the order of things is real.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  calmShape,
  frameOf,
  nonceOf,
  shapeDoing,
  type Acting,
} from '#core/biometrics/liveness/liveness.fixture.ts';
import { faceAt, pictureOf } from '#core/biometrics/face.fixture.ts';
import { after, at, journeyToFace } from '#core/case/case.fixture.ts';
import { startCase } from '#core/case/apply-event.ts';
import type { LivenessPrompt } from '#core/contract/kiosk/liveness.ts';
import { err, ok } from '#core/kernel/result.ts';
import { v7 as uuidv7 } from 'uuid';
import { changeOf, clock, newCaseId } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { createChanges } from './changes.ts';
import { createLiveness } from './liveness.ts';
import type { OpenVault, Ports } from './vault-session.ts';

const temp = useTempStore();
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const { officer } = after(journeyToFace);

interface Told {
  prompt: LivenessPrompt | null;
  sinceMs: number;
  nowMs: number;
}

function room(acting: Acting = {}, seed = 1) {
  const store = temp.open();
  const caseId = newCaseId();
  const begun = startCase({
    caseId,
    mode: 'self-service',
    simulated: true,
    language: 'en',
    officer,
    at,
    demandsLiveness: true,
  });
  valueOf(store.save(changeOf(after(journeyToFace, begun), null)));
  const told: Told = { prompt: null, sinceMs: 0, nowMs: 0 };
  const ports = {
    clock,
    changes: createChanges(),
    simulated: true,
    newId: () => uuidv7(),
    reader: { crop: () => Promise.resolve(err({ kind: 'not-an-image' })) },
    faces: {
      models: () => Promise.resolve([{ name: 'net', sha256: 'a'.repeat(64) }]),
      findFaces: () => Promise.resolve(ok(pictureOf(faceAt(500, 200, 220)))),
      // What comes in goes out, so that the test can say which frame was kept.
      livePhoto: (image: Uint8Array) => Promise.resolve(ok(image)),
      readFrame: () => {
        const { prompt, sinceMs, nowMs } = told;
        if (!prompt) throw new Error('nothing was asked');
        return Promise.resolve(ok(frameOf(prompt, nowMs - sinceMs, nowMs, acting).reading));
      },
    },
  } as unknown as Ports;
  const vault = { store, officer, catalogue: null } as unknown as OpenVault;
  let seeds = seed;
  const machine = {
    steadyMs: () => told.nowMs,
    randomBytes: () => nonceOf(seeds++),
    sha256Hex: sha,
  };
  // The two sides of the document, which the comparison looks at.
  const state = valueOf(store.load(caseId)).state;
  for (const side of state.document?.sides ?? []) {
    const loaded = valueOf(store.load(caseId));
    valueOf(
      store.save({
        ...changeOf(loaded.state, loaded.revision),
        addEvidence: [{ evidenceId: side.item.evidenceId, bytes: jpeg(9000) }],
      }),
    );
  }
  return { store, caseId, told, ports, vault, liveness: createLiveness(ports, machine) };
}
type Room = ReturnType<typeof room>;

/** By its first bytes a JPEG; each another one. */
const jpeg = (n: number) => new Uint8Array([0xff, 0xd8, 0xff, n & 255, n >> 8]);

function begin({ liveness, vault, caseId, told }: Room, camera = 'Simulated camera') {
  const begun = valueOf(liveness.begin(vault, caseId, { cannot: [], camera }));
  Object.assign(told, { prompt: begun.prompt, sinceMs: told.nowMs });
  return begun;
}

interface Sending {
  readonly previous?: (honest: string, n: number) => string;
  readonly frames?: number;
}

async function send(
  here: Room,
  begun: ReturnType<typeof begin>,
  { previous = (honest) => honest, frames = 400 }: Sending = {},
) {
  const { liveness, vault, caseId, told } = here;
  let before = begun.nonce;
  for (let n = 0; n < frames; n++) {
    told.nowMs += 150;
    const bytes = jpeg(n);
    const image = new Blob([bytes]);
    const sent = await liveness.frame(vault, {
      caseId,
      checkId: begun.checkId,
      image,
      previous: previous(before, n),
      capturedAtMs: told.nowMs - 40 - (n % 3),
    });
    if (!sent.ok) return sent;
    if (sent.value.state === 'ended') break;
    if (sent.value.prompt !== told.prompt)
      Object.assign(told, { prompt: sent.value.prompt, sinceMs: told.nowMs });
    before = sha(bytes);
  }
  return null;
}
const stateOf = ({ store, caseId }: Room) => valueOf(store.load(caseId)).state;

describe('a check of liveness', () => {
  it('LV14 LV16 who does what is asked is there, and the picture compared is a frame of the check', async () => {
    const here = room();
    expect(await send(here, begin(here))).toBeNull();
    const { liveness, face } = stateOf(here);
    expect(liveness).toMatchObject({ outcome: 'live', tries: 0 });
    expect(face?.outcome).toBe('match');
    const kept = valueOf(here.store.evidence(here.caseId, face?.selfie.evidenceId ?? ('' as never)));
    expect([...kept.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    expect(kept[3]).toBeLessThan(6);
  });

  it('LV14 who does not is asked three times, then an officer looks', async () => {
    const here = room({ shape: () => calmShape });
    for (const outcome of ['again', 'again', 'officer']) {
      await send(here, begin(here));
      expect(stateOf(here).liveness?.outcome).toBe(outcome);
    }
    expect(here.liveness.begin(here.vault, here.caseId, { cannot: [], camera: 'x' })).toMatchObject({
      error: { kind: 'liveness-officer' },
    });
  });

  it('LV12 a frame that does not name the one before it, or that came before, passes nothing', async () => {
    const here = room();
    await send(here, begin(here), { previous: (honest, n) => (n === 20 ? 'f'.repeat(64) : honest) });
    expect(stateOf(here).liveness).toMatchObject({ outcome: 'again', why: 'not-sure' });
  });

  it('LV16 the nonce of another check is good for nothing, nor is a check that is over', async () => {
    const here = room();
    const first = begin(here);
    const second = begin(here);
    expect(await send(here, first)).toMatchObject({ error: { kind: 'liveness-check-over' } });
    expect(second.nonce).not.toBe(first.nonce);
    await send(here, { ...second, nonce: first.nonce });
    expect(stateOf(here).liveness).toMatchObject({ outcome: 'again', why: 'not-sure' });
    expect(await send(here, second)).toMatchObject({ error: { kind: 'liveness-check-over' } });
  });

  it('LV16 a check broken off after something was asked is a try, one broken off before is none', async () => {
    const here = room();
    await send(here, begin(here), { frames: 2 });
    begin(here);
    expect(stateOf(here).liveness?.tries).toBe(0);
    await send(here, begin(here), { frames: 8 });
    begin(here);
    expect(stateOf(here).liveness?.tries).toBe(1);
  });

  it('LV15 a camera that calls itself virtual is told apart from a failed try', async () => {
    const here = room();
    await send(here, begin(here, 'OBS Virtual Camera'));
    expect(stateOf(here).liveness).toMatchObject({ outcome: 'again', why: 'camera-refused' });
  });

  it('LV3 an officer is called at any time, and the look is under their name', () => {
    const here = room({ shape: (prompt) => shapeDoing(prompt) });
    valueOf(here.liveness.askOfficer(here.vault, here.caseId));
    const given = { verdict: 'seen-in-person', reason: ' She cannot turn her head ' } as const;
    const state = valueOf(here.liveness.see(here.vault, here.caseId, given));
    expect(state.liveness?.officerVerdict).toEqual({
      ...given,
      reason: 'She cannot turn her head',
      at: clock.now(),
      officer,
    });
  });

  it('says what is no picture and what is too large, and goes on', async () => {
    const here = room();
    const begun = begin(here);
    const frame = (bytes: Uint8Array<ArrayBuffer>) =>
      here.liveness.frame(here.vault, {
        caseId: here.caseId,
        checkId: begun.checkId,
        image: new Blob([bytes]),
        previous: begun.nonce,
        capturedAtMs: 0,
      });
    expect(await frame(new Uint8Array([1, 2, 3]))).toMatchObject({ error: { kind: 'wrong-type' } });
    expect(await frame(new Uint8Array(700_000))).toMatchObject({ error: { kind: 'too-large' } });
    expect(await send(here, begun)).toBeNull();
    expect(stateOf(here).liveness?.outcome).toBe('live');
  });
});
