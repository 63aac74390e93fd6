// The audit command as a person runs it: a process of its own, the password on standard input.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '#electron/adapter/case-store/open-database.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { deriveStoreKeys } from '#electron/adapter/case-store/store-keys.ts';
import { actOn, newEnrolment, queueCase } from '#electron/adapter/case-store/store.fixture.ts';
import { createOfficerKeyStore } from '#electron/adapter/key-store/officer-key-store.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';

const password = 'monsoon-lantern-42';
let place = '';
let masterKey: Uint8Array = new Uint8Array();
let head = '';

async function run(
  args: string[],
  input = `${password}\n`,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'audit.ts'), ...args, '--data', join(place, 'data')],
    { env: { ...process.env, KIOSK_KEY_SHARE: join(place, 'share') } },
  );
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.err += chunk.toString()));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...texts };
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'pravesh-audit-'));
  const dataDir = join(place, 'data');
  const keys = createOfficerKeyStore({ dataDir, shareDir: join(place, 'share') });
  const made = await keys.create({ officerId: officerIdSchema.parse('asha'), password });
  if (!made.ok) throw new Error(made.error.kind);
  masterKey = made.value;
  const store = openCaseStore({ dataDir, masterKey });
  if (!store.ok) throw new Error(store.error.kind);
  store.value.saveEnrolment(newEnrolment(), actOn(null, 'kiosk.enrolled'));
  queueCase(store.value);
  head = store.value.auditHead();
  store.value.audit(actOn(null, 'officer.signed-in'));
  store.value.close();
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

it('AU8 verify says that the audit is whole, how far it is signed, and knows a head that the bank kept', async () => {
  const verified = await run(['verify', '--head', head]);
  expect(verified).toMatchObject({ code: 0, err: '' });
  expect(verified.out).toMatch(
    /^whole: 6 rows, the first 5 signed by kiosk [0-9a-f-]{36}; head [0-9a-f]{64}\n$/,
  );
  const elsewhere = await run(['verify', '--head', 'f'.repeat(64)]);
  expect(elsewhere).toMatchObject({ code: 1 });
  expect(elsewhere.out).toContain('BROKEN: a head that was witnessed elsewhere');
});

it('AU9 export gives one JSON line a row, verified as it goes, and goes on after a number', async () => {
  const all = await run(['export']);
  expect(all.code).toBe(0);
  const rows = all.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { seq: number; act: string });
  expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(rows[0]).toMatchObject({ act: 'store.created', facts: {}, kioskId: expect.any(String) });
  expect(all.err).toContain('whole: 6 rows');
  const later = await run(['export', '--after', '4']);
  expect(later.out.trim().split('\n')).toHaveLength(2);
});

it('AU8 a wrong password, no password, and a folder without a vault are each told, and the password is not repeated', async () => {
  const wrong = await run(['verify'], 'not-the-password\n');
  expect(wrong).toMatchObject({ code: 2, out: '', err: 'The vault did not open: wrap-not-opened\n' });
  expect(await run(['verify'], '')).toMatchObject({ code: 2, err: 'No password came.\n' });
  expect(await run(['verify', '--officer', 'ravi'])).toMatchObject({
    code: 2,
    err: 'The vault did not open: officer-not-known-here\n',
  });
  expect((await run(['destroy'])).err).toContain('usage:');
});

it('AU8 verify names the row that breaks', async () => {
  const opened = openDatabase(join(place, 'data'), deriveStoreKeys(masterKey));
  if (!opened.ok) throw new Error(opened.error.kind);
  // Somebody with the master key, who can take the guards off.
  opened.value.db.exec("DROP TRIGGER audit_is_not_changed; UPDATE audit SET act = 'case.read' WHERE seq = 3");
  opened.value.db.close();
  expect(await run(['verify'])).toMatchObject({
    code: 1,
    out: 'BROKEN: row 3 is not the one its hash was made of.\n',
  });
});
