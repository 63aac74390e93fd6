// Small JSON files that a power cut leaves old or new, never half of either.
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { err, ok, type Result } from '#core/kernel/result.ts';

export type ReadFailure = { readonly kind: 'missing' | 'unreadable' };

/** What the file says, not yet checked; a folder that is not there is a file that is not there. */
export async function readJson(path: string): Promise<Result<unknown, ReadFailure>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    return err({ kind: text.code === 'ENOENT' || text.code === 'ENOTDIR' ? 'missing' : 'unreadable' });
  }
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return err({ kind: 'unreadable' });
  }
}

/** Writes and syncs one file, readable by its owner only. */
export async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function replaceDurably(path: string, text: string): Promise<void> {
  const draft = `${path}.tmp`;
  await writeSynced(draft, text);
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** A rename is durable once its folder is; Windows cannot open a folder, and journals renames itself. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
