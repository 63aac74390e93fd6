// A kiosk whose power went at night: it opens by the system's credential, the queue goes on, and the screens want an officer as ever.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { credentialName } from '#electron/adapter/key-store/credential.ts';
import { enrol, openBranchAtWork, refusalOf, toContact, type BranchAtWork } from './branch-at-work.ts';

const credentialsDir = mkdtempSync(join(tmpdir(), 'pravesh-credentials-'));
const secret = join(credentialsDir, credentialName);
let branch: BranchAtWork;
beforeAll(async () => {
  writeFileSync(secret, randomBytes(32), { mode: 0o400 });
  branch = await openBranchAtWork({ credentialsDir });
  await enrol(branch);
});
afterAll(async () => {
  await branch[Symbol.asyncDispose]();
  rmSync(credentialsDir, { recursive: true, force: true });
});

async function statusOf() {
  for await (const status of await branch.client().shell.watch()) return status;
  throw new Error('no status');
}

it('VA23 after a restart nobody is signed in and no draft is shown, while the line is taken up; officers cannot admit', async () => {
  expect((await refusalOf(branch.client().vault.admitCredential())).kind).toBe('role-not-allowed');
  const draft = await toContact(branch.client());
  await branch.client().session.signOut();
  const vikram = { officerId: officerIdSchema.parse('vikram'), password: await branch.password('vikram') };
  await branch.client().session.signIn(vikram);
  expect((await branch.client().vault.standing()).unattended).toEqual({
    credential: 'usable',
    admitted: false,
  });
  await branch.reopen();
  expect(await statusOf()).toMatchObject({ kiosk: 'locked', officer: null });
  await branch.client().session.signIn(vikram);
  await branch.client().vault.admitCredential();
  expect((await branch.client().vault.standing()).unattended).toEqual({
    credential: 'usable',
    admitted: true,
  });

  await branch.reopen();
  await expect.poll(async () => (await statusOf()).line, { timeout: 20_000 }).toBe('online');
  expect(await statusOf()).toMatchObject({ kiosk: 'ready', officer: null });
  expect((await refusalOf(branch.client().case.get({ caseId: draft.caseId }))).kind).toBe('not-signed-in');
  expect((await refusalOf(branch.client().outbox.list({ show: 'open' }))).kind).toBe('not-signed-in');
  expect((await refusalOf(branch.client().vault.withdrawCredential())).kind).toBe('not-signed-in');

  await branch.client().session.signIn(vikram);
  const found = await branch.client().case.get({ caseId: draft.caseId });
  expect(found.caseId).toBe(draft.caseId);
  rmSync(secret);
  await branch.reopen();
  expect(await statusOf()).toMatchObject({ kiosk: 'locked', officer: null });
  await branch.client().session.signIn(vikram);
  expect((await branch.client().vault.standing()).unattended).toEqual({
    credential: 'missing',
    admitted: true,
  });
  expect((await refusalOf(branch.client().vault.admitCredential())).kind).toBe('credential-unusable');
  await branch.client().vault.withdrawCredential();
  expect((await branch.client().vault.standing()).unattended).toEqual({
    credential: 'missing',
    admitted: false,
  });
});
