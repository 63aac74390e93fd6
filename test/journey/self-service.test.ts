// A customer alone at a kiosk in self-service: liveness on drawn frames through the real nets, and the officer who is called. Time is counted, the nonce is chosen.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { personOf, type PersonId } from '#renderer/simulate/people.ts';
import { asJpeg } from '#test/bench/liveness/camera-model.ts';
import { presentPerson } from '#test/bench/liveness/genuine.ts';
import { frameHeightPx, frameWidthPx } from '#test/bench/liveness/presentation.ts';
import { seededChance } from '#test/fault/chance.ts';
import {
  enrol,
  modelStore,
  openBranchAtWork,
  refusalOf,
  toFace,
  until,
  type BranchAtWork,
} from './branch-at-work.ts';

const needed = ['yunet', 'mobilefacenet', 'face-landmarks-68', 'minifasnet-v2', 'minifasnet-v1se'] as const;
const located = await Promise.all(needed.map((name) => modelStore.locate(name)));
const missing = located.flatMap((found) => (found.ok ? [] : [found.error.file]));
const needs = missing.join(', ') || 'nothing more';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
let nowMs = 0;
let nonces = 0;
let branch: BranchAtWork;
beforeAll(async () => {
  branch = await openBranchAtWork({
    mode: 'self-service',
    livenessMachine: {
      steadyMs: () => nowMs,
      randomBytes: () => new Uint8Array(createHash('sha512').update(`nonce ${nonces++}`).digest()),
      sha256Hex: sha256,
    },
  });
  await enrol(branch);
});
afterAll(() => branch[Symbol.asyncDispose]());

type Camera = (
  atMs: number,
  asked: Parameters<ReturnType<typeof presentPerson>['frame']>[1],
) => Uint8ClampedArray;

/** One check, frame by frame, until the kiosk says that it has ended. */
async function check({ caseId }: CaseView, camera: Camera, everyMs: number): Promise<CaseView> {
  const client = branch.client();
  const begun = await client.case.beginLiveness({ caseId, cannot: [], camera: 'Simulated camera' });
  const late = seededChance(7);
  let previous = begun.nonce;
  let asked = { prompt: begun.prompt, sinceMs: nowMs };
  for (;;) {
    // A page's timer is never quite on time.
    nowMs += everyMs + 8 * late.next();
    const bytes = await asJpeg(camera(nowMs, asked), frameWidthPx, frameHeightPx);
    const stand = await client.case.addLivenessFrame({
      caseId,
      checkId: begun.checkId,
      image: new Blob([bytes.slice()], { type: 'image/jpeg' }),
      previous,
      capturedAtMs: nowMs - 60,
    });
    if (stand.state === 'ended') return client.case.get({ caseId });
    if (JSON.stringify(stand.prompt) !== JSON.stringify(asked.prompt))
      asked = { prompt: stand.prompt, sinceMs: nowMs };
    previous = sha256(bytes);
  }
}

function cameraBefore(id: PersonId): Camera {
  const { look } = personOf(id);
  const groups = { skin: 'medium', glasses: 'none', beard: 'none', headCover: 'none' };
  const presented = presentPerson(seededChance(11), { person: { look, groups } });
  return (atMs, asked) => presented.frame(atMs, asked);
}
const emptyRoom: Camera = () => new Uint8ClampedArray(frameWidthPx * frameHeightPx * 4).fill(160);

it.skipIf(missing.length > 0)(
  `LV13 LV16 AC23 a customer alone does what is asked, is compared and gets an account (needs ${needs})`,
  async () => {
    const client = branch.client();
    expect(await refusalOf(client.case.list())).toEqual({ kind: 'role-not-allowed' });
    const view = await toFace(branch, 'meera');
    expect(view.liveness).toMatchObject({ outcome: null, triesLeft: 3 });
    const seen = await check(view, cameraBefore('meera'), 146);
    expect(seen.liveness).toMatchObject({ outcome: 'live' });
    expect(seen.face).toMatchObject({ outcome: 'match', score: null });
    await client.case.goTo({ caseId: view.caseId, step: 'review' });
    await client.case.seal({ caseId: view.caseId });
    const opened = await until(client, view.caseId, ({ bank }) => bank?.state === 'opened');
    expect(opened.bank?.accountNumber).toMatch(/^\d{8,}$/);
  },
);

it.skipIf(missing.length > 0)(
  `LV14 AC24 who is not seen three times waits for an officer, whose word needs their own password (needs ${needs})`,
  async () => {
    const client = branch.client();
    const view = await toFace(branch, 'anil');
    const { caseId } = view;
    const outcomes: unknown[] = [];
    for (let tries = 0; tries < 3; tries++) {
      outcomes.push((await check(view, emptyRoom, 1_500)).liveness?.outcome);
    }
    expect(outcomes).toEqual(['again', 'again', 'officer']);
    const word = { caseId, verdict: 'send-to-review', reason: 'The camera saw nobody' } as const;
    expect(await refusalOf(client.case.judgeLiveness(word))).toEqual({ kind: 'officer-needed' });
    const wrong = { ...branch.officer, password: 'not the password' };
    expect(await refusalOf(client.case.judgeLiveness({ ...word, officer: wrong }))).toMatchObject({
      kind: 'credentials-wrong',
    });
    expect((await client.case.get({ caseId })).liveness?.officerVerdict).toBeNull();
    const judged = await client.case.judgeLiveness({ ...word, officer: branch.officer });
    expect(judged.liveness?.officerVerdict).toBe('send-to-review');
  },
);
