// The vault on real files: what opens it, what does not, and what a copy of the data folder is worth elsewhere.
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync, parseOptions } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { officerIdSchema } from '#core/kernel/brand.ts';
import type { KeyStore, UnlockSecret } from '../../port/key-store.ts';
import { defaultShareDir, shareFileName } from './device-share.ts';
import { createOfficerKeyStore } from './officer-key-store.ts';
import { vaultFileName, vaultSchema } from './vault-file.ts';

const secret = (officer: string, password: string): UnlockSecret => ({
  officerId: officerIdSchema.parse(officer),
  password,
});
const asha = secret('asha', 'monsoon over the delta');
const ravi = secret('ravi', 'seven lamps at dusk');

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pravesh-vault-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const storeAt = (data = 'data', share = 'share'): KeyStore =>
  createOfficerKeyStore({ dataDir: join(root, data), shareDir: join(root, share) });

async function made(): Promise<{ readonly store: KeyStore; readonly key: Uint8Array }> {
  const store = storeAt();
  const created = await store.create(asha);
  if (!created.ok) throw new Error(created.error.kind);
  return { store, key: created.value };
}

const vaultText = (): Promise<string> => readFile(join(root, 'data', vaultFileName), 'utf8');

async function editVault(change: (vault: Record<string, unknown>) => unknown): Promise<void> {
  const vault: Record<string, unknown> = JSON.parse(await vaultText());
  await writeFile(join(root, 'data', vaultFileName), JSON.stringify(change(vault)));
}

describe('opening the vault', () => {
  it('VA1 gives the same 32 random bytes to the officer it was made for, also after a restart', async () => {
    const { key } = await made();
    expect(key.byteLength).toBe(32);
    expect(await storeAt().unlock(asha)).toEqual({ ok: true, value: key });
    const other = await storeAt('data-2', 'share-2').create(asha);
    expect(other.ok && Buffer.from(other.value).equals(Buffer.from(key))).toBe(false);
  });

  it('VA2 refuses a wrong password and an officer without a wrap, each by its own name', async () => {
    const { store } = await made();
    expect(await store.unlock({ ...asha, password: 'monsoon over the Delta' })).toEqual({
      ok: false,
      error: { kind: 'wrap-not-opened' },
    });
    expect(await store.unlock(ravi)).toEqual({ ok: false, error: { kind: 'officer-not-known-here' } });
  });

  it('VA2 opens with the same password composed otherwise', async () => {
    const store = storeAt();
    const composed = secret('asha', 'caf\u00e9 at noon');
    await store.create(composed);
    expect((await store.unlock(secret('asha', 'cafe\u0301 at noon'))).ok).toBe(true);
  });

  it('VA6 admits more officers, and the same one with a new password, never the old one again', async () => {
    const { store, key } = await made();
    const renewed = { ...asha, password: 'a new one entirely' };
    // At once: neither may lose the other's wrap.
    const admitted = await Promise.all([store.admit(key, ravi), store.admit(key, renewed)]);
    expect(admitted).toEqual([
      { ok: true, value: null },
      { ok: true, value: null },
    ]);
    expect(await storeAt().unlock(ravi)).toEqual({ ok: true, value: key });
    expect(await storeAt().unlock(renewed)).toEqual({ ok: true, value: key });
    expect(await storeAt().unlock(asha)).toEqual({ ok: false, error: { kind: 'wrap-not-opened' } });
  });

  it('VA6 admits nobody with a key that is not this vault’s', async () => {
    const { store } = await made();
    const before = await vaultText();
    expect(await store.admit(new Uint8Array(32), ravi)).toEqual({
      ok: false,
      error: { kind: 'key-store-replaced' },
    });
    expect(await vaultText()).toBe(before);
  });
});

