import { createPublicKey, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeyFile, makeKeyFile, rotateSealingKey } from './key-file.ts';
import { readWord, signWord } from './signed-word.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pravesh-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function load() {
  const keys = loadKeyFile(path, 'development');
  if (!keys.ok) throw new Error(keys.error.kind);
  return keys.value;
}

describe('the key file', () => {
  it('is made at a development bank’s first start, for its owner alone, and stays', () => {
    const first = load();
    expect(load().signing.fingerprint).toBe(first.signing.fingerprint);
    expect(statSync(path).mode & (process.platform === 'win32' ? 0 : 0o777)).toBe(
      process.platform === 'win32' ? 0 : 0o600,
    );
  });

  it('is never made by a production bank, nor taken from development', () => {
    expect(loadKeyFile(path, 'production')).toEqual({ ok: false, error: { kind: 'key-file-missing', path } });
    makeKeyFile(path, 'development');
    expect(loadKeyFile(path, 'production')).toMatchObject({ error: { kind: 'key-file-environment' } });
  });

  it('is never overwritten', () => {
    makeKeyFile(path, 'production');
    const before = readFileSync(path, 'utf8');
    expect(() => makeKeyFile(path, 'production')).toThrow('EEXIST');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('a new sealing key goes before the former ones, which open still; the rest stays', () => {
    const first = load();
    const rotated = rotateSealingKey(path, 'development');
    if (!rotated.ok) throw new Error(rotated.error.kind);
    const second = load();
    expect(second.sealing.keyId).toBe(rotated.value.keyId);
    expect([...second.opening.keys()]).toEqual([second.sealing.keyId, first.sealing.keyId]);
    expect(second.signing.fingerprint).toBe(first.signing.fingerprint);
    expect(rotateSealingKey(path, 'production')).toMatchObject({ error: { kind: 'key-file-environment' } });
  });

  it.skipIf(process.platform === 'win32')('is refused when others may read it, or when it is not one', () => {
    makeKeyFile(path, 'development');
    chmodSync(path, 0o640);
    expect(loadKeyFile(path, 'development')).toMatchObject({
      error: { kind: 'key-file-readable-by-others' },
    });
    writeFileSync(path, '{}');
    chmodSync(path, 0o600);
    expect(loadKeyFile(path, 'development')).toMatchObject({ error: { kind: 'key-file-malformed' } });
  });
});

describe('the bank’s word', () => {
  it('is read back only under its own type and key', async () => {
    const keys = load();
    const word = await signWord(keys, 'pravesh-receipt', { a: 1 });
    expect(await readWord(keys, 'pravesh-receipt', word)).toEqual({ ok: true, value: { a: 1 } });
    expect((await readWord(keys, 'pravesh-mobile-proof', word)).ok).toBe(false);
    rmSync(path);
    expect((await readWord(load(), 'pravesh-receipt', word)).ok).toBe(false);
  });

  it('signs the sealing key over its id and itself', () => {
    const { sealing, signing } = load();
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signing.publicRaw }, format: 'jwk' });
    const text = Buffer.from(`${sealing.keyId}.${sealing.publicRaw}`);
    expect(verify(null, text, key, Buffer.from(sealing.signature, 'base64url'))).toBe(true);
  });
});
