// Consent taken back, at a real bank: what goes, what stays by law, and that it happens once.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CompactSign } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erasureClaimsSchema, withdrawalReplySchema } from '#core/contract/bank/withdrawal.ts';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { decided } from '../testing/await-status.ts';
import { startTestBank, type TestBank } from '../testing/test-bank.ts';
import { caseFileOf, type Sealed, type TestKiosk } from '../testing/test-kiosk.ts';

let test: TestBank;
let kiosk: TestKiosk;
beforeAll(async () => {
  test = await startTestBank();
  kiosk = await test.kiosk();
});
afterAll(() => test.end());

const wordOf = (from: TestKiosk, caseId: string, changes: object = {}, typ = 'pravesh-withdrawal+jws') => {
  const { kioskId } = from.enrolment;
  const claims = {
    withdrawalId: uuidv7(),
    caseId,
    kioskId,
    officerId: 'asha',
    at: '2026-11-20T11:00:00.000Z',
  };
  return new CompactSign(Buffer.from(JSON.stringify({ ...claims, ...changes })))
    .setProtectedHeader({ alg: 'EdDSA', kid: kioskId, typ })
    .sign(from.key);
};
const send = (from: TestKiosk, caseId: string, withdrawal: string) =>
  from.request('POST', `/v1/cases/${caseId}/withdrawal`, { withdrawal });

async function delivered(): Promise<{ file: CaseFile; sealed: Sealed }> {
  const file = caseFileOf(kiosk, await kiosk.catalogue());
  const sealed = await kiosk.seal(file);
  await kiosk.putBlobs(sealed);
  await kiosk.submit(sealed);
  await decided(kiosk, file.caseId);
  return { file, sealed };
}

const blobsLeft = (sealed: Sealed) =>
  [...sealed.blobs.keys()].filter((digest) =>
    existsSync(join(test.folder, 'blobs', digest.slice(0, 2), digest)),
  ).length;
const rowOf = (caseId: string) =>
  test.bank().db.selectFrom('bank_case').selectAll().where('case_id', '=', caseId).executeTakeFirstOrThrow();
const receiptIn = async (reply: { readonly json: () => unknown }) =>
  erasureClaimsSchema.parse(await kiosk.readWord(withdrawalReplySchema.parse(reply.json()).receipt));

describe('consent taken back at the bank', () => {
  it('BK14 erases case, pictures and codes of a case without an account, and says so under its signature', async () => {
    const { file, sealed } = await delivered();
    expect(blobsLeft(sealed)).toBe(3);
    const reply = await send(kiosk, file.caseId, await wordOf(kiosk, file.caseId));
    expect(reply.status).toBe(200);
    expect(await receiptIn(reply)).toMatchObject({ caseId: file.caseId, outcome: 'erased', parts: 3 });
    expect(blobsLeft(sealed)).toBe(0);
    expect(await rowOf(file.caseId)).toMatchObject({
      state: 'refused',
      reasons: '["consent-withdrawn"]',
      case_file_sealed: '',
    });
    const { db } = test.bank();
    const codes = await db
      .selectFrom('mobile_challenge')
      .selectAll()
      .where('case_id', '=', file.caseId)
      .execute();
    expect(codes).toEqual([]);
    expect(await test.bank().outbox(file.contact.mobile)).toMatchObject({ value: [] });
    // The legal minimum: that there was a packet, by its digests, and its receipt.
    const packets = await db.selectFrom('packet').selectAll().where('case_id', '=', file.caseId).execute();
    expect(packets).toHaveLength(1);
  });

  it('BK14 has one effect and one receipt, however often and at once the word comes, also after a restart', async () => {
    const { file } = await delivered();
    const word = await wordOf(kiosk, file.caseId);
    const first = await Promise.all(Array.from({ length: 8 }, () => send(kiosk, file.caseId, word)));
    await test.restart();
    kiosk = kiosk.at(test.bank().url);
    const again = await send(kiosk, file.caseId, await wordOf(kiosk, file.caseId));
    expect(new Set([...first, again].map((reply) => reply.text)).size).toBe(1);
    const changes = await test
      .bank()
      .db.selectFrom('case_change')
      .select('revision')
      .where('case_id', '=', file.caseId)
      .where('reasons', '=', '["consent-withdrawn"]')
      .execute();
    expect(changes).toHaveLength(1);
  });

  it('BK14 cut off before the files went, it is ended at the next start', async () => {
    const { file, sealed } = await delivered();
    await send(kiosk, file.caseId, await wordOf(kiosk, file.caseId));
    await kiosk.putBlobs(sealed);
    const { db } = test.bank();
    await db.updateTable('withdrawal').set({ receipt: null }).where('case_id', '=', file.caseId).execute();
    await test.restart();
    kiosk = kiosk.at(test.bank().url);
    expect(blobsLeft(sealed)).toBe(0);
  });

  it('BK15 keeps what the law asks of an account that was opened', async () => {
    const { file, sealed } = await delivered();
    const code = /\b\d{6}\b/.exec(await test.lastMessage(file.contact.mobile))?.[0];
    await kiosk.request('POST', `/v1/cases/${file.caseId}/mobile-code/answers`, { code });
    expect((await decided(kiosk, file.caseId)).state).toBe('opened');
    const reply = await send(kiosk, file.caseId, await wordOf(kiosk, file.caseId));
    expect(await receiptIn(reply)).toMatchObject({ outcome: 'kept-by-law', parts: 0 });
    expect(blobsLeft(sealed)).toBe(3);
    expect((await rowOf(file.caseId)).state).toBe('opened');
  });

  it('BK16 a case it never had is not taken in any more, nor a correction of one that was erased', async () => {
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    const reply = await send(kiosk, file.caseId, await wordOf(kiosk, file.caseId));
    expect(await receiptIn(reply)).toMatchObject({ outcome: 'never-received' });
    expect((await kiosk.deliver(file)).problem().kind).toBe('packet-conflict');
    const { file: had } = await delivered();
    await send(kiosk, had.caseId, await wordOf(kiosk, had.caseId));
    const next = await kiosk.seal(had, { manifest: { version: 2 } });
    await kiosk.putBlobs(next);
    expect((await kiosk.submit(next)).problem().kind).toBe('packet-conflict');
  });

  it('BK17 takes no word that another signed, of another kind, about another case or another kiosk’s', async () => {
    const { file } = await delivered();
    const { caseId } = file;
    const other = await test.kiosk();
    const { kioskId } = kiosk.enrolment;
    const refused = async (from: TestKiosk, word: string) => (await send(from, caseId, word)).problem().kind;
    expect(await refused(kiosk, await wordOf(other, caseId, { kioskId }))).toBe('packet-signature');
    expect(await refused(kiosk, await wordOf(kiosk, caseId, {}, 'pravesh-packet+jws'))).toBe(
      'packet-signature',
    );
    expect(await refused(kiosk, await wordOf(kiosk, uuidv7()))).toBe('bad-request');
    expect(await refused(other, await wordOf(other, caseId))).toBe('not-found');
    expect((await rowOf(caseId)).state).toBe('awaiting-mobile');
  });
});
