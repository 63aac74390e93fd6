// The review desk at a real bank: who is let in, what they see, and that a decision has one effect.
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewListSchema, staffSessionSchema, type ReviewItem } from '#core/contract/bank/review.ts';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { decided } from '../testing/await-status.ts';
import { startTestBank, type TestBank } from '../testing/test-bank.ts';
import { caseFileOf, picture, send, type TestKiosk, type TestReply } from '../testing/test-kiosk.ts';

let test: TestBank;
let kiosk: TestKiosk;
let token: string;
beforeAll(async () => {
  test = await startTestBank();
  kiosk = await test.kiosk();
  token = await tokenOf('vikram');
});
afterAll(() => test.end());

const url = (path: string) => `${test.bank().url}${path}`;
const post = (path: string, body: object, bearer: string | null = token) =>
  send(url(path), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
async function signIn(officerId: string): Promise<TestReply> {
  await test.bank().resetOfficer(officerId);
  const password = (await test.lastMessage(`officer:${officerId}`)).split(' ').at(-1);
  return post('/v1/back-office/sessions', { officerId, password }, null);
}
const tokenOf = async (officerId: string) => staffSessionSchema.parse((await signIn(officerId)).json()).token;
const list = async (bearer = token): Promise<readonly ReviewItem[]> => {
  const reply = await send(url('/v1/reviews'), { headers: { authorization: `Bearer ${bearer}` } });
  return reviewListSchema.parse(reply.json()).cases;
};
const decide = (
  { caseId, revision }: Pick<ReviewItem, 'caseId' | 'revision'>,
  decision: string,
  bearer: string | null = token,
) => post(`/v1/reviews/${caseId}/decision`, { revision, decision, reason: 'Compared both pictures' }, bearer);

/** A case whose faces are to be looked at, its customer's number proved. */
async function inReview(changes: (file: CaseFile) => CaseFile = (file) => file): Promise<ReviewItem> {
  const file = caseFileOf(kiosk, await kiosk.catalogue(), (plain) =>
    changes({ ...plain, face: { ...plain.face, outcome: 'review', score: 0.34 } }),
  );
  expect((await kiosk.deliver(file)).status).toBe(202);
  await decided(kiosk, file.caseId);
  const code = /\b\d{6}\b/.exec(await test.lastMessage(file.contact.mobile))?.[0];
  await kiosk.request('POST', `/v1/cases/${file.caseId}/mobile-code/answers`, { code });
  expect((await decided(kiosk, file.caseId)).state).toBe('in-review');
  const item = (await list()).find(({ caseId }) => caseId === file.caseId);
  if (!item) throw new Error('not listed');
  return item;
}

const accountsOf = async (caseId: string) =>
  (await test.bank().db.selectFrom('account').select('case_id').where('case_id', '=', caseId).execute())
    .length;
const actsOf = async (caseId: string) =>
  (
    await test
      .bank()
      .db.selectFrom('staff_act')
      .select(['act', 'officer_id'])
      .where('case_id', '=', caseId)
      .execute()
  ).map(({ act, officer_id }) => [act, officer_id]);

describe('who is let in', () => {
  it('BK18 supervisors of the bank alone, for a quarter of an hour; no kiosk and nobody without a token', async () => {
    expect((await signIn('asha')).problem().kind).toBe('staff-not-allowed');
    expect(
      (await post('/v1/back-office/sessions', { officerId: 'vikram', password: 'no' }, null)).status,
    ).toBe(403);
    const item = { caseId: uuidv7() as ReviewItem['caseId'], revision: 1 };
    expect((await decide(item, 'approve', null)).problem().kind).toBe('unauthenticated');
    const ofKiosk = await kiosk.token('GET', '/v1/reviews');
    expect((await decide(item, 'approve', ofKiosk)).problem().kind).toBe('unauthenticated');
    const short = await tokenOf('vikram');
    expect(await list(short)).toEqual(expect.any(Array));
    const { db } = test.bank();
    await db
      .updateTable('staff_session')
      .set({ expires_at: new Date(0) })
      .execute();
    expect((await decide(item, 'approve', short)).problem().kind).toBe('unauthenticated');
    token = await tokenOf('vikram');
    expect((await decide(item, 'approve')).problem().kind).toBe('not-found');
  });

  it('BK21 not who served the customer, nor who judged the faces at the kiosk', async () => {
    const vikram = { officerId: 'vikram', name: 'Vikram Joshi', role: 'supervisor' };
    const served = await inReview((file) => ({ ...file, officer: vikram as CaseFile['officer'] }));
    expect((await decide(served, 'approve')).problem().kind).toBe('staff-not-allowed');
    expect(await accountsOf(served.caseId)).toBe(0);
  });
});

describe('a case in review', () => {
  it('BK19 is listed with its reasons and what it stands on, and nothing that names the customer', async () => {
    const item = await inReview();
    expect(item).toMatchObject({ reasons: ['face-review'], face: { outcome: 'review', score: 0.34 } });
    expect(item.evidence.map(({ role }) => role)).toEqual(['document-front', 'selfie']);
    const text = JSON.stringify(item);
    expect(text).not.toContain('TESSA');
    expect(text).not.toContain('1990');
  });

  it('BK28 its pictures are shown to its reviewer, each look written down, and none of any other case', async () => {
    const item = await inReview();
    const selfie = item.evidence.find(({ role }) => role === 'selfie')?.evidenceId ?? '';
    const look = (caseId: string, evidenceId: string, bearer: string | null = token) =>
      fetch(url(`/v1/reviews/${caseId}/pictures/${evidenceId}`), {
        headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
      });
    const shown = await look(item.caseId, selfie);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(Buffer.from(picture(selfie)));
    expect(await actsOf(item.caseId)).toEqual([['review.looked', 'vikram']]);
    expect((await look(item.caseId, selfie, null)).status).toBe(401);
    expect((await look(item.caseId, uuidv7())).status).toBe(404);
    await decide(item, 'approve');
    expect((await look(item.caseId, selfie)).status).toBe(404);
    expect(await actsOf(item.caseId)).toHaveLength(2);
  });

  it('BK20 approved it opens one account, whoever approves it again and however many at once', async () => {
    const item = await inReview();
    const answers = await Promise.all(Array.from({ length: 8 }, () => decide(item, 'approve')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await decided(kiosk, item.caseId)).toMatchObject({
      state: 'opened',
      reasons: ['approved-in-review'],
    });
    expect(await accountsOf(item.caseId)).toBe(1);
    expect(await actsOf(item.caseId)).toEqual([['review.approve', 'vikram']]);
    expect((await decide(item, 'refuse')).problem()).toMatchObject({ kind: 'review-decided', status: 409 });
    expect((await list()).map(({ caseId }) => caseId)).not.toContain(item.caseId);
  });

  it('BK20 of an approval and a refusal at once one stands and the other is told so', async () => {
    const item = await inReview();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => decide(item, index % 2 === 0 ? 'approve' : 'refuse')),
    );
    const { state } = await decided(kiosk, item.caseId);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    expect(await accountsOf(item.caseId)).toBe(state === 'opened' ? 1 : 0);
    expect(await actsOf(item.caseId)).toHaveLength(1);
  });

  it('BK20 refused it says whether it may be corrected; decided on what has changed since, it is not decided', async () => {
    const item = await inReview();
    expect((await decide({ ...item, revision: item.revision - 1 }, 'approve')).problem().kind).toBe(
      'review-decided',
    );
    await decide(item, 'refuse');
    expect(await decided(kiosk, item.caseId)).toMatchObject({
      state: 'refused',
      reasons: ['face-review', 'refused-in-review'],
    });
    const other = await inReview();
    await decide(other, 'refuse-for-good');
    expect((await decided(kiosk, other.caseId)).reasons).toContain('refused-for-good');
    const rows = await test.bank().db.selectFrom('review_decision').select('reason_sealed').execute();
    expect(JSON.stringify(rows)).not.toContain('Compared');
  });

  it('BK20 approved after the same person was let in by another case, it is refused as such', async () => {
    const first = await inReview();
    const identityHash = kiosk.identityHash('passport', 'Z7654321');
    const same = (file: CaseFile): CaseFile => ({
      ...file,
      document: {
        ...file.document,
        identityHash,
        fields: file.document.fields.map((field) =>
          field.name === 'passportNumber' ? { ...field, value: 'Z7654321', readValue: 'Z7654321' } : field,
        ),
      },
    });
    const [one, two] = [await inReview(same), await inReview(same)];
    await decide(one, 'approve');
    await decide(two, 'approve');
    expect((await decided(kiosk, two.caseId)).reasons).toEqual(['customer-exists']);
    await decide(first, 'approve');
    expect(await accountsOf(two.caseId)).toBe(0);
  });
});
