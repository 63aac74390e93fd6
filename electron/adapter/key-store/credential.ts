// The secret that the system hands to this service alone (systemd's LoadCredential or LoadCredentialEncrypted, which a TPM can
// seal): looked for at each use, given as bytes that the caller overwrites. Refuses what others can read and what is too short to be
// random; a password in a file is no credential.
import { lstat, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CredentialFault } from '#core/contract/kiosk/vault-standing.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { sharesFolder } from './device-share.ts';

export const credentialName = 'pravesh-vault';
/** As many random bytes as a key has; text of a generator is longer for the same. */
const atLeastBytes = 32;
const atMostBytes = 1024 * 1024;

/** The mode's bits: others' at all, the group's write. */
const [others, groupWrites, groupReads] = [0o007, 0o020, 0o040];

export async function readCredential(
  folder: string,
  dataDir: string,
): Promise<Result<Buffer, { readonly kind: CredentialFault }>> {
  const path = join(folder, credentialName);
  const found = await lstat(path).catch(() => null);
  if (!found) return err({ kind: 'missing' });
  if (!found.isFile() || found.size > atMostBytes) return err({ kind: 'unreadable' });
  if (isOpenToOthers(found) || isOpenToOthers(await stat(folder))) return err({ kind: 'open-to-others' });
  // It would travel with the data that it opens.
  if (await sharesFolder(dataDir, folder)) return err({ kind: 'inside-data-folder' });
  const secret = await readFile(path).catch(() => null);
  if (!secret) return err({ kind: 'unreadable' });
  if (secret.length >= atLeastBytes) return ok(secret);
  secret.fill(0);
  return err({ kind: 'too-short' });
}

/** systemd may give it to the service's user by an access list: the file is root's then, and the mode shows the list as its group. */
function isOpenToOthers({ mode, uid }: { readonly mode: number; readonly uid: number }): boolean {
  if (process.platform === 'win32') return false;
  return (mode & (others | groupWrites)) !== 0 || ((mode & groupReads) !== 0 && uid !== 0);
}
