// The bank's whole way with a kiosk, over real HTTP on a real embedded database.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, type RawData } from 'ws';
import { z } from 'zod';
import { caseFileSchema, type CaseFile } from '#core/contract/bank/case-file.ts';
import { challengeProofSchema, challengeSchema } from '#core/contract/bank/mobile.ts';
import { officerSchema, ticketSchema } from '#core/contract/bank/identity.ts';
import {
  bankCaseStatusSchema,
  identityCheckReplySchema,
  packetReceiptSchema,
  receiptClaimsSchema,
  type BankCaseStatus,
} from '#core/contract/bank/packet.ts';
import { isAccountNumber } from './account/account-number.ts';
import { decided } from './testing/await-status.ts';
import { startTestBank, type TestBank } from './testing/test-bank.ts';
import { caseFileOf, send, type TestKiosk } from './testing/test-kiosk.ts';

let test: TestBank;
let kiosk: TestKiosk;
beforeAll(async () => {
  test = await startTestBank();
  kiosk = await test.kiosk();
});
afterAll(() => test.end());

async function codeFor(mobile: string): Promise<string> {
  const code = /\b\d{6}\b/.exec(await test.lastMessage(mobile))?.[0];
  if (code === undefined) throw new Error('no code in the message');
  return code;
}

async function proofFor(caseId: string, mobile: string): Promise<string> {
  const asked = await kiosk.request('POST', '/v1/mobile-challenges', { caseId, mobile, language: 'en' });
  const { challengeId } = challengeSchema.parse(asked.json());
  const path = `/v1/mobile-challenges/${challengeId}/answers`;
  const answered = await kiosk.request('POST', path, { code: await codeFor(mobile) });
  return challengeProofSchema.parse(answered.json()).proof;
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}

describe('fingers of a customer', () => {
  const capture = (evidenceId: string) => ({
    part: 'right-thumb',
    evidenceId,
    format: 'iso-19794-2',
    quality: 71,
    tries: 2,
    isPoor: false,
    agreement: 'match',
    score: 44,
    device: { driver: 'sbi', make: 'Maker', model: 'One', serial: '1' },
    attestation: { kind: 'signed', signer: 'ab'.repeat(32), transactionId: 't', at: noon, facts: {} },
  });
  const withFinger = (file: CaseFile, named: string): CaseFile =>
    caseFileSchema.parse({
      ...file,
      evidence: [
        ...file.evidence,
        {
          evidenceId: named,
          role: 'biometric',
          mediaType: 'application/octet-stream',
          capturedAt: noon,
          origin: 'device',
          flags: [],
        },
      ],
      biometrics: { captures: [capture(named)], exceptions: [] },
    });
  const noon = '2026-11-20T10:00:00.000Z';

  it('DV58 are kept with the case, and refused where the piece they name is not there', async () => {
    const catalogue = await kiosk.catalogue();
    expect(catalogue.policy.biometrics?.ask).toBe('optional');
    const good = withFinger(caseFileOf(kiosk, catalogue), '0193a1b2-0000-7000-8000-0000000000f1');
    const taken = await kiosk.seal(good);
    await kiosk.putBlobs(taken);
    expect((await kiosk.submit(taken)).status).toBe(202);
    expect(taken.manifest.parts.map(({ name }) => name)).toContain('0193a1b2-0000-7000-8000-0000000000f1');

    const without = withFinger(caseFileOf(kiosk, catalogue), '0193a1b2-0000-7000-8000-0000000000f2');
    const reply = await kiosk.deliver({ ...without, evidence: without.evidence.slice(0, -1) });
    expect(reply.problem().type).toMatch(/packet-schema$/);
  });
});

