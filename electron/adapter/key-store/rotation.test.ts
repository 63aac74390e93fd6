// The master key changed, sealed for recovery, and given back, on real files.
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEscrow } from '#bank/keys/open-escrow.ts';
import { kioskIdSchema, officerIdSchema } from '#core/kernel/brand.ts';
import type { KeyStore, UnlockSecret } from '../../port/key-store.ts';
import { escrowFileName } from './escrow-file.ts';
import { createOfficerKeyStore } from './officer-key-store.ts';
import { vaultFileName, vaultSchema } from './vault-file.ts';

const secret = (officer: string, password: string): UnlockSecret => ({
  officerId: officerIdSchema.parse(officer),
  password,
});
const asha = secret('asha', 'monsoon over the delta');
const ravi = secret('ravi', 'seven lamps at dusk');
const meera = secret('meera', 'a third one comes');

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pravesh-vault-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const storeAt = (data = 'data', share = 'share'): KeyStore =>
  createOfficerKeyStore({ dataDir: join(root, data), shareDir: join(root, share) });
const vaultPath = (): string => join(root, 'data', vaultFileName);
const vaultNow = async () => vaultSchema.parse(JSON.parse(await readFile(vaultPath(), 'utf8')));

function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: { kind: string } }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function twoOfficers(): Promise<{ store: KeyStore; key: Uint8Array }> {
  const store = storeAt();
  const key = valueOf(await store.create(asha));
  valueOf(await store.admit(key, ravi));
  return { store, key };
}

async function begun(): Promise<{ store: KeyStore; key: Uint8Array; next: Uint8Array }> {
  const { store, key } = await twoOfficers();
  valueOf(await store.beginRotation(key));
  const next = valueOf(await store.nextKey(key));
  if (!next) throw new Error('no next key');
  return { store, key, next };
}

describe('a change of the master key', () => {
  it('VA16 keeps both until it is ended, and then opens the new one for every officer, with no password asked', async () => {
    const { store, key, next } = await begun();
    expect(Buffer.from(next).equals(Buffer.from(key))).toBe(false);
    expect(await storeAt().unlock(ravi)).toEqual({ ok: true, value: key });
    // Begun again after a crash it goes on with the same one.
    valueOf(await store.beginRotation(key));
    expect(await store.nextKey(key)).toEqual({ ok: true, value: next });
    valueOf(await store.endRotation(next));
    expect(await storeAt().unlock(asha)).toEqual({ ok: true, value: next });
    expect(await storeAt().unlock(ravi)).toEqual({ ok: true, value: next });
    expect(await store.nextKey(next)).toEqual({ ok: true, value: null });
    // Ended twice: a crash may have come between the end and its being known.
    valueOf(await store.endRotation(next));
    expect(await store.admit(key, meera)).toEqual({ ok: false, error: { kind: 'key-store-replaced' } });
  });

  it('VA16 an officer admitted meanwhile has the new key too', async () => {
    const { store, key, next } = await begun();
    valueOf(await store.admit(key, meera));
    valueOf(await store.endRotation(next));
    expect(await storeAt().unlock(meera)).toEqual({ ok: true, value: next });
  });

  it('VA16 the old key opens nothing of the new vault, and a stranger’s key ends nothing', async () => {
    const { store, key, next } = await begun();
    expect(await store.endRotation(key)).toEqual({ ok: false, error: { kind: 'key-store-replaced' } });
    expect((await store.beginRotation(new Uint8Array(32))).ok).toBe(false);
    valueOf(await store.endRotation(next));
    const text = await readFile(vaultPath(), 'utf8');
    expect(text).not.toContain('underPresent');
    expect(await store.nextKey(key)).toEqual({ ok: false, error: { kind: 'key-store-replaced' } });
  });

  it('VA17 is refused when somebody put a public key of his own into the file', async () => {
    const { store, key } = await twoOfficers();
    const vault = await vaultNow();
    const theirs = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? '';
    const wraps = vault.wraps.map((wrap) =>
      wrap.officerId === 'ravi' ? { ...wrap, publicKey: theirs } : wrap,
    );
    await writeFile(vaultPath(), JSON.stringify({ ...vault, wraps }));
    expect(await store.beginRotation(key)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'officer-key-not-genuine' },
    });
    expect((await vaultNow()).next).toBeNull();
  });
});

