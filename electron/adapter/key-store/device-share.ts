// The half of every officer's key that stays with this machine and this system user, outside the data folder.
// A data folder carried elsewhere lacks it, and no password opens it there.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, lstat, mkdir, realpath, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, posix, relative, resolve, win32, isAbsolute, sep } from 'node:path';
import { z } from 'zod';
import { base64UrlSchema } from '#core/kernel/encoding.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { readJson, syncFolder, writeSynced } from './durable-file.ts';

export const shareFileName = 'device-share.json';
export const shareBytes = 32;

const shareFileSchema = z.strictObject({
  format: z.literal('pravesh-device-share/1'),
  share: base64UrlSchema.length(43),
});

export type ShareFailure = { readonly kind: 'share-missing' | 'share-unreadable' };

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The user's configuration folder of this system: never one that roams with the user to other machines. */
export function defaultShareDir(
  machine: Machine = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { platform, env, home } = machine;
  if (platform === 'win32') {
    // Not APPDATA: that one roams.
    return win32.join(env['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local'), 'Pravesh Device');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Preferences', 'Pravesh');
  const xdg = env['XDG_CONFIG_HOME'];
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.config'), 'pravesh');
}

/** True when the share would lie inside the data folder, links followed, and so travel with it. */
export async function sharesFolder(dataDir: string, shareDir: string): Promise<boolean> {
  const path = relative(await realOf(dataDir), await realOf(shareDir));
  return path === '' || !(path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path));
}

/** As `realpath`, but of the deepest part that exists already. */
async function realOf(path: string): Promise<string> {
  const full = resolve(path);
  const real = await realpath(full).catch(() => null);
  if (real !== null || dirname(full) === full) return real ?? full;
  return join(await realOf(dirname(full)), relative(dirname(full), full));
}

export async function readShare(shareDir: string): Promise<Result<Uint8Array, ShareFailure>> {
  const path = join(shareDir, shareFileName);
  const found = await lstat(path).catch(() => null);
  // A link could point back into a folder that is copied.
  if (found && !found.isFile()) return err({ kind: 'share-unreadable' });
  // Another hand may have widened it; where the system will not let us narrow it again it still is the right share.
  if (found && (found.mode & 0o077) !== 0) await chmod(path, 0o600).catch(() => undefined);
  const read = await readJson(path);
  if (!read.ok) return err({ kind: `share-${read.error.kind}` });
  const parsed = shareFileSchema.safeParse(read.value);
  if (!parsed.success) return err({ kind: 'share-unreadable' });
  return ok(new Uint8Array(Buffer.from(parsed.data.share, 'base64url')));
}

/** The share of this machine, made when there is none yet; two processes at once end with the same one. */
export async function obtainShare(shareDir: string): Promise<Result<Uint8Array, ShareFailure>> {
  const existing = await readShare(shareDir);
  if (existing.ok || existing.error.kind !== 'share-missing') return existing;
  await mkdir(shareDir, { recursive: true, mode: 0o700 });
  const fresh = randomBytes(shareBytes);
  const draft = join(shareDir, `${shareFileName}.${randomUUID()}.tmp`);
  await writeSynced(
    draft,
    JSON.stringify({ format: 'pravesh-device-share/1', share: fresh.toString('base64url') }),
  );
  fresh.fill(0);
  // Unlike a rename, a link never replaces a share that another process has just made.
  await link(draft, join(shareDir, shareFileName)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  await syncFolder(shareDir);
  return readShare(shareDir);
}

/** Lets a vault know its own share again; tells nothing of it (HMAC keyed by the 256-bit share itself). */
export function fingerprintOf(share: Uint8Array, keyId: string): string {
  return createHmac('sha256', share).update(`pravesh-vault/1 share ${keyId}`).digest('hex');
}