describe('a case with the line up', () => {
  it('goes from code to account number', async () => {
    const catalogue = await kiosk.catalogue();
    expect(catalogue.branches).toHaveLength(8);
    expect(catalogue.products).toHaveLength(3);
    const file = caseFileOf(kiosk, catalogue);
    file.contact.proof = await proofFor(file.caseId, file.contact.mobile);
    const before = await kiosk.request('POST', '/v1/identity-checks', {
      identityHash: file.document.identityHash,
    });
    expect(identityCheckReplySchema.parse(before.json())).toEqual({ exists: false });

    const sealed = await kiosk.seal(file);
    await kiosk.putBlobs(sealed);
    const reply = await kiosk.submit(sealed);
    expect(reply.status).toBe(202);
    const receipt = packetReceiptSchema.parse(reply.json());
    const claims = receiptClaimsSchema.parse(await kiosk.readWord(receipt.receipt));
    expect(claims).toMatchObject({ packetId: sealed.manifest.packetId, caseId: file.caseId, version: 1 });

    const status = await decided(kiosk, file.caseId);
    expect(status).toMatchObject({ state: 'opened', reasons: [], ifsc: 'PRVB0001001' });
    expect(isAccountNumber(status.accountNumber ?? '')).toBe(true);
    const after = await kiosk.request('POST', '/v1/identity-checks', {
      identityHash: file.document.identityHash,
    });
    expect(identityCheckReplySchema.parse(after.json())).toEqual({ exists: true });
  });

  it('refuses the same person a second time', async () => {
    const catalogue = await kiosk.catalogue();
    const first = caseFileOf(kiosk, catalogue);
    first.contact.proof = await proofFor(first.caseId, first.contact.mobile);
    await kiosk.deliver(first);
    expect((await decided(kiosk, first.caseId)).state).toBe('opened');
    const second = caseFileOf(kiosk, catalogue, (file) => ({ ...file, document: first.document }));
    await kiosk.deliver(second);
    expect(await decided(kiosk, second.caseId)).toMatchObject({
      state: 'refused',
      reasons: ['customer-exists'],
    });
  });

  it('a proof for another case or number is no proof', async () => {
    const catalogue = await kiosk.catalogue();
    const [one, other] = [caseFileOf(kiosk, catalogue), caseFileOf(kiosk, catalogue)];
    other.contact = { mobile: one.contact.mobile, proof: await proofFor(one.caseId, one.contact.mobile) };
    await kiosk.deliver(other);
    expect(await decided(kiosk, other.caseId)).toMatchObject({ state: 'awaiting-mobile' });
  });
});

describe('a case sealed without a line', () => {
  it('waits for the customer’s code, then opens', async () => {
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    await kiosk.deliver(file);
    expect(await decided(kiosk, file.caseId)).toMatchObject({
      state: 'awaiting-mobile',
      reasons: ['mobile-unverified'],
      accountNumber: null,
    });
    const code = await codeFor(file.contact.mobile);
    const path = `/v1/cases/${file.caseId}/mobile-code`;
    const standing = await kiosk.request('POST', path);
    expect(standing.status).toBe(200);
    expect(await codeFor(file.contact.mobile)).toBe(code);

    test.advance(31_000);
    const again = await kiosk.request('POST', path);
    expect(again.status).toBe(201);
    const wrong = await kiosk.request('POST', `${path}/answers`, {
      code: code === '000000' ? '000001' : '000000',
    });
    expect(wrong.problem()).toMatchObject({ kind: 'code-wrong', triesLeft: 4 });
    const right = await kiosk.request('POST', `${path}/answers`, {
      code: await codeFor(file.contact.mobile),
    });
    expect(bankCaseStatusSchema.parse(right.json())).toMatchObject({ state: 'opened' });
  });
});

describe('officers', () => {
  it('sign in with the password sent to them, until it is reset', async () => {
    const password = async (): Promise<string> =>
      (await test.lastMessage('officer:asha')).split(' ').at(-1) ?? '';
    const old = await password();
    const signedIn = await kiosk.request('POST', '/v1/officer-sessions', {
      officerId: 'asha',
      password: old,
    });
    expect(officerSchema.parse(signedIn.json())).toEqual({
      officerId: 'asha',
      name: 'Asha Rao',
      role: 'officer',
    });
    expect(await test.bank().resetOfficer('asha')).toEqual({ ok: true, value: null });
    const stale = await kiosk.request('POST', '/v1/officer-sessions', { officerId: 'asha', password: old });
    expect(stale.problem().kind).toBe('officer-unknown');
    const fresh = { officerId: 'asha', password: await password() };
    expect((await kiosk.request('POST', '/v1/officer-sessions', fresh)).status).toBe(200);
    expect(await password()).not.toBe(old);
  });
});

