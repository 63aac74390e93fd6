// A thread of the liveness bench: is told one sequence after another, answers with what came of each.
import { parentPort } from 'node:worker_threads';
import type { LivenessSignal } from '#core/contract/kiosk/liveness-signal.ts';
import { openNets } from './open-nets.ts';
import { runSequence } from './run-sequence.ts';
import { nonceSeedOf, presentationOf, type SequenceName } from './work-list.ts';

export interface SequenceOutcome extends SequenceName {
  readonly outcome: 'live' | 'again' | 'officer';
  readonly why: string | null;
  readonly signals: readonly LivenessSignal[];
  readonly groups: Readonly<Record<string, string>>;
  readonly frames: number;
}

const port = parentPort;
if (!port) throw new Error('a thread of the bench, not a program');
const nets = await openNets();
port.on('message', (name: SequenceName) => {
  void outcomeOf(name).then((outcome) => port.postMessage(outcome));
});
port.postMessage('ready');

async function outcomeOf(name: SequenceName): Promise<SequenceOutcome> {
  const presentation = presentationOf(name);
  const { session, verdict } = await runSequence(nets, presentation, nonceSeedOf(name), {
    // Who is refused, and why, is of interest for people only.
    untilDecided: name.kind !== 'genuine',
  });
  return {
    ...name,
    outcome: verdict.outcome,
    why: verdict.outcome === 'live' ? null : verdict.why,
    signals: verdict.signals,
    groups: presentation.groups,
    frames: session.frames.length,
  };
}
