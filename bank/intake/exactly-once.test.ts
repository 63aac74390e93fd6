// One account per case, whatever is repeated: same key, new keys, many at once, after a restart. And the key's own rules.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { packetReceiptSchema } from '#core/contract/bank/packet.ts';
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

async function sealedCase(): Promise<{ caseId: string; sealed: Sealed; mobile: string }> {
  const file = caseFileOf(kiosk, await kiosk.catalogue());
  const sealed = await kiosk.seal(file);
  await kiosk.putBlobs(sealed);
  return { caseId: file.caseId, sealed, mobile: file.contact.mobile };
}

async function openWithCode(caseId: string, mobile: string): Promise<void> {
  await decided(kiosk, caseId);
  const code = /\b\d{6}\b/.exec(await test.lastMessage(mobile))?.[0];
  const answers = Array.from({ length: 3 }, () =>
    kiosk.request('POST', `/v1/cases/${caseId}/mobile-code/answers`, { code }),
  );
  await Promise.all(answers);
  expect((await decided(kiosk, caseId)).state).toBe('opened');
}

async function accountsOf(caseId: string): Promise<number> {
  const rows = await test.bank().db.selectFrom('account').selectAll().where('case_id', '=', caseId).execute();
  return rows.length;
}

describe('the Idempotency-Key', () => {
  it('is demanded and must be a UUIDv7', async () => {
    const { sealed } = await sealedCase();
    const without = await kiosk.request('POST', '/v1/cases', { packet: sealed.packet });
    expect(without.problem()).toMatchObject({ kind: 'idempotency-key-missing', status: 400 });
    expect((await kiosk.submit(sealed, 'not-a-uuid')).problem().kind).toBe('bad-request');
  });

  it('gives a replay the same status and body, and says so', async () => {
    const { sealed } = await sealedCase();
    const key = uuidv7();
    const first = await kiosk.submit(sealed, key);
    expect(first.status).toBe(202);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const second = await kiosk.submit(sealed, key);
    expect(second.status).toBe(202);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('is refused for another body, also across a restart', async () => {
    const [one, other] = [await sealedCase(), await sealedCase()];
    const key = uuidv7();
    const first = await kiosk.submit(one.sealed, key);
    expect((await kiosk.submit(other.sealed, key)).problem()).toMatchObject({
      kind: 'idempotency-key-reused',
      status: 422,
    });
    await test.restart();
    kiosk = kiosk.at(test.bank().url);
    expect((await kiosk.submit(other.sealed, key)).problem().kind).toBe('idempotency-key-reused');
    expect((await kiosk.submit(one.sealed, key)).text).toBe(first.text);
  });

  it('belongs to one kiosk', async () => {
    const key = uuidv7();
    const { sealed } = await sealedCase();
    await kiosk.submit(sealed, key);
    const stranger = await test.kiosk();
    const file = caseFileOf(stranger, await stranger.catalogue());
    expect((await stranger.deliver(file, key)).status).toBe(202);
  });

  it('keeps a lasting refusal but not missing parts', async () => {
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    const sealed = await kiosk.seal(file);
    const key = uuidv7();
    const missing = (await kiosk.submit(sealed, key)).problem();
    expect(missing).toMatchObject({ kind: 'blob-missing', status: 409 });
    expect(missing.missing?.toSorted()).toEqual([...sealed.blobs.keys()].toSorted());
    await kiosk.putBlobs(sealed);
    expect((await kiosk.submit(sealed, key)).status).toBe(202);

    const broken = await kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()), { caseText: '{}' });
    await kiosk.putBlobs(broken);
    const brokenKey = uuidv7();
    const refused = await kiosk.submit(broken, brokenKey);
    expect(refused.problem().kind).toBe('packet-schema');
    const replay = await kiosk.submit(broken, brokenKey);
    expect(replay.text).toBe(refused.text);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
  });

  it('never keeps a 5xx', async () => {
    const { sealed } = await sealedCase();
    const key = uuidv7();
    const { db } = test.bank();
    await db.schema.alterTable('packet').renameTo('packet_away').execute();
    const failed = await kiosk.submit(sealed, key);
    await db.schema.alterTable('packet_away').renameTo('packet').execute();
    expect(failed.problem()).toMatchObject({ kind: 'internal', status: 500 });
    const again = await kiosk.submit(sealed, key);
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotency-replayed')).toBeNull();
  });
});

