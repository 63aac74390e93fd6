// Writes cases to a real store step by step and notes after each what has become durable; stops at the first refusal.
import { randomBytes } from 'node:crypto';
import { caseIdSchema } from '#core/kernel/brand.ts';
import type { Result } from '#core/kernel/result.ts';
import {
  changeOf,
  emptyCase,
  newEvidenceId,
  noon,
  packetOf,
} from '#electron/adapter/case-store/store.fixture.ts';
import type { CaseStore, StoreFailure } from '#electron/port/case-store.ts';
import type { Durable } from './durable.ts';

/** The steps of one case: made with a picture, sealed with its packet, being sent, parked. Each is one transaction. */
export function writeCase(
  store: CaseStore,
  pictureBytes: number,
  onDurable: (durable: Durable) => void,
): StoreFailure | null {
  const state = emptyCase();
  const caseId = caseIdSchema.parse(state.caseId);
  const addEvidence = [{ evidenceId: newEvidenceId(), bytes: randomBytes(pictureBytes) }];
  const packet = packetOf(caseId, store.nextSequence());
  const sealed = {
    ...state,
    status: 'sealed',
    at: 'done',
    sealed: { packetId: packet.packetId, at: noon, version: 1 },
  } as const;
  const steps: readonly [() => Result<unknown, StoreFailure>, Omit<Durable, 'caseId' | 'wiped'>][] = [
    [() => store.save(changeOf(state, null, { addEvidence })), { revision: 1, delivery: null }],
    [() => store.save(changeOf(sealed, 1, { packet })), { revision: 2, delivery: 'waiting' }],
    [() => store.markSending(packet.packetId), { revision: 2, delivery: 'waiting' }],
    [
      () => store.markParked(packet.packetId, 'packet-malformed', changeOf(sealed, 2).audit),
      { revision: 2, delivery: 'parked' },
    ],
  ];
  for (const [step, durable] of steps) {
    const done = step();
    if (!done.ok) return done.error;
    onDurable({ caseId, wiped: false, ...durable });
  }
  return null;
}
