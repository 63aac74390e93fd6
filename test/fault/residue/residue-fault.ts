// A customer's name, numbers and pictures go through a whole case on the real kiosk; then everything its processes left on
// disk is searched: data folder, bank, temporary files, browser profile, logs, print spool, saved receipts. The search itself is
// shown to find. The memory of its processes is searched too and reported, not judged.
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { z } from 'zod';
import { people } from '#renderer/simulate/people.ts';
import { buildIfStale } from '#scripts/process/build-if-stale.ts';
import { root } from '#scripts/process/root.ts';
import { obtainBrowser } from '#scripts/process/test-browser.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { check, type Check, type FaultOptions, type FaultReport } from '../report.ts';
import { walkMobile } from '../walk/walk-through.ts';
import { layPrintSpool, type PrintSpool } from './print-spool.ts';
import { searchMemory, type MemoryLook } from './process-memory.ts';
import { createFolderSearch, fileBeginnings, needlesOf, type Canary } from './canary-search.ts';

const walker = join(root, 'test', 'fault', 'residue', 'residue-walk.fixture.ts');
const lookSchema = z.object({ type: z.literal('look'), where: z.string() });
/** What each of the walker's processes writes to, as a system would give it. */
const places = ['tmp', 'home'] as const;

const inFours = (digits: string, between: string): string =>
  digits.replaceAll(/(\d{4})(?=\d)/g, `$1${between}`);

/** Of every invented customer: whichever stands before the camera, and none of the others either. */
function customerCanaries(): Canary[] {
  return people.flatMap(({ id, name, nameHindi, aadhaarNumber, virtualId, address }) => [
    { name: `name of ${id}`, value: name },
    { name: `name of ${id}, capitals`, value: name.toUpperCase() },
    { name: `name of ${id}, Hindi`, value: nameHindi },
    { name: `number of ${id}`, value: aadhaarNumber },
    { name: `number of ${id}, spaced`, value: inFours(aadhaarNumber, ' ') },
    { name: `virtual number of ${id}`, value: virtualId },
    ...address.map((line, index) => ({ name: `address of ${id}, line ${index + 1}`, value: line })),
  ]);
}

const canaries: readonly Canary[] = [
  ...customerCanaries(),
  { name: 'mobile', value: walkMobile.replace('+91', '') },
];

async function walk(
  folder: string,
  browserPath: string,
  spool: PrintSpool,
  look: (where: string, walkerPid: number) => void,
): Promise<number | null> {
  for (const place of places) mkdirSync(join(folder, place), { recursive: true });
  const log = openSync(join(folder, 'log'), 'a');
  const [tmp, home] = [join(folder, 'tmp'), join(folder, 'home')];
  const child = fork(walker, [folder, browserPath], {
    cwd: root,
    env: {
      ...process.env,
      PATH: [spool.programs, process.env['PATH']].join(delimiter),
      TMPDIR: tmp,
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_DATA_HOME: join(home, '.local', 'share'),
      BANK_LOG: 'debug',
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  child.on('message', (message) => {
    look(lookSchema.parse(message).where, child.pid ?? 0);
    child.send({ type: 'go-on' });
  });
  return new Promise((resolve) => child.once('exit', resolve));
}

/** One file with every spelling in it, searched like the rest and taken away: an empty search would be worth nothing. */
function plantedAreFound(): boolean {
  using planted = throwawayFolder('fault-planted');
  for (const [index, { value }] of canaries.entries()) {
    const text = typeof value === 'string' ? value : value.toString('latin1');
    writeFileSync(join(planted.path, `plain-${index}`), `…${text}…`);
    writeFileSync(join(planted.path, `wide-${index}`), Buffer.from(text, 'utf16le'));
    writeFileSync(join(planted.path, `base64-${index}`), Buffer.from(`xx${text}yyyy`).toString('base64'));
  }
  const { finds } = createFolderSearch(planted.path, needlesOf(canaries)).search();
  const found = new Set(finds.map(({ file }) => file));
  return found.size === canaries.length * 3;
}

/** While a case is open its values must be in memory; what of it is there after its end is worth knowing. */
const memoryLooks = new Set(['with the receipt open', 'with the case ended']);
/** As programs hold text while they run; the other spellings are for what is written down. */
const inMemory = new Set(['UTF-8', 'UTF-16LE']);
/** Of all invented customers one stands before the camera, and which are invented stands in the page's own program. */
const walked = (name: string): boolean => name === 'mobile' || /^number of \w+$/.test(name);

export async function residueFault({ say }: FaultOptions): Promise<FaultReport> {
  await buildIfStale();
  const browserPath = await obtainBrowser();
  if (browserPath === null) {
    return { checks: [], skipped: ['residue: needs Chrome, Edge or Chromium'], figures: {} };
  }
  using folder = throwawayFolder('fault-residue');
  const values = createFolderSearch(folder.path, needlesOf(canaries));
  // A browser brings pictures of its own; where the kiosk and the bank keep data there is none.
  const own = (file: string): boolean => ['kiosk', 'kiosk-share', 'bank'].includes(file.split(sep)[0] ?? '');
  const isSaved = (file: string): boolean => file.split(sep)[0] === 'saved';
  const pictures = createFolderSearch(folder.path, needlesOf(fileBeginnings));
  const spool = layPrintSpool(folder.path);
  const memory: { readonly where: string; readonly looks: readonly MemoryLook[] }[] = [];
  const memoryNeedles = needlesOf(canaries.filter(({ name }) => walked(name))).filter(({ spelling }) =>
    inMemory.has(spelling),
  );
  let strays: string[] = [];
  const checks: Check[] = [check('the search finds what is planted', plantedAreFound())];
  const figures: { where: string; files: number; megabytes: number }[] = [];
  const ended = await walk(folder.path, browserPath, spool, (where, walkerPid) => {
    const { finds, files, bytes } = values.search();
    const all = pictures.search().finds;
    const seen = all.filter(({ file }) => own(file));
    // A receipt's text is compressed in it; so any PDF outside the place where a person saved one is a copy too many.
    strays = all.filter(({ canary, file }) => canary === 'PDF' && !isSaved(file)).map(({ file }) => file);
    if (memoryLooks.has(where)) {
      const looks = searchMemory(walkerPid, memoryNeedles);
      if (looks) memory.push({ where, looks });
    }
    say(`${where}: ${files} files, ${Math.round(bytes / 1e6)} MB`);
    figures.push({ where, files, megabytes: Math.round(bytes / 1e6) });
    checks.push(
      check(`${where}: no name, number or address in the clear`, finds.length === 0, finds),
      check(`${where}: no picture and no receipt in the clear`, seen.length === 0, seen),
    );
  });
  const printed = spool.printed();
  checks.push(
    check('the receipt was printed, and nothing of it is left in the spool', printed.length === 1, printed),
    check('no job waits in the spool', spool.waiting().length === 0, spool.waiting()),
    check('no receipt lies anywhere but where a person saved it', strays.length === 0, strays),
    check('the case went to its end', ended === 0 && figures.length === 6, { ended, looks: figures.length }),
  );
  return {
    checks,
    skipped: memory.length === 0 ? ['the memory of the processes: it cannot be read here'] : [],
    figures: { canaries: canaries.length, looks: figures, printedBytes: printed, saved: 1, memory },
  };
}
