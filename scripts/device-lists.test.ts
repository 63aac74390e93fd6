// The lists for devices as a person writes them and the bank's key signs them: what is taken, and what is not.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeyFile, makeKeyFile } from '#bank/keys/key-file.ts';
import { readWord } from '#bank/keys/signed-word.ts';
import { deviceListsSchema } from '#core/contract/bank/device-lists.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { signDeviceLists } from './device-lists.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const order = () => ({
  keyFile: at('bank.json'),
  environment: 'development' as const,
  lists: at('lists.json'),
  out: at('store'),
  asOf: instantSchema.parse('2026-11-20T10:00:00.000Z'),
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pravesh-device-lists-'));
  makeKeyFile(at('bank.json'), 'development');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (lists: unknown): void => writeFileSync(at('lists.json'), JSON.stringify(lists));

describe('the bank’s lists for devices', () => {
  it('SY60 are signed with the next serial, fingerprints as OpenSSL prints them or in plain hex', async () => {
    write({ revoked: [Array(32).fill('AB').join(':'), 'cd'.repeat(32)], allowed: ['Acme/F1'] });
    expect(await signDeviceLists(order())).toMatchObject({ ok: true, value: { serial: 1 } });
    expect(await signDeviceLists(order())).toMatchObject({ ok: true, value: { serial: 2 } });
    expect(readdirSync(at('store'))).toEqual(['device-lists-000001.jws', 'device-lists-000002.jws']);
    const ring = loadKeyFile(at('bank.json'), 'development');
    if (!ring.ok) throw new Error(ring.error.kind);
    const word = readFileSync(at('store/device-lists-000002.jws'), 'utf8');
    const read = await readWord(ring.value, 'pravesh-device-lists', word);
    expect(deviceListsSchema.parse(read.ok ? read.value : null)).toEqual({
      serial: 2,
      asOf: order().asOf,
      revoked: ['ab'.repeat(32), 'cd'.repeat(32)],
      allowed: ['Acme/F1'],
      allowedCertificates: null,
    });
  });

  it('SY60 are not signed where the file says anything else, nor without the bank’s keys', async () => {
    const malformed = { ok: false, error: { kind: 'lists-malformed' } };
    expect(await signDeviceLists(order())).toMatchObject(malformed);
    write({ revoked: ['no fingerprint'] });
    expect(await signDeviceLists(order())).toMatchObject({ error: { at: 'revoked.0' } });
    write({ revokd: [] });
    expect(await signDeviceLists(order())).toMatchObject(malformed);
    write({});
    expect(await signDeviceLists({ ...order(), keyFile: at('none') })).toMatchObject({
      error: { kind: 'key-file' },
    });
    expect(readdirSync(folder).toSorted()).toEqual(['bank.json', 'lists.json']);
  });
});
