// Two screens, or a finger that taps twice: what is asked for at the same moment is done one after the other.
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enrol, openBranchAtWork, refusalOf, type BranchAtWork } from './branch-at-work.ts';

let branch: BranchAtWork;
beforeAll(async () => {
  branch = await openBranchAtWork();
  await enrol(branch);
});
afterAll(() => branch[Symbol.asyncDispose]());

it('AC5 wrong passwords tried at once are counted like any others', async () => {
  await branch.reopen();
  const client = branch.client();
  const wrong = { ...branch.officer, password: `${branch.officer.password}x` };
  const refusals = await Promise.all(
    Array.from({ length: 7 }, () => refusalOf(client.session.signIn(wrong))),
  );
  // In whichever order they came through the door.
  expect(refusals.map(({ kind }) => kind).toSorted()).toEqual([
    'officer-locked',
    'officer-locked',
    ...Array.from({ length: 5 }, () => 'password-not-kept-here'),
  ]);
  // Locked means the right one, too.
  expect((await refusalOf(client.session.signIn(branch.officer))).kind).toBe('officer-locked');
});

it('two sign-ins at once open one vault, and the kiosk never looks unenrolled meanwhile', async () => {
  await branch.reopen();
  const client = branch.client();
  const seen = new Set<string>();
  const watching = (async () => {
    for await (const { kiosk } of await client.shell.watch()) {
      seen.add(kiosk);
      if (kiosk === 'ready') return;
    }
  })();
  const [first, second] = await Promise.all([
    client.session.signIn(branch.officer),
    client.session.signIn(branch.officer),
  ]);
  expect(first).toEqual(second);
  await watching;
  expect([...seen]).not.toContain('unenrolled');
  expect(await client.case.list()).toEqual([]);
  // The log beside the database goes with the last connection: a second vault, which nobody closes, would keep it.
  await branch.reopen();
  expect(readdirSync(branch.dataDir).filter((name) => name.endsWith('-wal'))).toEqual([]);
});
