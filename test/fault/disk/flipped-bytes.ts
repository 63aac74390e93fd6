// Bytes of the database flipped at random: noticed by its name and kept whole, or harmless; never silently less.
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFileName } from '#electron/adapter/case-store/open-database.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import type { Chance } from '../chance.ts';
import { valueOf } from '../kiosk/enrol-kiosk.ts';
import { check, type Check } from '../report.ts';
import { judgeFolder, type Durable } from '../store/durable.ts';
import { writeCase } from '../store/write-cases.ts';

const cases = 6;
const log = `${databaseFileName}-wal`;
const mark = `${databaseFileName}-mark`;

/** A closed database, and one whose last cases are still in its log, as a kill leaves it. */
function makeBase(folder: string, key: Uint8Array): Durable[] {
  const said: Durable[] = [];
  const note = (durable: Durable): void => void said.push(durable);
  const store = valueOf(openCaseStore({ dataDir: folder, masterKey: key }));
  for (let count = 0; count < cases; count += 1) writeCase(store, 20_000, note);
  mkdirSync(join(folder, 'killed'));
  for (const name of [databaseFileName, log, mark])
    copyFileSync(join(folder, name), join(folder, 'killed', name));
  store.close();
  return said;
}

/** `savedWhole`: of those noticed, how many had every case again at the next start. */
type Flips = Record<FlipOutcome | 'savedWhole', number>;
export type FlipOutcome = 'harmless' | 'noticed' | 'lost' | 'not-kept' | 'thrown' | 'misnamed';

function flip(bytes: Buffer, chance: Chance): Buffer {
  const flipped = Buffer.from(bytes);
  const at = chance.below(flipped.length);
  flipped[at] = (flipped[at] ?? 0) ^ (1 + chance.below(255));
  return flipped;
}

function outcomeOf(
  dataDir: string,
  key: Uint8Array,
  said: readonly Durable[],
  flipped: [string, Buffer],
  again: (whole: boolean) => void,
): FlipOutcome {
  try {
    const verdict = judgeFolder(dataDir, key, said);
    if (verdict.kind === 'whole') return 'harmless';
    if (verdict.kind === 'lost') return 'lost';
    if (verdict.kind === 'not-opened' && !verdict.why.includes('database-damaged')) return 'misnamed';
    const [name, bytes] = flipped;
    again(judgeFolder(dataDir, key, said).kind === 'whole');
    const kept = join(dataDir, 'damaged-1', name);
    return existsSync(kept) && readFileSync(kept).equals(bytes) ? 'noticed' : 'not-kept';
  } catch {
    return 'thrown';
  }
}

function flipMany(
  base: string,
  files: readonly string[],
  target: string,
  parts: {
    readonly key: Uint8Array;
    readonly said: readonly Durable[];
    readonly count: number;
    readonly chance: Chance;
  },
): Flips {
  const outcomes: Flips = {
    harmless: 0,
    noticed: 0,
    lost: 0,
    'not-kept': 0,
    thrown: 0,
    misnamed: 0,
    savedWhole: 0,
  };
  const dataDir = join(base, 'flipped');
  const whole = readFileSync(join(base, files.includes(log) ? 'killed' : '.', target));
  for (let count = 0; count < parts.count; count += 1) {
    rmSync(dataDir, { recursive: true, force: true });
    mkdirSync(dataDir);
    for (const name of files)
      copyFileSync(join(base, files.includes(log) ? 'killed' : '.', name), join(dataDir, name));
    const flipped = flip(whole, parts.chance);
    writeFileSync(join(dataDir, target), flipped);
    outcomes[
      outcomeOf(dataDir, parts.key, parts.said, [target, flipped], (whole) => {
        outcomes.savedWhole += whole ? 1 : 0;
      })
    ] += 1;
  }
  return outcomes;
}

export function flippedBytes(
  folder: string,
  count: number,
  chance: Chance,
): { checks: Check[]; figures: Record<string, unknown> } {
  const key = randomBytes(32);
  const said = makeBase(folder, key);
  const parts = { key, said, count, chance };
  const database = flipMany(folder, [databaseFileName], databaseFileName, parts);
  const logged = flipMany(folder, [databaseFileName, log, mark], log, {
    ...parts,
    count: Math.ceil(count / 2),
  });
  const fine = ({ lost, thrown, misnamed, 'not-kept': gone }: Flips): boolean =>
    lost + thrown + misnamed + gone === 0;
  return {
    checks: [
      check('flipped bytes of the database: named and kept, or harmless', fine(database), database),
      check('flipped bytes of the database: most are noticed', database.noticed > count / 2, database),
      check('flipped bytes of a killed kiosk’s log: named and kept, or harmless', fine(logged), logged),
      check('flipped bytes of a killed kiosk’s log: most are noticed', logged.noticed > count / 4, logged),
      check('of a log with one bad byte most is saved whole', logged.savedWhole > logged.noticed / 2, logged),
    ],
    figures: { flips: database, flipsOfTheLog: logged },
  };
}
