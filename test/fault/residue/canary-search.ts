// Searches files for values that must not lie there in the clear, in every spelling programs write them in. It tells which
// canary was found where, never its value.
import { readdirSync, readFileSync, lstatSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Canary {
  /** What is told when it is found. */
  readonly name: string;
  readonly value: string | Buffer;
}

export interface Find {
  readonly canary: string;
  readonly spelling: string;
  readonly file: string;
}

export interface Needle {
  readonly canary: string;
  readonly spelling: string;
  readonly bytes: Buffer;
}

/** Of base64 the middle is searched for: the four signs at each end depend on what stands beside the value. */
function base64Spellings(bytes: Buffer, label: string): [string, Buffer][] {
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const middle = text.slice(shift === 0 ? 0 : 4, -4);
    const url = middle.replaceAll('+', '-').replaceAll('/', '_');
    const name = `${label} base64, ${shift} before`;
    return [...new Set([middle, url])].map((form): [string, Buffer] => [name, Buffer.from(form)]);
  });
}

function spellings(value: string | Buffer): [string, Buffer][] {
  if (typeof value !== 'string') {
    return [
      ['bytes', value],
      ['hex', Buffer.from(value.toString('hex'))],
      ...base64Spellings(value, 'bytes'),
    ];
  }
  const utf8 = Buffer.from(value, 'utf8');
  const utf16 = Buffer.from(value, 'utf16le');
  return [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ...base64Spellings(utf8, 'UTF-8'),
    ...base64Spellings(utf16, 'UTF-16LE'),
  ];
}

/** Base64 parts shorter than this are found by chance in a few megabytes of noise. */
const shortestBytes = 7;

export function needlesOf(canaries: readonly Canary[]): Needle[] {
  return canaries.flatMap(({ name, value }) =>
    spellings(value)
      .filter(([, bytes]) => bytes.length >= shortestBytes)
      .map(([spelling, bytes]) => ({ canary: name, spelling, bytes })),
  );
}

export function findInBytes(bytes: Buffer, needles: readonly Needle[], file: string): Find[] {
  return needles
    .filter((needle) => bytes.includes(needle.bytes))
    .map(({ canary, spelling }) => ({ canary, spelling, file }));
}

export interface FolderSearch {
  /** Everything below the folder as it is now; files that did not change since the last search are not read again. */
  search(): { readonly finds: readonly Find[]; readonly files: number; readonly bytes: number };
}

interface Seen {
  readonly stamp: string;
  readonly bytes: number;
  readonly finds: readonly Find[];
}

/** Files that vanish while they are read (a running browser's) are left out; links are not followed. */
export function createFolderSearch(folder: string, needles: readonly Needle[]): FolderSearch {
  let seen = new Map<string, Seen>();

  function look(path: string): Seen | null {
    try {
      const stat = lstatSync(path, { bigint: true });
      if (!stat.isFile()) return null;
      const stamp = `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
      const before = seen.get(path);
      if (before?.stamp === stamp) return before;
      const content = readFileSync(path);
      return {
        stamp,
        bytes: content.byteLength,
        finds: findInBytes(content, needles, relative(folder, path)),
      };
    } catch {
      return null;
    }
  }

  return {
    search() {
      const now = new Map<string, Seen>();
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name);
        const found = look(path);
        if (found) now.set(path, found);
      }
      seen = now;
      const all = [...seen.values()];
      return {
        finds: all.flatMap(({ finds }) => finds),
        files: all.length,
        bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
  };
}

/** How pictures of a camera or a canvas, and receipts, begin; long enough not to stand in ciphertext by chance. */
export const fileBeginnings: readonly Canary[] = [
  { name: 'JPEG (JFIF)', value: Buffer.from('ffd8ffe000104a46494600', 'hex') },
  { name: 'JPEG (Exif)', value: Buffer.from('4578696600004d4d002a', 'hex') },
  { name: 'JPEG (tables)', value: Buffer.from('ffd8ffdb00430002', 'hex') },
  // A receipt's text is compressed inside it: the beginning gives it away.
  { name: 'PDF', value: Buffer.from('%PDF-1.') },
  { name: 'PNG', value: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
];
