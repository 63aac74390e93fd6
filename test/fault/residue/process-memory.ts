// Searches the memory of running processes for values, as Linux shows it (/proc/PID/mem). It tells which canary was found in which
// kind of process and how it was spelt, never where and never its value. For reporting: what is being worked on must be in memory.
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import type { Needle } from './canary-search.ts';

export interface MemoryLook {
  readonly process: string;
  readonly processes: number;
  readonly megabytes: number;
  /** Canary and spelling, in how many processes of the kind. */
  readonly found: Readonly<Record<string, number>>;
}

const mega = 1024 * 1024;
/** Read at once, and overlapping by the longest needle, so that a value across two reads is found. */
const stepBytes = mega;
const untouched = Buffer.alloc(stepBytes);
/** Ranges that a runtime has set aside and hardly used are larger than anything it holds. */
const rangeAtMostBytes = 1024 * mega;

const kinds: readonly (readonly [part: string, kind: string])[] = [
  ['/out/main/browser', 'kiosk'],
  ['/worker/', 'kiosk worker'],
  ['/out/main/', 'kiosk worker'],
  ['/bank/main', 'bank'],
  ['--type=renderer', 'page'],
  ['--type=', 'browser helper'],
  ['--user-data-dir', 'browser'],
];

function kindOf(pid: number): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
    return kinds.find(([part]) => line.includes(part))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** All that `root` started, and what those started; not itself. */
function descendantsOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      // The program's name stands in brackets before it, and may hold any sign.
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      parents.set(Number(name), Number(parent));
    } catch {
      // It has ended since.
    }
  }
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow);
}

/** The ranges a process may write to, files it has mapped left out: those are searched as files. */
function rangesOf(pid: number): { readonly from: number; readonly bytes: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from, to, inode] = /^([0-9a-f]+)-([0-9a-f]+) rw\S+ \S+ \S+ (\d+)/.exec(line) ?? [];
      if (from === undefined || to === undefined || inode !== '0') return [];
      const range = {
        from: Number.parseInt(from, 16),
        bytes: Number.parseInt(to, 16) - Number.parseInt(from, 16),
      };
      return range.bytes <= rangeAtMostBytes ? [range] : [];
    });
}

function searchProcess(pid: number, needles: readonly Needle[]): { bytes: number; found: Set<string> } {
  const found = new Set<string>();
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  const buffer = Buffer.alloc(stepBytes);
  let bytes = 0;
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const range of rangesOf(pid)) {
      for (let at = 0; at < range.bytes; at += stepBytes - longest) {
        let read: number;
        try {
          read = readSync(memory, buffer, 0, Math.min(stepBytes, range.bytes - at), range.from + at);
        } catch {
          // Given back since, or never touched.
          break;
        }
        const view = buffer.subarray(0, read);
        // Most of what a runtime has set aside was never written to; one comparison tells.
        if (view.equals(untouched.subarray(0, read))) continue;
        bytes += read;
        for (const { canary, spelling, bytes: value } of needles) {
          const name = `${canary}, ${spelling}`;
          if (!found.has(name) && view.includes(value)) found.add(name);
        }
      }
    }
  } finally {
    closeSync(memory);
  }
  return { bytes, found };
}

/** Null where memory cannot be read: another system, or not ours to read. */
export function searchMemory(root: number, needles: readonly Needle[]): MemoryLook[] | null {
  if (process.platform !== 'linux') return null;
  const looks = new Map<string, { processes: number; bytes: number; found: Map<string, number> }>();
  for (const pid of descendantsOf(root)) {
    const kind = kindOf(pid);
    if (kind === null) continue;
    let searched: ReturnType<typeof searchProcess>;
    try {
      searched = searchProcess(pid, needles);
    } catch {
      // It has ended, or may not be looked into.
      continue;
    }
    const look = looks.get(kind) ?? { processes: 0, bytes: 0, found: new Map<string, number>() };
    look.processes += 1;
    look.bytes += searched.bytes;
    for (const name of searched.found) look.found.set(name, (look.found.get(name) ?? 0) + 1);
    looks.set(kind, look);
  }
  if (looks.size === 0) return null;
  return [...looks].map(([kind, { processes, bytes, found }]) => ({
    process: kind,
    processes,
    megabytes: Math.round(bytes / mega),
    found: Object.fromEntries([...found].toSorted(([a], [b]) => a.localeCompare(b))),
  }));
}
