// What happens to cases after they were sealed, through a real kiosk at a real bank: corrected, and their consent taken back.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { currentCatalogue, issueCatalogue } from '#bank/catalogue/catalogue-store.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import {
  enrol,
  jpeg,
  openBranchAtWork,
  refusalOf,
  toFace,
  until,
  type BranchAtWork,
} from './branch-at-work.ts';
import { selfieOf } from './pictures.ts';

let branch: BranchAtWork;
beforeAll(async () => {
  branch = await openBranchAtWork();
  await enrol(branch);
});
afterAll(() => branch[Symbol.asyncDispose]());

it('RT9 BK14 consent taken back without a line: erased here at once, at the bank when the line is back, and confirmed', async () => {
  const client = branch.client();
  const { caseId } = await toFace(branch, 'gurdeep');
  const compared = await client.case.addSelfie({ caseId, image: jpeg(await selfieOf('gurdeep')) });
  if (compared.face?.outcome !== 'match')
    await client.case.judgeFace({ caseId, verdict: 'send-to-review', reason: 'Compared by eye' });
  await client.case.goTo({ caseId, step: 'review' });
  await client.case.seal({ caseId });
  await until(
    client,
    caseId,
    ({ bank, delivery }) => delivery?.state === 'accepted' && bank !== null && bank.state !== 'received',
  );
  await branch.bank.bank().close();
  expect(await client.case.withdrawConsent({ caseId })).toEqual({ bankTold: true });
  expect((await client.case.get({ caseId })).reading).toBeNull();
  expect(await client.outbox.list({ show: 'open' })).toMatchObject({ withdrawals: 1 });
  await branch.bank.restart();
  await expect
    .poll(async () => (await client.outbox.list({ show: 'open' })).withdrawals, { timeout: 60_000 })
    .toBe(0);
  const { db } = branch.bank.bank();
  const told = await db.selectFrom('withdrawal').selectAll().where('case_id', '=', caseId).execute();
  expect(told).toHaveLength(1);
  const [row] = await db.selectFrom('bank_case').selectAll().where('case_id', '=', caseId).execute();
  expect(row).toMatchObject(
    told[0]?.outcome === 'kept-by-law'
      ? { state: 'opened' }
      : { state: 'refused', reasons: '["consent-withdrawn"]', case_file_sealed: '' },
  );
  expect((await client.outbox.history({ caseId })).at(-1)?.act).toBe('withdrawal.confirmed');
});

it('BK20 a case in review is approved at the bank’s desk, and the kiosk’s screen becomes the account by itself', async () => {
  const client = branch.client();
  const { caseId } = await toFace(branch, 'anil');
  const compared = await client.case.addSelfie({ caseId, image: jpeg(await selfieOf('meera')) });
  await client.case.judgeFace({ caseId, verdict: 'send-to-review', reason: 'Not alike, customer insists' });
  expect(compared.face?.outcome).not.toBe('match');
  await client.case.goTo({ caseId, step: 'review' });
  await client.case.seal({ caseId });
  await until(client, caseId, ({ bank }) => bank?.state === 'in-review');
  const url = branch.bank.bank().url;
  const password = await branch.password('vikram');
  const desk = (what: string, ...more: string[]) => runDesk(url, password, what, ...more);
  const listed = await desk('list');
  expect(listed.stdout).toContain(caseId);
  const approved = await desk('approve', caseId, '--reason', 'Seen in person');
  expect(approved.stdout).toContain('opened');
  const opened = await until(client, caseId, ({ bank }) => bank?.state === 'opened');
  expect(opened.bank?.accountNumber).toMatch(/^\d{14}$/);
  expect((await desk('approve', caseId, '--reason', 'Once more')).stderr).toContain('not in review');
});

/** The first product of the list becomes one that nobody is old enough for. */
async function raiseAge(): Promise<void> {
  const { db } = branch.bank.bank();
  const before = await currentCatalogue(db);
  const asOf = instantSchema.parse(new Date(Date.parse(before.asOf) + 1000).toISOString());
  const products = before.products.map((each, index) =>
    index === 0 ? { ...each, minimumAgeYears: 130 } : each,
  );
  await issueCatalogue(db, { ...before, version: 'grown-up', asOf, products });
  await branch.reopen();
  await branch.client().session.signIn(branch.officer);
  await expect
    .poll(async () => (await branch.client().catalogue.get()).version, { timeout: 20_000 })
    .toBe('grown-up');
}

it('CS20 CS22 BK13 the refused case is corrected, sealed as version 2, and opens one account', async () => {
  await raiseAge();
  const client = branch.client();
  const { caseId } = await toFace(branch, 'meera');
  const compared = await client.case.addSelfie({ caseId, image: jpeg(await selfieOf('meera')) });
  if (compared.face?.outcome !== 'match')
    await client.case.judgeFace({ caseId, verdict: 'same-person', reason: 'Compared by eye' });
  await client.case.goTo({ caseId, step: 'review' });
  await client.case.seal({ caseId });
  const refused = await until(client, caseId, ({ bank }) => bank?.state === 'refused');
  expect(refused).toMatchObject({ mayCorrect: true, bank: { reasons: ['under-age'] } });
  expect(await refusalOf(client.outbox.reopen({ caseId }))).toEqual({ kind: 'role-not-allowed' });

  await client.session.signIn({
    officerId: officerIdSchema.parse('vikram'),
    password: await branch.password('vikram'),
  });
  const open = await client.outbox.reopen({ caseId });
  expect(open).toMatchObject({
    status: 'draft',
    at: 'product',
    correction: { version: 2, bankReasons: ['under-age'] },
  });
  expect(await refusalOf(client.case.abandon({ caseId }))).toEqual({ kind: 'correction-open' });
  const { products, branches } = await client.catalogue.get();
  const productId = products[1]?.productId ?? '';
  const chosen = await client.case.chooseProduct({
    caseId,
    productId,
    branchId: branches[0]?.branchId ?? '',
  });
  expect(chosen.at).toBe('review');
  await client.case.seal({ caseId });
  const opened = await until(client, caseId, ({ bank }) => bank?.state === 'opened');
  expect(opened.mayCorrect).toBe(false);

  const { db } = branch.bank.bank();
  const packets = await db
    .selectFrom('packet')
    .select('version')
    .where('case_id', '=', caseId)
    .orderBy('version')
    .execute();
  expect(packets.map(({ version }) => version)).toEqual([1, 2]);
  const accounts = await db
    .selectFrom('account')
    .select('product_id')
    .where('case_id', '=', caseId)
    .execute();
  expect(accounts).toEqual([{ product_id: productId }]);
  const acts = (await client.outbox.history({ caseId })).map(({ act, officerId }) => [act, officerId]);
  expect(acts).toContainEqual(['case.reopened', 'vikram']);
  expect(acts.filter(([act]) => act === 'case.sealed')).toEqual([
    ['case.sealed', 'asha'],
    ['case.sealed', 'vikram'],
  ]);
});

/** `npm run bank -- review …` as a person runs it, the password typed in. */
async function runDesk(
  url: string,
  password: string,
  ...asked: string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const script = join(import.meta.dirname, '../../scripts/bank.ts');
  const child = execFile(process.execPath, [script, 'review', ...asked, '--url', url]);
  child.stdin?.end(`${password}\n`);
  const read = async (stream: Readable | null) => (stream ? text(stream) : '');
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { stdout, stderr };
}
