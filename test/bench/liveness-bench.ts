// npm run bench -- liveness [--sequences N]: attacks and genuine customers, drawn from seeds, through the kiosk's own nets and rules.
// APCER by kind and BPCER by group as ISO/IEC 30107-3 counts them, with Wilson's 95 % intervals; times of one thread.
import { locateFaceSet } from '#electron/adapter/face-model/open-face-model.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { loadSessions, type FaceSessions } from '#electron/adapter/face-model/load-sessions.ts';
import { root } from '#scripts/process/root.ts';
import { attackAt, attackKinds, genuineAt } from './liveness/attacks.ts';
import { wilson, type Rate } from './liveness/wilson.ts';
import { runSequence, type Times } from './liveness/run-sequence.ts';
import { percentile } from './queue/percentile.ts';

/** Of each kind of attack; genuine sequences are twice as many. */
const defaultSequences = 150;

export async function livenessBench(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const sequences = sequencesOf(args);
  const nets = await openNets();
  const times: Times = { frameMs: [], passiveMs: [], decisionMs: [] };
  const apcer: Record<string, Rate> = {};
  for (const [order, kind] of attackKinds.entries()) {
    let live = 0;
    for (let index = 0; index < sequences; index++) {
      const { verdict } = await runSequence(nets, attackAt(kind, index), order * 10_000 + index, times);
      if (verdict.outcome === 'live') live += 1;
    }
    apcer[kind] = wilson(live, sequences);
    console.error(`${kind}: ${live} of ${sequences} taken for a person`);
  }
  const refused = new Map<string, { n: number; not: number }>();
  const why: Record<string, number> = {};
  for (let index = 0; index < sequences * 2; index++) {
    const presentation = genuineAt(index);
    const { verdict } = await runSequence(nets, presentation, 900_000 + index, times);
    if (verdict.outcome === 'again') {
      const signs = verdict.signals.filter(({ says }) => says === 'fail').map(({ signal }) => signal);
      const reason = verdict.why === 'not-sure' ? signs.join('+') : verdict.why;
      why[reason] = (why[reason] ?? 0) + 1;
    }
    const groups = Object.entries(presentation.groups).map(([name, value]) => `${name}:${value}`);
    for (const group of ['all', ...groups]) {
      const count = refused.get(group) ?? { n: 0, not: 0 };
      refused.set(group, {
        n: count.n + 1,
        not: count.not + (verdict.outcome === 'live' ? 0 : 1),
      });
    }
  }
  const bpcer = Object.fromEntries(
    [...refused]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([group, { n, not }]) => [group, wilson(not, n)]),
  );
  return {
    sequences,
    apcer,
    bpcer,
    refusedBecause: why,
    passiveP50Ms: percentile(times.passiveMs, 50),
    frameP50Ms: percentile(times.frameMs, 50),
    frameP95Ms: percentile(times.frameMs, 95),
    // Frames are read as they come: what is left after the last one is reading it and judging.
    decisionP95Ms: percentile(times.frameMs, 95) + percentile(times.decisionMs, 95),
  };
}

function sequencesOf(args: readonly string[]): number {
  const at = args.indexOf('--sequences');
  const given = at < 0 ? defaultSequences : Number(args[at + 1]);
  if (!Number.isInteger(given) || given < 1) throw new Error('--sequences takes a whole number from 1');
  return given;
}

async function openNets(): Promise<FaceSessions> {
  const store = openCheckoutModelStore(root, process.env);
  const located = await locateFaceSet(store, { only: 'primary' });
  if (!located.ok || located.value.missing.length > 0 || !located.value.files.passive) {
    throw new Error('a model is missing (npm run models)');
  }
  const opened = await loadSessions(located.value.files);
  if (!opened.ok) throw new Error(`cannot be loaded: ${opened.error.missing.join(', ')}`);
  return opened.value;
}