describe('recovery', () => {
  const pair = generateKeyPairSync('x25519');
  const kioskId = kioskIdSchema.parse(v7());
  const bank = { kioskId, keyId: 'seal-1', publicKey: pair.publicKey.export({ format: 'jwk' }).x ?? '' };
  const bankKeys = new Map([['seal-1', pair.privateKey.export({ format: 'jwk' })]]);
  const escrowNow = async (folder = 'data'): Promise<unknown> =>
    JSON.parse(await readFile(join(root, folder, escrowFileName), 'utf8'));

  it('VA18 the bank alone opens the recovery key; machine and passwords lost, the data opens with it again', async () => {
    const { store, key } = await twoOfficers();
    valueOf(await store.escrow(key, bank));
    const text = await readFile(join(root, 'data', escrowFileName), 'utf8');
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(text).not.toContain(Buffer.from(key).toString(encoding));
    }
    await cp(join(root, 'data'), join(root, 'carried'), { recursive: true });
    const elsewhere = storeAt('carried', 'other-share');
    expect(await elsewhere.unlock(asha)).toEqual({ ok: false, error: { kind: 'key-store-replaced' } });
    const recovered = valueOf(await openEscrow(bankKeys, await escrowNow('carried')));
    expect(recovered).toEqual({ kioskId, masterKey: key });
    valueOf(await elsewhere.restore(recovered.masterKey, meera));
    expect(await storeAt('carried', 'other-share').unlock(meera)).toEqual({ ok: true, value: key });
    expect((await readdir(join(root, 'carried'))).sort()).toEqual([
      'recovery.json',
      'vault-replaced-1.json',
      'vault.json',
    ]);
  });

  it('VA18 opens for no other key, kiosk or form', async () => {
    const { store, key } = await twoOfficers();
    valueOf(await store.escrow(key, bank));
    const escrow = (await escrowNow()) as Record<string, unknown>;
    const other = new Map([['seal-1', generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' })]]);
    expect(await openEscrow(other, escrow)).toMatchObject({ error: { kind: 'escrow-not-opened' } });
    expect(await openEscrow(new Map(), escrow)).toMatchObject({ error: { kind: 'escrow-key-unknown' } });
    const moved = { ...escrow, kioskId: v7() };
    expect(await openEscrow(bankKeys, moved)).toMatchObject({ error: { kind: 'escrow-not-opened' } });
    expect(await openEscrow(bankKeys, { ...escrow, format: 'x' })).toMatchObject({
      error: { kind: 'escrow-malformed' },
    });
  });

  it('VA19 restores with no vault left, or one that cannot be read, and never behind another key', async () => {
    const { store, key } = await twoOfficers();
    const before = await readFile(vaultPath(), 'utf8');
    expect(await store.restore(new Uint8Array(32), meera)).toEqual({
      ok: false,
      error: { kind: 'key-store-replaced' },
    });
    expect(await readFile(vaultPath(), 'utf8')).toBe(before);
    await writeFile(vaultPath(), '{"half":');
    valueOf(await store.restore(key, meera));
    expect(await readFile(join(root, 'data', 'vault-replaced-1.json'), 'utf8')).toBe('{"half":');
    await rm(vaultPath());
    // Without its vault the data is not taken for a new kiosk's.
    valueOf(await store.restore(key, ravi));
    valueOf(await store.escrow(key, bank));
    await rm(vaultPath());
    expect(await store.exists()).toBe(true);
    expect(await store.create(asha)).toEqual({
      ok: false,
      error: { kind: 'key-store-unavailable', reason: 'vault-missing' },
    });
    valueOf(await store.restore(key, ravi));
    expect(await storeAt().unlock(ravi)).toEqual({ ok: true, value: key });
  });
});
