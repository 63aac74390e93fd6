// Reads what strace wrote of a process: the writes, truncations and syncs of the database's files, and the lines it said.
import { basename } from 'node:path';

export type TraceOp =
  | { readonly op: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly op: 'truncate'; readonly file: string; readonly size: number }
  | { readonly op: 'sync' | 'unlink'; readonly file: string }
  | { readonly op: 'said'; readonly text: string };

/** Calls to trace; strings in hexadecimal, whole pages of them, and the path beside each descriptor. */
export const straceArgs = [
  '-e',
  'trace=pwrite64,write,ftruncate,fsync,fdatasync,unlink',
  '-xx',
  '-y',
  '-s',
  '70000',
];

const hex = String.raw`((?:\\x[0-9a-f]{2})*)`;
const callPattern = new RegExp(
  String.raw`^(pwrite64|write|ftruncate|fsync|fdatasync)\((\d+)<([^>]*)>(?:, "${hex}"(?:\.\.\.)?, (\d+))?(?:, (\d+))?\)\s+= (-?\d+)`,
  'u',
);
const unlinkPattern = new RegExp(String.raw`^unlink\("${hex}"\)\s+= 0`, 'u');

const bytesOf = (text: string): Buffer => Buffer.from(text.replaceAll(String.raw`\x`, ''), 'hex');
const pathOf = (text: string): string =>
  text.includes(String.raw`\x`) ? bytesOf(text).toString('utf8') : text;

/** Only files whose name begins with `database`; its index in shared memory is rebuilt at every start and left out. */
export function readTraceLine(line: string, database: string): TraceOp | null {
  const isOurs = (file: string): boolean => file.startsWith(database) && !file.endsWith('-shm');
  const unlinked = unlinkPattern.exec(line);
  if (unlinked) {
    const file = basename(pathOf(unlinked[1] ?? ''));
    return isOurs(file) ? { op: 'unlink', file } : null;
  }
  const call = callPattern.exec(line);
  if (!call) return null;
  const [, name = '', descriptor = '', path = '', data, , last, result = '-1'] = call;
  if (Number(result) < 0) return null;
  if (name === 'write' && descriptor === '1')
    return { op: 'said', text: bytesOf(data ?? '').toString('utf8') };
  const file = basename(pathOf(path));
  if (!isOurs(file)) return null;
  if (name === 'pwrite64') {
    // What the system took, which may be less than it was given.
    const bytes = bytesOf(data ?? '').subarray(0, Number(result));
    return { op: 'write', file, offset: Number(last ?? 0), bytes };
  }
  if (name === 'ftruncate') return { op: 'truncate', file, size: Number(last ?? 0) };
  return name === 'write' ? null : { op: 'sync', file };
}