describe('a packet sent again', () => {
  it('with new keys gives the same receipt and one account', async () => {
    const { caseId, sealed, mobile } = await sealedCase();
    const first = packetReceiptSchema.parse((await kiosk.submit(sealed)).json());
    await openWithCode(caseId, mobile);
    const again = await kiosk.submit(sealed);
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const receipt = packetReceiptSchema.parse(again.json());
    expect(receipt.receipt).toBe(first.receipt);
    expect(receipt.status.state).toBe('opened');
    expect(await accountsOf(caseId)).toBe(1);
  });

  it('twenty times at once, one key or twenty, makes one case and one account', async () => {
    for (const key of [uuidv7(), null]) {
      const { caseId, sealed, mobile } = await sealedCase();
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => kiosk.submit(sealed, key ?? uuidv7())),
      );
      for (const reply of replies.filter((r) => r.status !== 202)) {
        expect(reply.problem().kind).toBe('idempotency-in-progress');
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      const receipts = replies
        .filter((r) => r.status === 202)
        .map((r) => packetReceiptSchema.parse(r.json()).receipt);
      expect(new Set(receipts).size).toBe(1);
      await openWithCode(caseId, mobile);
      expect(await accountsOf(caseId)).toBe(1);
    }
  });

  it('after a restart is still the same case', async () => {
    const { caseId, sealed, mobile } = await sealedCase();
    const key = uuidv7();
    const first = await kiosk.submit(sealed, key);
    await openWithCode(caseId, mobile);
    await test.restart();
    kiosk = kiosk.at(test.bank().url);
    expect((await kiosk.submit(sealed, key)).text).toBe(first.text);
    expect((await kiosk.submit(sealed)).status).toBe(202);
    expect((await decided(kiosk, caseId)).state).toBe('opened');
    expect(await accountsOf(caseId)).toBe(1);
  });

  it('is taken up where a stop left it, its key set free', async () => {
    const { caseId, sealed } = await sealedCase();
    const key = uuidv7();
    await kiosk.submit(sealed, key);
    await decided(kiosk, caseId);
    // As if the process had died after writing the packet down and before anything else.
    const { db } = test.bank();
    await db.updateTable('bank_case').set({ state: 'received' }).where('case_id', '=', caseId).execute();
    await db
      .updateTable('idempotency')
      .set({ status: null, body: null, finished_at: null })
      .where('key', '=', key)
      .execute();
    await test.restart();
    // A shared database may have other banks at work: there a key is free once its worker's minute is over.
    if (!test.embedded) test.advance(61_000);
    kiosk = kiosk.at(test.bank().url);
    expect((await decided(kiosk, caseId)).state).toBe('awaiting-mobile');
    const again = await kiosk.submit(sealed, key);
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe.runIf(process.env['BANK_TEST_POSTGRES'])('two banks on one PostgreSQL', () => {
  it('make one case and one account of one packet', async () => {
    const second = await test.second();
    try {
      const { caseId, sealed, mobile } = await sealedCase();
      const doors = [kiosk, kiosk.at(second.url)];
      const replies = await Promise.all(
        doors.flatMap((door) => Array.from({ length: 10 }, () => door.submit(sealed))),
      );
      expect(replies.map((reply) => reply.status)).toEqual(Array<number>(20).fill(202));
      const receipts = replies.map((reply) => packetReceiptSchema.parse(reply.json()).receipt);
      expect(new Set(receipts).size).toBe(1);
      await openWithCode(caseId, mobile);
      expect(await accountsOf(caseId)).toBe(1);
    } finally {
      await second.close();
    }
  });
});

describe('the business key', () => {
  it('refuses another packet in the place of the first', async () => {
    const { caseId, sealed } = await sealedCase();
    await kiosk.submit(sealed);
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    const other = await kiosk.seal({ ...file, caseId: sealed.manifest.caseId });
    await kiosk.putBlobs(other);
    expect((await kiosk.submit(other)).problem()).toMatchObject({ kind: 'packet-conflict', status: 409 });
    expect((await decided(kiosk, caseId)).state).toBe('awaiting-mobile');
  });

  it('BK13 takes a correction as the next version while the case is open, once however often it comes', async () => {
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    const first = await kiosk.seal({ ...file, product: { ...file.product, productId: 'none' } });
    await kiosk.putBlobs(first);
    await kiosk.submit(first);
    const before = await decided(kiosk, file.caseId);
    expect(before.state).toBe('refused');
    const next = await kiosk.seal(file, { manifest: { version: 2 } });
    await kiosk.putBlobs(next);
    const answers = await Promise.all(Array.from({ length: 8 }, () => kiosk.submit(next)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const after = await decided(kiosk, file.caseId);
    expect(after.state).toBe('awaiting-mobile');
    expect(after.revision).toBeGreaterThan(before.revision);
    await openWithCode(file.caseId, file.contact.mobile);
    // What comes late of the version before is known and changes nothing; a version after the account is refused.
    expect((await kiosk.submit(first)).headers.get('idempotency-replayed')).toBe('true');
    const third = await kiosk.seal(file, { manifest: { version: 3 } });
    await kiosk.putBlobs(third);
    expect((await kiosk.submit(third)).problem().kind).toBe('packet-conflict');
    expect(await accountsOf(file.caseId)).toBe(1);
  });

  it('BK13 refuses a correction that makes the case another customer’s, and a version before the present one', async () => {
    const { caseId, sealed } = await sealedCase();
    await kiosk.submit(sealed);
    await decided(kiosk, caseId);
    const stranger = { ...caseFileOf(kiosk, await kiosk.catalogue()), caseId: sealed.manifest.caseId };
    const other = await kiosk.seal(stranger, { manifest: { version: 2 } });
    await kiosk.putBlobs(other);
    expect((await kiosk.submit(other)).problem().kind).toBe('packet-conflict');
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    const second = await kiosk.seal(file, { manifest: { version: 2 } });
    await kiosk.putBlobs(second);
    expect((await kiosk.submit(second)).status).toBe(202);
    const late = await kiosk.seal(file);
    await kiosk.putBlobs(late);
    expect((await kiosk.submit(late)).problem().kind).toBe('packet-conflict');
    expect((await decided(kiosk, file.caseId)).state).toBe('awaiting-mobile');
  });

  it('refuses a sequence that stands for another packet', async () => {
    const { sealed } = await sealedCase();
    await kiosk.submit(sealed);
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    const same = await kiosk.seal(file, { manifest: { sequence: sealed.manifest.sequence } });
    await kiosk.putBlobs(same);
    expect((await kiosk.submit(same)).problem().kind).toBe('packet-conflict');
  });
});
