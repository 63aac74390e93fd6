// The whole way of a liveness check, from drawn frames to the outcome, with the kiosk's own nets. The bench counts many; here one of each must do.
import { expect, it } from 'vitest';
import { loadSessions } from '#electron/adapter/face-model/load-sessions.ts';
import { locateFaceSet } from '#electron/adapter/face-model/open-face-model.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { root } from '#scripts/process/root.ts';
import { attackAt, genuineAt } from './attacks.ts';
import type { Presentation } from './presentation.ts';
import { runSequence } from './run-sequence.ts';

const store = openCheckoutModelStore(root, process.env);
const located = await locateFaceSet(store, { only: 'primary' });
const missing = [
  ...(located.ok ? located.value.missing : ['the first set of face models']),
  ...(located.ok && !located.value.files.landmarks ? ['face_landmarks_68.onnx'] : []),
].join(', ');

async function outcomeOf(presentation: Presentation, seed: number) {
  if (!located.ok) throw new Error('no files');
  const nets = await loadSessions({ ...located.value.files, passive: null });
  if (!nets.ok) throw new Error('the nets do not load');
  const { session, verdict } = await runSequence(nets.value, presentation, seed);
  return { outcome: verdict.outcome, frames: session.frames.length };
}

it.skipIf(missing !== '')(
  `LV13 who is there and does what is asked passes (missing: ${missing})`,
  async () => {
    expect(await outcomeOf(genuineAt(0), 7)).toMatchObject({ outcome: 'live' });
  },
);

it.skipIf(missing !== '')(`LV4 a mask does not smile (missing: ${missing})`, async () => {
  const { outcome, frames } = await outcomeOf(attackAt('mask', 0), 7);
  expect(outcome).toBe('again');
  expect(frames).toBeGreaterThan(10);
});
