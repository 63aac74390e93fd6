// The queue and the line as staff work them, through the router of a real kiosk at a real bank.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentCatalogue, issueCatalogue } from '#bank/catalogue/catalogue-store.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { lineLayers } from '#core/contract/kiosk/line-diagnosis.ts';
import { enrol, openBranchAtWork, refusalOf, type BranchAtWork } from './branch-at-work.ts';

let branch: BranchAtWork;
beforeAll(async () => {
  branch = await openBranchAtWork();
  await enrol(branch);
});
afterAll(() => branch[Symbol.asyncDispose]());

const supervisor = officerIdSchema.parse('vikram');

describe('staff at the queue', () => {
  it('SY54 SY56 see a good line in every layer that is needed, and the version of the bank’s data', async () => {
    const { layers, masterData } = await branch.client().line.diagnose();
    expect(layers.map(({ layer }) => layer)).toEqual(lineLayers);
    expect(
      layers.filter(({ outcome }) => outcome !== 'good').map(({ layer, outcome }) => [layer, outcome]),
    ).toEqual([
      ['network', 'not-needed'],
      ['name', 'not-needed'],
      ['certificate', 'not-needed'],
    ]);
    const { version } = await currentCatalogue(branch.bank.bank().db);
    expect(masterData).toMatchObject({ version });
  });

  it('OB16 an officer may look and not act; what is no case of the queue is refused to a supervisor, too', async () => {
    const client = branch.client();
    const { caseId } = await client.case.start({ language: 'en' });
    expect(await client.outbox.list({ show: 'open' })).toMatchObject({ items: [], waiting: 0, parked: 0 });
    expect((await client.outbox.history({ caseId })).map(({ act }) => act)).toEqual(['case.started']);
    expect(await refusalOf(client.outbox.retry({ caseId }))).toEqual({ kind: 'role-not-allowed' });
    expect(await refusalOf(client.outbox.export({ caseId }))).toEqual({ kind: 'role-not-allowed' });
    await client.session.signIn({ officerId: supervisor, password: await branch.password('vikram') });
    expect(await refusalOf(client.outbox.retry({ caseId }))).toEqual({ kind: 'case-closed' });
  });

  it('SY53 no new customer is begun when the bank’s policy says so, the warning stands, and what was begun goes on', async () => {
    const client = branch.client();
    const { caseId } = await client.case.start({ language: 'en' });
    const { db } = branch.bank.bank();
    const before = await currentCatalogue(db);
    const asOf = instantSchema.parse(new Date(Date.parse(before.asOf) + 1000).toISOString());
    const freeze = { queueWarn: 0, queueStop: 1, staleWarnDays: 0.5, staleStopDays: 1 };
    await issueCatalogue(db, { ...before, version: 'frozen', asOf, policy: { ...before.policy, freeze } });
    // The kiosk hears of it at its next look, which a new start takes at once.
    await branch.reopen();
    await branch.client().session.signIn(branch.officer);
    await expect
      .poll(async () => (await branch.client().line.diagnose()).masterData?.version, { timeout: 10_000 })
      .toBe('frozen');
    await branch.bank.bank().close();
    branch.bank.advance(25 * 3600 * 1000);
    expect(await refusalOf(branch.client().case.start({ language: 'en' }))).toEqual({
      kind: 'master-data-stale',
    });
    const status = (await branch.client().shell.watch())[Symbol.asyncIterator]();
    expect((await status.next()).value).toMatchObject({
      warnings: expect.arrayContaining(['queue-filling', 'master-data-stale']),
    });
    expect((await branch.client().case.get({ caseId })).at).toBe('consent');
    await branch.bank.restart();
  });
});
