import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { createOfficerKeyStore } from '#electron/adapter/key-store/officer-key-store.ts';
import type { ElectronModule } from './electron-module.ts';
import { createOsKeyStore, osSecretFile, type OsKeyStoreOptions } from './os-key-store.ts';

type SafeStorage = ElectronModule['safeStorage'];
const asha = { officerId: officerIdSchema.parse('asha'), password: 'तीन घोड़े 3' };

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'pravesh-os-key-'));
});
afterEach(() => rmSync(place, { recursive: true }));

/** The system's store of one user: another `mark` is another user or machine. */
function systemStore(mark: string, more: Partial<SafeStorage> = {}): SafeStorage {
  const store = {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    getSelectedStorageBackend: () => 'gnome_libsecret' as const,
    encryptStringAsync: (text: string) =>
      Promise.resolve(Buffer.from(mark + Buffer.from(text).toString('hex'))),
    decryptStringAsync: (sealed: Buffer) => {
      const text = sealed.toString();
      if (!text.startsWith(mark)) return Promise.reject(new Error('not ours'));
      const result = Buffer.from(text.slice(mark.length), 'hex').toString();
      return Promise.resolve({ shouldReEncrypt: false, result });
    },
    ...more,
  };
  // The synchronous methods are left out: using one of them fails the test.
  return store as SafeStorage;
}

function open(safeStorage: SafeStorage, more: Partial<OsKeyStoreOptions> = {}) {
  const dataDir = join(place, 'data');
  return createOsKeyStore({
    safeStorage,
    dataDir,
    platform: 'linux',
    simulated: false,
    officers: createOfficerKeyStore({ dataDir, shareDir: join(place, 'share') }),
    ...more,
  });
}

describe('key store of the operating system', () => {
  test('gives the same key back to the same officer on the same system, and to no wrong password', async () => {
    const made = await open(systemStore('A:')).create(asha);
    if (!made.ok) throw new Error(made.error.kind);
    const again = open(systemStore('A:'));
    expect(await again.exists()).toBe(true);
    expect(await again.unlock(asha)).toEqual(made);
    expect(await again.unlock({ ...asha, password: 'wrong' })).toEqual({
      ok: false,
      error: { kind: 'wrap-not-opened' },
    });
    const ravi = { officerId: officerIdSchema.parse('ravi'), password: 'x' };
    expect(await again.unlock(ravi)).toEqual({ ok: false, error: { kind: 'officer-not-known-here' } });
    expect(await again.admit(made.value, ravi)).toEqual({ ok: true, value: null });
    expect(await again.unlock(ravi)).toEqual(made);
  });

  test('on another system the right password opens nothing, also with every file copied', async () => {
    await open(systemStore('A:')).create(asha);
    const replaced = { ok: false, error: { kind: 'key-store-replaced' } };
    expect(await open(systemStore('B:')).unlock(asha)).toEqual(replaced);
    // The officers' own wrap without the system's part.
    const dataDir = join(place, 'data');
    const officers = createOfficerKeyStore({ dataDir, shareDir: join(place, 'share') });
    expect(await officers.unlock(asha)).toEqual({ ok: false, error: { kind: 'wrap-not-opened' } });
    rmSync(join(dataDir, osSecretFile));
    expect(await open(systemStore('A:')).unlock(asha)).toEqual(replaced);
    writeFileSync(join(dataDir, osSecretFile), 'damaged');
    expect(await open(systemStore('A:')).unlock(asha)).toEqual(replaced);
  });

  test('a key ring that only pretends is refused, except by a simulated kiosk', async () => {
    const pretending = systemStore('A:', { getSelectedStorageBackend: () => 'basic_text' });
    const refused = { ok: false, error: { kind: 'key-store-unavailable', reason: 'os-key-ring-missing' } };
    expect(await open(pretending).create(asha)).toEqual(refused);
    expect(await open(pretending, { simulated: true }).create(asha)).toMatchObject({ ok: true });
    expect(await open(pretending).unlock(asha)).toEqual(refused);
    const none = systemStore('A:', { isAsyncEncryptionAvailable: () => Promise.resolve(false) });
    expect(await open(none).unlock(asha)).toMatchObject({ error: { reason: 'os-encryption-unavailable' } });
    // macOS and Windows have no such choice.
    expect(await open(pretending, { platform: 'win32' }).unlock(asha)).toMatchObject({ ok: true });
  });

  test('when the system has changed its key, the secret is sealed anew', async () => {
    await open(systemStore('A:')).create(asha);
    const before = readFileSync(join(place, 'data', osSecretFile), 'utf8');
    const rotated = systemStore('A:', {
      decryptStringAsync: async (sealed) => ({
        ...(await systemStore('A:').decryptStringAsync(sealed)),
        shouldReEncrypt: true,
      }),
      encryptStringAsync: (text) => systemStore('C:').encryptStringAsync(text),
    });
    expect(await open(rotated).unlock(asha)).toMatchObject({ ok: true });
    expect(readFileSync(join(place, 'data', osSecretFile), 'utf8')).not.toBe(before);
    expect(await open(systemStore('C:')).unlock(asha)).toMatchObject({ ok: true });
  });

  test('an existing vault is never made anew, and its secret stays', async () => {
    const store = open(systemStore('A:'));
    await store.create(asha);
    const before = readFileSync(join(place, 'data', osSecretFile), 'utf8');
    expect(await open(systemStore('B:')).create(asha)).toMatchObject({ error: { reason: 'vault-exists' } });
    expect(readFileSync(join(place, 'data', osSecretFile), 'utf8')).toBe(before);
  });
});