describe('the live channel', () => {
  it('tells a kiosk of its own cases and refuses a used ticket', async () => {
    const made = await kiosk.request('POST', '/v1/tickets');
    const { ticket } = ticketSchema.parse(made.json());
    const heard: BankCaseStatus[] = [];
    const socket = new WebSocket(`${kiosk.url.replace('http', 'ws')}/v1/live`);
    socket.on('message', (data) => heard.push(bankCaseStatusSchema.parse(JSON.parse(textOf(data)))));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ ticket }));

    const file = caseFileOf(kiosk, await kiosk.catalogue());
    await kiosk.deliver(file);
    await expect
      .poll(() => heard.filter((status) => status.caseId === file.caseId).map((status) => status.state))
      .toEqual(expect.arrayContaining(['received', 'awaiting-mobile']));
    socket.close();

    expect(await closeOf(JSON.stringify({ ticket }))).toEqual({ code: 4401, reason: 'ticket-invalid' });
    expect(await closeOf('garbage')).toEqual({ code: 4401, reason: 'ticket-invalid' });
  });

  it('hears nothing of another kiosk, and an oversize frame ends only its own line', async () => {
    const other = await test.kiosk();
    const { ticket } = ticketSchema.parse((await other.request('POST', '/v1/tickets')).json());
    const heard: string[] = [];
    const socket = new WebSocket(`${kiosk.url.replace('http', 'ws')}/v1/live`);
    socket.on('message', (data) => heard.push(textOf(data)));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ ticket }));
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    await kiosk.deliver(file);
    await decided(kiosk, file.caseId);
    expect(heard).toEqual([]);
    socket.close();
    expect((await closeOf('x'.repeat(5000))).code).not.toBe(1000);
    expect((await kiosk.request('GET', '/v1/catalogue')).status).toBe(200);
  });

  async function closeOf(message: string): Promise<{ code: number; reason: string }> {
    const socket = new WebSocket(`${kiosk.url.replace('http', 'ws')}/v1/live`);
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    socket.send(message);
    return closed;
  }
});

describe('what the bank says of itself', () => {
  it('describes every route in OpenAPI 3.1', async () => {
    const document = z
      .object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse((await send(`${kiosk.url}/openapi.json`, {})).json());
    expect(document.openapi).toBe('3.1.0');
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.toSorted()).toEqual(
      [
        'GET /v1/bank',
        'GET /v1/cases/{caseId}',
        'GET /v1/catalogue',
        'POST /v1/cases',
        'POST /v1/cases/{caseId}/mobile-code',
        'POST /v1/cases/{caseId}/mobile-code/answers',
        'POST /v1/cases/{caseId}/withdrawal',
        'POST /v1/back-office/sessions',
        'POST /v1/back-office/lists',
        'GET /v1/reviews',
        'GET /v1/reviews/{caseId}/pictures/{evidenceId}',
        'POST /v1/reviews/{caseId}/decision',
        'POST /v1/devices',
        'POST /v1/ekyc',
        'POST /v1/identity-checks',
        'POST /v1/mobile-challenges',
        'POST /v1/mobile-challenges/{challengeId}/answers',
        'POST /v1/officer-sessions',
        'POST /v1/tickets',
        'POST /v1/master-data',
        'PUT /v1/blobs/{digest}',
        'PATCH /v1/blobs/{digest}',
      ].toSorted(),
    );
  });

  it('sends its security headers with every answer', async () => {
    const reply = await send(`${kiosk.url}/v1/bank`, {});
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