describe('a copy of the data folder', () => {
  it('VA3 opens nothing on another machine, even with the right password', async () => {
    const { key } = await made();
    await cp(join(root, 'data'), join(root, 'stolen'), { recursive: true });
    const elsewhere = storeAt('stolen', 'no-share-here');
    expect(await elsewhere.unlock(asha)).toEqual({ ok: false, error: { kind: 'key-store-replaced' } });
    // Nor does asking make a share that would fit.
    expect(await readdir(root)).not.toContain('no-share-here');
    expect(await elsewhere.admit(key, ravi)).toEqual({ ok: false, error: { kind: 'key-store-replaced' } });
  });

  it('VA3 opens nothing where the other machine has a share of its own', async () => {
    await made();
    await cp(join(root, 'data'), join(root, 'stolen'), { recursive: true });
    await storeAt('their-data', 'their-share').create(asha);
    expect(await storeAt('stolen', 'their-share').unlock(asha)).toEqual({
      ok: false,
      error: { kind: 'key-store-replaced' },
    });
    // Nor when the copy is told that the other share is the right one: the wrap needs the share itself.
    const theirs = vaultSchema.parse(
      JSON.parse(await readFile(join(root, 'their-data', vaultFileName), 'utf8')),
    );
    const ours = vaultSchema.parse(JSON.parse(await vaultText()));
    await writeFile(join(root, 'stolen', vaultFileName), JSON.stringify({ ...theirs, wraps: ours.wraps }));
    expect(await storeAt('stolen', 'their-share').unlock(asha)).toEqual({
      ok: false,
      error: { kind: 'wrap-not-opened' },
    });
  });

  it('VA3 opens again when the share comes back: nothing was thrown away', async () => {
    const { key } = await made();
    await cp(join(root, 'share'), join(root, 'kept'), { recursive: true });
    await rm(join(root, 'share'), { recursive: true });
    expect((await storeAt().unlock(asha)).ok).toBe(false);
    await cp(join(root, 'kept'), join(root, 'share'), { recursive: true });
    expect(await storeAt().unlock(asha)).toEqual({ ok: true, value: key });
  });

  it.each(['data', 'data/inside', 'data/deep/er'])('VA4 refuses a share kept in %s', async (share) => {
    expect(await storeAt('data', share).create(asha)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'share-inside-data-folder' },
    });
  });

  it('VA4 follows links when it looks where the share lies', async () => {
    await mkdir(join(root, 'data'));
    await symlink(join(root, 'data'), join(root, 'share'));
    expect(await storeAt().create(asha)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'share-inside-data-folder' },
    });
  });

  it('VA4 lets a share lie beside the data folder, whatever its name begins with', async () => {
    expect((await storeAt('data', '..share').create(asha)).ok).toBe(true);
    expect(await storeAt('data', 'data-share').exists()).toBe(true);
  });
});

