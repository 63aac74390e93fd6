// Every kind of problem the contract lists is really answered, each by what causes it. The last test counts them.
// oxlint-disable vitest/expect-expect -- every test asserts through expectProblem, which the rule cannot see into
import { createHash, generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { challengeSchema } from '#core/contract/bank/mobile.ts';
import { blobMaxBytes } from '#core/contract/bank/packet.ts';
import { problemKinds, type Problem, type ProblemKind } from '#core/contract/bank/problem.ts';
import { staffSessionSchema } from '#core/contract/bank/review.ts';
import { writeEkyc } from '#core/contract/bank/ekyc.ts';
import { caseIdSchema, kioskIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { usualLimits } from '../context.ts';
import { startTestBank, type TestBank } from '../testing/test-bank.ts';
import {
  caseFileOf,
  decodeCode,
  enrolRequest,
  send,
  type TestKiosk,
  type TestReply,
} from '../testing/test-kiosk.ts';

let test: TestBank;
let kiosk: TestKiosk;
const seen = new Set<ProblemKind>();
beforeAll(async () => {
  test = await startTestBank({ limits: { ...usualLimits, codesPerNumber: { limit: 2, windowS: 3600 } } });
  kiosk = await test.kiosk();
});
afterAll(() => test.end());

function expectProblem(reply: TestReply, kind: ProblemKind, status: number): Problem {
  const found = reply.problem();
  expect(found).toMatchObject({ kind, status, type: `urn:pravesh:problem:${kind}` });
  expect(reply.status).toBe(status);
  seen.add(kind);
  return found;
}

const newKey = () => generateKeyPairSync('ed25519').privateKey;

describe('requests', () => {
  it('unknown address, wrong method, wrong type, broken or wrong body', async () => {
    expectProblem(await kiosk.request('GET', '/v2/nothing'), 'not-found', 404);
    const wrongMethod = await kiosk.request('DELETE', `/v1/cases/${uuidv7()}`);
    expectProblem(wrongMethod, 'method-not-allowed', 405);
    expect(wrongMethod.headers.get('allow')).toContain('GET');
    const xml = { headers: { 'content-type': 'application/xml' } };
    expectProblem(await kiosk.request('POST', '/v1/identity-checks', '<x/>', xml), 'bad-request', 415);
    expectProblem(
      await kiosk.request('PUT', `/v1/blobs/${'a'.repeat(64)}`, { not: 'octets' }),
      'bad-request',
      415,
    );
    expectProblem(await kiosk.request('PUT', '/v1/blobs/short', new Uint8Array([1])), 'bad-request', 400);
    const wrong = expectProblem(
      await kiosk.request('POST', '/v1/identity-checks', { identityHash: 'x' }),
      'bad-request',
      400,
    );
    expect(wrong.detail).toContain('identityHash');
    const broken = await send(`${kiosk.url}/v1/identity-checks`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await kiosk.token('POST', '/v1/identity-checks')}`,
        'content-type': 'application/json',
      },
      body: '{"identityHash":',
    });
    expectProblem(broken, 'bad-request', 400);
  });

  it('a type without content is no fault, content of a type that is not read is', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      const headers = { 'content-type': type };
      expect((await kiosk.request('POST', '/v1/tickets', undefined, { headers })).status).toBe(201);
    }
    const text = { headers: { 'content-type': 'text/plain' } };
    expectProblem(await kiosk.request('POST', '/v1/tickets', 'x', text), 'bad-request', 415);
  });

  it('what is not HTTP is told so', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(kiosk.url).port), '127.0.0.1', () =>
        socket.write('garbage\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('urn:pravesh:problem:bad-request');
  });

  it('too large: JSON, a blob that says so, a blob that does not', async () => {
    expectProblem(await kiosk.request('POST', '/v1/cases', { packet: 'x'.repeat(70_000) }), 'too-large', 413);
    const path = `/v1/blobs/${'a'.repeat(64)}`;
    expectProblem(await kiosk.request('PUT', path, new Uint8Array(blobMaxBytes + 1)), 'too-large', 413);
    let left = 7;
    const chunked = new ReadableStream({
      pull(controller) {
        if (left > 0) controller.enqueue(new Uint8Array(1024 * 1024));
        else controller.close();
        left -= 1;
      },
    });
    const headers = {
      authorization: `Bearer ${await kiosk.token('PUT', path)}`,
      'content-type': 'application/octet-stream',
    };
    const init = { method: 'PUT', headers, body: chunked, duplex: 'half' } as RequestInit;
    expectProblem(await send(kiosk.url + path, init), 'too-large', 413);
  });

  it('an unexpected fault says nothing of its cause', async () => {
    const { db } = test.bank();
    await db.schema.alterTable('catalogue').renameTo('catalogue_away').execute();
    const failed = expectProblem(await kiosk.request('GET', '/v1/catalogue'), 'internal', 500);
    await db.schema.alterTable('catalogue_away').renameTo('catalogue').execute();
    expect(JSON.stringify(failed)).not.toContain('catalogue');
  });
});

describe('device tokens', () => {
  const path = '/v1/catalogue';
  async function withToken(changes: Parameters<TestKiosk['token']>[2]): Promise<TestReply> {
    return kiosk.request('GET', path, undefined, { token: await kiosk.token('GET', path, changes) });
  }

  it('missing, malformed, by another key, for another request, too long-lived', async () => {
    expectProblem(await kiosk.request('GET', path, undefined, { token: null }), 'unauthenticated', 401);
    expectProblem(await kiosk.request('GET', path, undefined, { token: 'a.b.c' }), 'unauthenticated', 401);
    expectProblem(await withToken({ signer: newKey() }), 'unauthenticated', 401);
    expectProblem(await withToken({ method: 'POST' }), 'unauthenticated', 401);
    expectProblem(await withToken({ path: '/v1/cases' }), 'unauthenticated', 401);
    expectProblem(await withToken({ audience: 'another-bank' }), 'unauthenticated', 401);
    expectProblem(await withToken({ lifeS: 121 }), 'unauthenticated', 401);
  });

  it('is good once', async () => {
    const token = await kiosk.token('GET', path);
    expect((await kiosk.request('GET', path, undefined, { token })).status).toBe(200);
    expectProblem(await kiosk.request('GET', path, undefined, { token }), 'unauthenticated', 401);
  });

  it('of a kiosk whose clock is off says so, either way', async () => {
    const nowS = Math.floor(test.now().getTime() / 1000);
    expectProblem(await withToken({ iatS: nowS - 200 }), 'clock-skew', 401);
    expectProblem(await withToken({ iatS: nowS + 60 }), 'clock-skew', 401);
    expect((await withToken({ iatS: nowS + 10 })).status).toBe(200);
    expect((await withToken({ iatS: nowS - 125 })).status).toBe(200);
  });

  it('of an unknown kiosk, of a revoked one', async () => {
    expectProblem(await withToken({ issuer: uuidv7() }), 'device-unknown', 401);
    const revoked = await test.kiosk();
    await test.bank().revokeDevice(kioskIdSchema.parse(revoked.enrolment.kioskId));
    expectProblem(await revoked.request('GET', path), 'device-revoked', 403);
  });
});

describe('enrolment', () => {
  const enrol = (token: string, simulated = false) =>
    kiosk.request('POST', '/v1/devices', enrolRequest(token, newKey(), simulated), { token: null });

  it('unknown, late and spent tokens', async () => {
    expectProblem(await enrol('x'.repeat(32)), 'enrolment-token-invalid', 403);
    const { token } = decodeCode(await test.code());
    const both = await Promise.all([enrol(token), enrol(token)]);
    expect(both.map((reply) => String(reply.status)).toSorted()).toEqual(['201', '403']);
    expectProblem(await enrol(token), 'enrolment-token-spent', 403);
    const late = decodeCode(await test.code()).token;
    test.advance(25 * 3600 * 1000);
    expectProblem(await enrol(late), 'enrolment-token-invalid', 403);
  });

  it('many tries from one address', async () => {
    for (let n = 0; n < usualLimits.enrol.limit; n += 1) await enrol('x'.repeat(32));
    const refused = await enrol('x'.repeat(32));
    expectProblem(refused, 'too-many-requests', 429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    test.advance(61_000);
  });
});

describe('officers', () => {
  it('a wrong password counts down to a lock, at once as well as in turn; an unknown officer looks the same', async () => {
    for (const officerId of ['vikram', 'nobody']) {
      const signIn = () => kiosk.request('POST', '/v1/officer-sessions', { officerId, password: 'wrong' });
      const replies = await Promise.all(Array.from({ length: 8 }, signIn));
      const kinds = replies.map((reply) => reply.problem().kind).toSorted();
      expect(kinds).toEqual([
        ...Array<string>(3).fill('officer-locked'),
        ...Array<string>(5).fill('officer-unknown'),
      ]);
      expectProblem(await signIn(), 'officer-locked', 403);
      seen.add('officer-unknown');
    }
    const password = (await test.lastMessage('officer:vikram')).split(' ').at(-1);
    const right = () => kiosk.request('POST', '/v1/officer-sessions', { officerId: 'vikram', password });
    expectProblem(await right(), 'officer-locked', 403);
    test.advance(15 * 60 * 1000 + 1000);
    expect((await right()).status).toBe(200);
  });
});

describe('one-time codes', () => {
  const ask = (caseId: string, mobile: string) =>
    kiosk.request('POST', '/v1/mobile-challenges', { caseId, mobile, language: 'en' });
  const answer = (challengeId: string, code: string) =>
    kiosk.request('POST', `/v1/mobile-challenges/${challengeId}/answers`, { code });

  it('wrong, spent, too soon, too many, late and replaced', async () => {
    const [caseId, mobile] = [uuidv7(), '+919812345678'];
    const first = challengeSchema.parse((await ask(caseId, mobile)).json());
    const code = /\b\d{6}\b/.exec(await test.lastMessage(mobile))?.[0] ?? '';
    const wrong = code === '111111' ? '222222' : '111111';
    const soon = await ask(caseId, mobile);
    expectProblem(soon, 'code-too-soon', 429);
    expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(expectProblem(await answer(first.challengeId, wrong), 'code-wrong', 422).triesLeft).toBe(4);
    for (let n = 0; n < 3; n += 1) await answer(first.challengeId, wrong);
    expectProblem(await answer(first.challengeId, wrong), 'code-tries-spent', 422);
    expectProblem(await answer(first.challengeId, code), 'code-tries-spent', 422);

    test.advance(31_000);
    const second = challengeSchema.parse((await ask(caseId, mobile)).json());
    expectProblem(await answer(first.challengeId, code), 'code-late', 422);
    test.advance(31_000);
    expectProblem(await ask(caseId, mobile), 'too-many-requests', 429);
    test.advance(300_000);
    const newest = /\b\d{6}\b/.exec(await test.lastMessage(mobile))?.[0] ?? '';
    expectProblem(await answer(second.challengeId, newest), 'code-late', 422);
    expectProblem(await answer(uuidv7(), newest), 'not-found', 404);
  });

  it('are random and kept nowhere', async () => {
    const { db } = test.bank();
    const codes = new Set<string>();
    for (let n = 0; n < 20; n += 1) {
      const mobile = `+9198000000${String(n).padStart(2, '0')}`;
      await ask(uuidv7(), mobile);
      codes.add(/\b\d{6}\b/.exec(await test.lastMessage(mobile))?.[0] ?? '');
    }
    expect(codes.size).toBeGreaterThanOrEqual(19);
    const rows = await db.selectFrom('mobile_challenge').selectAll().execute();
    const kept = JSON.stringify(rows);
    expect(kept).not.toContain('+9198000000');
  });

  it('are forgotten with their number a day after', async () => {
    test.advance(25 * 3600 * 1000);
    await test.restart();
    kiosk = kiosk.at(test.bank().url);
    const { db } = test.bank();
    expect(await db.selectFrom('mobile_challenge').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('rate_window').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('device_token_use').selectAll().execute()).toEqual([]);
  });

  it('another kiosk cannot answer', async () => {
    const mobile = '+919855555555';
    const { challengeId } = challengeSchema.parse((await ask(uuidv7(), mobile)).json());
    const code = /\b\d{6}\b/.exec(await test.lastMessage(mobile))?.[0];
    const stranger = await test.kiosk();
    const reply = await stranger.request('POST', `/v1/mobile-challenges/${challengeId}/answers`, { code });
    expectProblem(reply, 'not-found', 404);
  });
});

describe('packets', () => {
  const sealedWith = async (changes: Parameters<TestKiosk['seal']>[1], put = true) => {
    const sealed = await kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()), changes);
    if (put) await kiosk.putBlobs(sealed);
    return kiosk.submit(sealed);
  };

  it('by another key or another kiosk', async () => {
    expectProblem(await sealedWith({ signer: newKey() }), 'packet-signature', 422);
    expectProblem(await sealedWith({ manifest: { kioskId: uuidv7() } }), 'packet-signature', 422);
  });

  it('that cannot be opened', async () => {
    expectProblem(await sealedWith({ manifest: { bankKeyId: 'seal-other' } }), 'packet-unreadable', 422);
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    const sealed = await kiosk.seal(file);
    const swapped = sealed.manifest.parts.map((part, n, all) => ({
      ...part,
      name: all[(n + 1) % all.length]?.name,
    }));
    const moved = await kiosk.seal(file, { manifest: { parts: swapped } });
    await kiosk.putBlobs(sealed);
    expectProblem(await kiosk.submit(moved), 'packet-unreadable', 422);
  });

  it('that do not keep to the contract or to themselves', async () => {
    expectProblem(await sealedWith({ manifest: { version: 0 } }), 'packet-schema', 422);
    const named = expectProblem(await sealedWith({ caseText: '{"caseId":1}' }), 'packet-schema', 422);
    expect(named.detail).toContain('caseId');
    expectProblem(await sealedWith({ caseText: 'not json' }), 'packet-schema', 422);
    const otherMoment = await sealedWith({ manifest: { sealedAt: '2026-11-20T10:00:00.001Z' } });
    expect(expectProblem(otherMoment, 'packet-schema', 422).detail).toContain('moments of sealing');
    expectProblem(await sealedWith({ manifest: { caseId: uuidv7() } }), 'packet-unreadable', 422);
    const lying = caseFileOf(kiosk, await kiosk.catalogue(), (file) => ({
      ...file,
      document: { ...file.document, identityHash: 'b'.repeat(64) },
    }));
    expectProblem(await kiosk.deliver(lying), 'packet-schema', 422);
  });

  it('simulated by a kiosk that is not, and the reverse', async () => {
    expectProblem(await sealedWith({ manifest: { simulated: true } }), 'simulation-refused', 403);
    const simulated = await test.kiosk({ simulated: true });
    const file = caseFileOf(simulated, await simulated.catalogue());
    expect((await simulated.deliver(file)).status).toBe(202);
    expectProblem(
      await simulated.deliver({ ...caseFileOf(simulated, await simulated.catalogue()), simulated: false }),
      'simulation-refused',
      403,
    );
  });

  it('with parts the bank does not hold, or another content than named', async () => {
    expectProblem(await sealedWith({}, false), 'blob-missing', 409);
    expectProblem(
      await kiosk.request('PUT', `/v1/blobs/${'c'.repeat(64)}`, new Uint8Array([1, 2])),
      'blob-digest',
      422,
    );
    expectProblem(
      await kiosk.request('PATCH', `/v1/blobs/${'c'.repeat(64)}`, new Uint8Array([1, 2]), {
        headers: { 'upload-offset': '7', 'upload-length': '9' },
      }),
      'blob-offset',
      409,
    );
  });

  it('without a key, with a key used for another, in conflict', async () => {
    const catalogue = await kiosk.catalogue();
    const [one, other] = [
      await kiosk.seal(caseFileOf(kiosk, catalogue)),
      await kiosk.seal(caseFileOf(kiosk, catalogue)),
    ];
    await kiosk.putBlobs(one);
    expectProblem(
      await kiosk.request('POST', '/v1/cases', { packet: one.packet }),
      'idempotency-key-missing',
      400,
    );
    const key = uuidv7();
    expect((await kiosk.submit(one, key)).status).toBe(202);
    expectProblem(await kiosk.submit(other, key), 'idempotency-key-reused', 422);
    const instead = { ...caseFileOf(kiosk, catalogue), caseId: one.manifest.caseId };
    expectProblem(await kiosk.deliver(instead), 'packet-conflict', 409);
  });

  it('a case of another kiosk is not there, and a decided one waits for no code', async () => {
    const file = caseFileOf(kiosk, await kiosk.catalogue(), (plain) => ({
      ...plain,
      consent: { ...plain.consent, purposes: [] },
    }));
    await kiosk.deliver(file);
    await expect
      .poll(async () => (await kiosk.request('GET', `/v1/cases/${file.caseId}`)).text)
      .toContain('refused');
    expectProblem(
      await kiosk.request('POST', `/v1/cases/${file.caseId}/mobile-code`),
      'case-not-awaiting-code',
      409,
    );
    const stranger = await test.kiosk();
    expectProblem(await stranger.request('GET', `/v1/cases/${file.caseId}`), 'not-found', 404);
  });

  it('a key whose first request still runs', async () => {
    const sealed = await kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()));
    const key = uuidv7();
    const running = { kiosk_id: kiosk.enrolment.kioskId, key, status: null, body: null, finished_at: null };
    const request_hash = createHash('sha256').update(sealed.packet).digest('hex');
    const { db } = test.bank();
    await db
      .insertInto('idempotency')
      .values({ ...running, request_hash, started_at: test.now() })
      .execute();
    const early = await kiosk.submit(sealed, key);
    expectProblem(early, 'idempotency-in-progress', 409);
    expect(early.headers.get('retry-after')).toBe('1');
    // Its worker is taken for dead after a minute, and the key is free for the next.
    test.advance(61_000);
    expect((await kiosk.submit(sealed, key)).problem().kind).toBe('blob-missing');
  });
});

describe('a production bank', () => {
  it('refuses simulation and development’s kiosks, reads nothing out, and sends nothing without a provider', async () => {
    const production = await startTestBank({ environment: 'production' });
    try {
      const { token } = decodeCode(await production.code());
      const { url } = production.bank();
      const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
      const simulated = { ...post, body: JSON.stringify(enrolRequest(token, newKey(), true)) };
      expectProblem(await send(`${url}/v1/devices`, simulated), 'simulation-refused', 403);
      expect((await production.bank().outbox('officer:asha')).ok).toBe(false);
      expect((await production.bank().resetOfficer('asha')).ok).toBe(false);

      const real = await production.kiosk();
      expect((await real.catalogue()).policy.allowManualFaceMatch).toBe(false);
      const asked = { caseId: uuidv7(), mobile: '+919812345678', language: 'en' };
      expectProblem(await real.request('POST', '/v1/mobile-challenges', asked), 'unavailable', 503);
      const envelope = writeEkyc(
        {
          caseId: caseIdSchema.parse(uuidv7()),
          transactionId: uuidv7(),
          number: '999923761455',
          consentAt: instantSchema.parse(new Date().toISOString()),
          claimed: { name: 'Nobody', dateOfBirth: null, sex: null },
        },
        new Uint8Array(2_000),
      );
      // Production asks nobody until a way to UIDAI is put there.
      expectProblem(await real.request('POST', '/v1/ekyc', envelope), 'ekyc-unavailable', 409);
      const { db } = production.bank();
      await db.updateTable('device').set({ environment: 'development' }).execute();
      expectProblem(await real.request('GET', '/v1/catalogue'), 'device-revoked', 403);
      await db.updateTable('device').set({ environment: 'production', simulated: true }).execute();
      expectProblem(await real.request('GET', '/v1/catalogue'), 'simulation-refused', 403);
      await db.updateTable('enrolment_token').set({ environment: 'development', spent_at: null }).execute();
      const foreign = { ...post, body: JSON.stringify(enrolRequest(token, newKey(), false)) };
      expectProblem(await send(`${url}/v1/devices`, foreign), 'enrolment-token-invalid', 403);
    } finally {
      await production.end();
    }
  });
});

describe('the back office', () => {
  it('is not for officers of a branch, and decides nothing that is not in review', async () => {
    const session = async (officerId: string): Promise<TestReply> => {
      await test.bank().resetOfficer(officerId);
      const password = (await test.lastMessage(`officer:${officerId}`)).split(' ').at(-1);
      return kiosk.request('POST', '/v1/back-office/sessions', { officerId, password }, { token: null });
    };
    expectProblem(await session('asha'), 'staff-not-allowed', 403);
    const { token } = staffSessionSchema.parse((await session('vikram')).json());
    const file = caseFileOf(kiosk, await kiosk.catalogue());
    await kiosk.deliver(file);
    const decision = { revision: 1, decision: 'approve', reason: 'Seen in person' };
    const path = `/v1/reviews/${file.caseId}/decision`;
    expectProblem(await kiosk.request('POST', path, decision, { token }), 'review-decided', 409);
  });
});

describe('the list', () => {
  it('has no kind that nothing answers', () => {
    // A wrong ticket is answered on the live channel as a close reason: see bank.test.ts.
    seen.add('ticket-invalid');
    expect([...seen].toSorted()).toEqual([...problemKinds].toSorted());
  });
});
