// npm run bench -- names: two writings of one name, and two people's names, through the kiosk's comparison; by kind of pair.
import { compareNames, type NameVerdict } from '#core/reading/name.ts';
import { percentile, rounded } from '../queue/percentile.ts';
import { differentPeople, samePeople, type NamePair } from './name-pairs.ts';

type Counts = Record<NameVerdict, number>;

const none = (): Counts => ({ match: 0, review: 0, mismatch: 0 });

function judge(pairs: readonly NamePair[], times: number[]) {
  const all = none();
  const byKind: Record<string, Counts> = {};
  for (const { a, b, kind } of pairs) {
    const start = performance.now();
    const verdict = compareNames(a, b);
    times.push(performance.now() - start);
    all[verdict] += 1;
    const counts = (byKind[kind] ??= none());
    counts[verdict] += 1;
  }
  return { n: pairs.length, ...all, byKind };
}

export function nameBench(): Promise<Readonly<Record<string, unknown>>> {
  const times: number[] = [];
  const same = judge(samePeople(), times);
  const different = judge(differentPeople(), times);
  return Promise.resolve({
    same: { ...same, matchedShare: rounded(same.match / same.n, 4) },
    different: { ...different, matchedShare: rounded(different.match / different.n, 4) },
    p50Ms: rounded(percentile(times, 50), 4),
    p95Ms: rounded(percentile(times, 95), 4),
  });
}