describe('what lies on disk', () => {
  it('VA5 holds neither key, share nor password in the data folder', async () => {
    const { key } = await made();
    const text = await vaultText();
    const share: unknown = JSON.parse(await readFile(join(root, 'share', shareFileName), 'utf8'));
    const shareText = (share as { share: string }).share;
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(text).not.toContain(Buffer.from(key).toString(encoding));
      expect(text).not.toContain(Buffer.from(shareText, 'base64url').toString(encoding));
    }
    expect(text).not.toContain(asha.password);
    expect(await readdir(join(root, 'data'))).toEqual([vaultFileName]);
    expect(await readdir(join(root, 'share'))).toEqual([shareFileName]);
  });

  it.skipIf(process.platform === 'win32')('VA5 keeps files and folders to their owner', async () => {
    await made();
    const modeOf = async (...path: string[]): Promise<string> =>
      ((await stat(join(root, ...path))).mode & 0o777).toString(8);
    expect(await modeOf('share')).toBe('700');
    expect(await modeOf('share', shareFileName)).toBe('600');
    expect(await modeOf('data', vaultFileName)).toBe('600');
  });

  it('VA7 wraps with argon2id at 64 MiB and 3 passes at least, salt and nonce fresh each time', async () => {
    const { store, key } = await made();
    await store.admit(key, ravi);
    const vault = vaultSchema.parse(JSON.parse(await vaultText()));
    // The algorithm is the package's default: this would tell if another version changed it.
    expect(parseOptions(hashSync('x'))).toMatchObject({ algorithm: 2 });
    for (const { kdf } of vault.wraps) {
      expect(kdf).toMatchObject({ algorithm: 'argon2id', memoryKib: 65_536, passes: 3 });
    }
    expect(new Set(vault.wraps.map((wrap) => wrap.kdf.salt)).size).toBe(2);
    expect(new Set(vault.wraps.map((wrap) => wrap.iv)).size).toBe(2);
    await editVault((text) => ({
      ...text,
      wraps: vault.wraps.map((wrap) => ({ ...wrap, kdf: { ...wrap.kdf, memoryKib: 8 } })),
    }));
    expect(await store.unlock(asha)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'vault-unreadable' },
    });
  });

  it('VA7 does not open a wrap moved to another officer', async () => {
    const { store } = await made();
    await editVault((vault) => ({
      ...vault,
      wraps: vaultSchema.parse(vault).wraps.map((wrap) => ({ ...wrap, officerId: 'ravi' })),
    }));
    expect(await store.unlock({ ...asha, officerId: ravi.officerId })).toEqual({
      ok: false,
      error: { kind: 'wrap-not-opened' },
    });
  });

  it('VA8 never makes a vault over one that is there, readable or not', async () => {
    const { store } = await made();
    const before = await vaultText();
    expect(await store.create(ravi)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'vault-exists' },
    });
    expect(await vaultText()).toBe(before);
    await writeFile(join(root, 'data', vaultFileName), before.slice(0, 100));
    expect(await store.exists()).toBe(true);
    expect((await store.create(ravi)).ok).toBe(false);
    expect(await store.unlock(asha)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'vault-unreadable' },
    });
    expect(await vaultText()).toBe(before.slice(0, 100));
  });

  it('VA8 says when there is no vault yet', async () => {
    expect(await storeAt().exists()).toBe(false);
    expect(await storeAt().unlock(asha)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'vault-missing' },
    });
  });

  it('VA8 a share that cannot be read is named, not replaced', async () => {
    await made();
    await writeFile(join(root, 'share', shareFileName), '{"format":');
    expect(await storeAt().unlock(asha)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'share-unreadable' },
    });
    expect(await readFile(join(root, 'share', shareFileName), 'utf8')).toBe('{"format":');
  });

  it('VA8 a write cut short before its rename leaves the vault as it was', async () => {
    const { store, key } = await made();
    await writeFile(join(root, 'data', `${vaultFileName}.tmp`), '{"half":');
    expect(await store.unlock(asha)).toEqual({ ok: true, value: key });
    expect(await store.admit(key, ravi)).toEqual({ ok: true, value: null });
    expect(await readdir(join(root, 'data'))).toEqual([vaultFileName]);
  });

  it('VA8 a folder that cannot be written is a named outcome', async () => {
    await writeFile(join(root, 'file'), '');
    const created = await storeAt('file/data', 'share').create(asha);
    expect(created).toEqual({ ok: false, error: { kind: 'key-store-unavailable', reason: 'ENOTDIR' } });
  });

  it('VA9 two kiosks of one user share the machine’s half, made once', async () => {
    const both = await Promise.all([storeAt('a').create(asha), storeAt('b').create(asha)]);
    expect(both.every((made) => made.ok)).toBe(true);
    expect((await storeAt('a').unlock(asha)).ok).toBe(true);
    expect((await storeAt('b').unlock(asha)).ok).toBe(true);
    expect(await readdir(join(root, 'share'))).toEqual([shareFileName]);
  });
});

describe('where the share lies by default', () => {
  it.each([
    ['linux', { XDG_CONFIG_HOME: '/etc/xdg/me' }, '/etc/xdg/me/pravesh'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/me/.config/pravesh'],
    ['darwin', {}, '/home/me/Library/Preferences/Pravesh'],
    ['win32', { LOCALAPPDATA: 'C:\\L', APPDATA: 'C:\\R' }, 'C:\\L\\Pravesh Device'],
  ] as const)('VA4 on %s with %o', (platform, env, path) => {
    expect(defaultShareDir({ platform, env, home: '/home/me' })).toBe(path);
  });
});
