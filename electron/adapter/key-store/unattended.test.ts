// A start without an officer on real files: a credential as systemd lays it down, what it opens, and every way in which it does not.
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { officerIdSchema } from '#core/kernel/brand.ts';
import type { Result } from '#core/kernel/result.ts';
import type { UnattendedOpening } from '../../port/key-store.ts';
import { credentialName } from './credential.ts';
import { createOfficerKeyStore } from './officer-key-store.ts';
import { unattendedFileName } from './unattended-wrap.ts';

const asha = { officerId: officerIdSchema.parse('asha'), password: 'monsoon over the delta' };
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pravesh-unattended-'));
  await mkdir(join(root, 'credentials'), { mode: 0o700 });
});
afterEach(() => rm(root, { recursive: true, force: true }));

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}
const storeAt = (data = 'data', share = 'share', credentials: string | null = 'credentials') =>
  createOfficerKeyStore({
    dataDir: join(root, data),
    shareDir: join(root, share),
    credentialsDir: credentials === null ? null : join(root, credentials),
  });
function opening(...place: Parameters<typeof storeAt>): UnattendedOpening {
  const { unattended } = storeAt(...place);
  if (!unattended) throw new Error('no such opening');
  return unattended;
}
const secretPath = () => join(root, 'credentials', credentialName);
const layDown = (secret: Uint8Array | string, mode = 0o400) =>
  rm(secretPath(), { force: true }).then(() => writeFile(secretPath(), secret, { mode }));

async function admitted(): Promise<Uint8Array> {
  const store = storeAt();
  const key = valueOf(await store.create(asha));
  await layDown(randomBytes(32));
  valueOf(await opening().admit(key));
  return key;
}
const fault = (which: string) => ({ ok: false, error: { kind: 'credential', fault: which } });
const notAdmitted = { ok: false, error: { kind: 'not-admitted' } };

describe('a start without an officer', () => {
  it('VA23 an admitted credential opens the vault, one that nobody admitted does not, and officers go on as before', async () => {
    const key = valueOf(await storeAt().create(asha));
    await layDown(randomBytes(32));
    expect(await opening().unlock()).toEqual(notAdmitted);
    expect(await opening().standing()).toEqual({ credential: 'usable', admitted: false });
    valueOf(await opening().admit(key));
    expect(await opening().unlock()).toEqual({ ok: true, value: key });
    expect(await opening().standing()).toEqual({ credential: 'usable', admitted: true });
    expect(await storeAt().unlock(asha)).toEqual({ ok: true, value: key });
    const text = await readFile(join(root, 'data', unattendedFileName), 'utf8');
    const secret = await readFile(secretPath());
    for (const bytes of [Buffer.from(key), secret])
      for (const form of ['hex', 'base64', 'base64url'] as const)
        expect(text).not.toContain(bytes.toString(form));
    valueOf(await opening().withdraw());
    expect(await opening().unlock()).toEqual(notAdmitted);
  });

  it('VA23 a key that is not this vault’s lets no credential in', async () => {
    await admitted();
    expect(await opening().admit(new Uint8Array(32))).toMatchObject({
      error: { kind: 'key-store-replaced' },
    });
  });

  it('VA24 whatever is wrong with the credential has its name, opens nothing and changes no file', async () => {
    const key = await admitted();
    const secret = await readFile(secretPath());
    const before = await readFile(join(root, 'data', unattendedFileName), 'utf8');
    // One that is another than before may be let in anew: a supervisor has changed it.
    const admits = async (which: string) => expect(await opening().admit(key)).toEqual(fault(which));
    async function told(which: string): Promise<void> {
      expect(await opening().unlock()).toEqual(fault(which));
      expect(await opening().standing()).toEqual({ credential: which, admitted: true });
    }
    await rm(secretPath());
    await told('missing');
    await admits('missing');
    expect(await opening('data', 'share', 'none').unlock()).toEqual(fault('missing'));
    await layDown(randomBytes(31));
    await told('too-short');
    await admits('too-short');
    await layDown(secret, 0o404);
    await told('open-to-others');
    await admits('open-to-others');
    await layDown(secret);
    await chmod(join(root, 'credentials'), 0o705);
    await told('open-to-others');
    await chmod(join(root, 'credentials'), 0o700);
    await layDown(randomBytes(32));
    await told('other');
    await rm(secretPath());
    await symlink(join(root, 'elsewhere'), secretPath());
    await told('unreadable');
    await rm(secretPath());
    await mkdir(join(root, 'data', 'credentials'), { mode: 0o700 });
    await writeFile(join(root, 'data', 'credentials', credentialName), secret, { mode: 0o400 });
    const inside = opening('data', 'share', 'data/credentials');
    expect(await inside.unlock()).toEqual(fault('inside-data-folder'));
    // Not started by the system at all: as ever.
    expect(await opening('data', 'share', null).unlock()).toEqual(notAdmitted);
    await layDown(secret);
    expect(await readFile(join(root, 'data', unattendedFileName), 'utf8')).toBe(before);
    expect(await opening().unlock()).toEqual({ ok: true, value: key });
  });

  it('VA25 the data folder and the credential open nothing without this machine’s share', async () => {
    await admitted();
    await cp(join(root, 'data'), join(root, 'carried'), { recursive: true });
    expect(await opening('carried', 'other-share').unlock()).toEqual({
      ok: false,
      error: { kind: 'key-store-replaced' },
    });
  });

  it('VA25 another master key: before its change is ended and after, in a file of before too', async () => {
    const key = await admitted();
    const store = storeAt();
    valueOf(await store.beginRotation(key));
    expect(await opening().unlock()).toEqual({ ok: true, value: key });
    const begun = await readFile(join(root, 'data', unattendedFileName), 'utf8');
    const next = valueOf(await store.nextKey(key));
    if (!next) throw new Error('no next key');
    valueOf(await store.endRotation(next));
    expect(await opening().unlock()).toEqual({ ok: true, value: next });
    const { keys } = JSON.parse(await readFile(join(root, 'data', unattendedFileName), 'utf8')) as {
      keys: unknown[];
    };
    expect(keys).toHaveLength(1);
    // Cut off between the two files, the former one still has the present key.
    await writeFile(join(root, 'data', unattendedFileName), begun);
    expect(await opening().unlock()).toEqual({ ok: true, value: next });
  });

  it('VA25 a public key that somebody put into the file is not sealed to, and admitting while the key changes has both', async () => {
    const key = await admitted();
    const path = join(root, 'data', unattendedFileName);
    const file = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...file, publicKey: randomBytes(32).toString('base64url') }));
    expect(await storeAt().beginRotation(key)).toMatchObject({
      error: { kind: 'key-store-unavailable', reason: 'credential-key-not-genuine' },
    });
    await writeFile(path, JSON.stringify(file));
    valueOf(await opening().withdraw());
    valueOf(await storeAt().beginRotation(key));
    valueOf(await opening().admit(key));
    const next = valueOf(await storeAt().nextKey(key));
    if (!next) throw new Error('no next key');
    valueOf(await storeAt().endRotation(next));
    expect(await opening().unlock()).toEqual({ ok: true, value: next });
  });

  it('VA25 a vault made anew from the recovery key is opened by officers alone until a supervisor admits again', async () => {
    const key = await admitted();
    valueOf(await storeAt().restore(key, asha));
    expect(await opening().unlock()).toEqual(notAdmitted);
  });
});
