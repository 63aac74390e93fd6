// The link against a server that says whatever a test wants, in the agreed form or not.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { jwtVerify } from 'jose';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { catalogueOf } from '../../service/sync/spoken-bank.fixture.ts';
import { createPacketSealer } from '../packet-sealer/create-packet-sealer.ts';
import { makeSealRequest, makeTestKeys } from '../packet-sealer/seal-request.fixture.ts';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { BankCaseStatus } from '#core/contract/bank/packet.ts';
import { createBankLink } from './create-bank-link.ts';
import { createOpenBank } from './open-bank.ts';
import { answerOf, linkTo, makeBankKey, problemOf, startRawBank, type RawReply } from './raw-bank.fixture.ts';

const bank = makeBankKey();
const caseId = caseIdSchema.parse(newId());

async function against(reply: RawReply, options: Parameters<typeof linkTo>[2] = {}) {
  const server = await startRawBank(reply);
  return { server, ...linkTo(server.url, bank, options) };
}

const statusOf = (id: typeof caseId, revision = 1): BankCaseStatus => ({
  caseId: id,
  state: 'received',
  reasons: [],
  accountNumber: null,
  ifsc: null,
  at: instantSchema.parse('2026-11-20T12:00:00.000Z'),
  revision,
});

describe('what the bank answers', () => {
  it('SY30 sends the device token of the contract with every request: for this method and path, two minutes, once', async () => {
    const { server, link, kioskId, devicePublicKey } = await against(() =>
      answerOf(200, JSON.stringify(statusOf(caseId))),
    );
    await link.status(caseId);
    await link.status(caseId);
    const ids = new Set<unknown>();
    for (const request of server.requests) {
      const token = request.headers['authorization']?.replace('Bearer ', '') ?? '';
      const { payload } = await jwtVerify(token, devicePublicKey, {
        audience: 'pravesh-bank',
        issuer: kioskId,
      });
      expect(payload).toMatchObject({ htm: 'GET', htu: `/v1/cases/${caseId}` });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(120);
      ids.add(payload.jti);
    }
    expect(ids.size).toBe(2);
    // One kept connection for both.
    expect(server.connections).toBe(1);
  });

  it.each([
    ['device-revoked', 403, { kind: 'device-refused' }],
    ['unauthenticated', 401, { kind: 'device-refused' }],
    ['idempotency-in-progress', 409, { kind: 'later', retryAfterS: 7 }],
    ['too-many-requests', 429, { kind: 'later', retryAfterS: 7 }],
    ['unavailable', 503, { kind: 'bank-failed', retryAfterS: 7 }],
    ['internal', 500, { kind: 'bank-failed', retryAfterS: 7 }],
    ['not-found', 404, { kind: 'refused', problem: { kind: 'not-found', status: 404 } }],
    ['code-too-soon', 429, { kind: 'refused', problem: { kind: 'code-too-soon' } }],
    ['officer-unknown', 403, { kind: 'refused', problem: { kind: 'officer-unknown' } }],
  ] as const)('SY31 the problem %s (%d) keeps its meaning', async (kind, status, failure) => {
    const { link } = await against(() => problemOf(status, kind, { headers: ['Retry-After: 7'] }));
    expect(await link.status(caseId)).toMatchObject({ ok: false, error: failure });
  });

  it('SY31 keeps what the problem says, and counts a Retry-After date from the answer itself', async () => {
    const wrong = await against(() => problemOf(422, 'code-wrong', { fields: { triesLeft: 3 } }));
    expect(await wrong.link.answerCode(newId(), '123456')).toMatchObject({
      error: { kind: 'refused', problem: { kind: 'code-wrong', triesLeft: 3 } },
    });
    const dated = await against(() =>
      problemOf(503, 'unavailable', {
        headers: ['Date: Fri, 20 Nov 2020 12:00:00 GMT', 'Retry-After: Fri, 20 Nov 2020 12:01:30 GMT'],
      }),
    );
    expect(await dated.link.status(caseId)).toMatchObject({
      error: { kind: 'bank-failed', retryAfterS: 90 },
    });
  });

  it.each([
    ['a page of a captive portal', answerOf(200, '<html>Welcome to the airport</html>')],
    ["a gateway's 403 page", answerOf(403, '<html>Forbidden</html>')],
    ['a 401 with nothing', answerOf(401, '')],
    ['a redirect', answerOf(302, '', ['Location: http://127.0.0.1:1/'])],
    ['JSON of another shape', answerOf(200, '{"caseId":1}')],
    [
      'a problem of a kind nobody agreed on',
      answerOf(422, '{"kind":"tea","type":"x","title":"x","status":422}'),
    ],
    ['bytes that are no text', answerOf(200, Buffer.from([0xff, 0xfe, 0x00, 0x01]))],
    ['another case than asked for', answerOf(200, JSON.stringify(statusOf(caseIdSchema.parse(newId()))))],
    ['no HTTP at all', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
    ['an endless answer', answerOf(200, Buffer.alloc(50_000, 0x20))],
  ])('SY32 %s is unreadable: it neither pauses the link nor refuses a case', async (_what, reply) => {
    const { link } = await against(() => reply);
    expect(await link.status(caseId)).toEqual({ ok: false, error: { kind: 'bank-answer-unreadable' } });
  });

  it("SY32 a gateway's 502 page is the bank in trouble", async () => {
    const { link } = await against(() => answerOf(502, '<html>Bad Gateway</html>'));
    expect(await link.status(caseId)).toEqual({
      ok: false,
      error: { kind: 'bank-failed', retryAfterS: null },
    });
  });
});

describe('a line that breaks', () => {
  it('SY33 nobody there, a reset, silence, a half answer and a dripping one are all "no line"', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"a":';
    const replies: RawReply[] = [
      (_request, socket) => (socket.destroy(), null),
      () => null,
      (_request, socket) => (socket.end(head), null),
      () => Buffer.from(head),
      (_request, socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n');
        const drip = setInterval(() => socket.write(' '), 50);
        socket.on('close', () => clearInterval(drip));
        return null;
      },
    ];
    for (const reply of replies) {
      const { link } = await against(reply);
      expect(await link.status(caseId)).toEqual({ ok: false, error: { kind: 'no-line' } });
    }
    const nobody = linkTo('http://127.0.0.1:9', bank).link;
    expect(await nobody.status(caseId)).toEqual({ ok: false, error: { kind: 'no-line' } });
  });

  it('SY33 close ends what is under way', async () => {
    const { link, server } = await against(() => null, { limits: { silenceMs: 60_000, totalMs: 60_000 } });
    const asked = link.status(caseId);
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    link.close();
    expect(await asked).toEqual({ ok: false, error: { kind: 'no-line' } });
  });

  it('SY34 a kept socket found dead on reuse is no failure; the request goes once more, with another token', async () => {
    const { link, server } = await against((_request, socket, count) => {
      if (count !== 2) return answerOf(200, JSON.stringify(statusOf(caseId)));
      socket.resetAndDestroy();
      return null;
    });
    expect((await link.status(caseId)).ok).toBe(true);
    expect((await link.status(caseId)).ok).toBe(true);
    const tokens = server.requests.map((request) => request.headers['authorization']);
    expect(new Set(tokens).size).toBe(3);
  });

  it.each([
    ['a fresh socket that dies', 0],
    ['one that dies after an earlier call kept another', 1],
  ])('SY35 a code is sent once or not at all: %s', async (_what, earlier) => {
    const { link, server } = await against((request, socket) => {
      if (request.method === 'GET') return answerOf(200, JSON.stringify(statusOf(caseId)));
      socket.resetAndDestroy();
      return null;
    });
    for (let call = 0; call < earlier; call += 1) await link.status(caseId);
    expect(await link.sendCode(caseId, '+919876543210', 'en')).toEqual({
      ok: false,
      error: { kind: 'no-line' },
    });
    expect(await link.sendLateCode(caseId)).toEqual({ ok: false, error: { kind: 'no-line' } });
    const posts = server.requests.filter((request) => request.method === 'POST');
    expect(posts.map((request) => request.headers['content-type'])).toEqual(['application/json', undefined]);
  });
});

describe('clocks', () => {
  const bankNow = 'Fri, 20 Nov 2026 12:00:00 GMT';
  const skewed: RawReply = (request) => {
    const claims = JSON.parse(
      Buffer.from(request.headers['authorization']?.split('.')[1] ?? '', 'base64url').toString(),
    ) as { iat: number };
    const off = Math.abs(claims.iat - Date.parse(bankNow) / 1000) > 15;
    if (off) return problemOf(401, 'clock-skew', { headers: [`Date: ${bankNow}`] });
    return answerOf(200, JSON.stringify(statusOf(caseId)), [`Date: ${bankNow}`]);
  };
  const clock = { now: () => instantSchema.parse('2025-11-20T12:00:00.000Z') };

  it('SY36 a kiosk a year behind reaches the bank: tokens follow the time the bank told', async () => {
    const { link, server } = await against(skewed, { clock });
    expect((await link.status(caseId)).ok).toBe(true);
    expect((await link.status(caseId)).ok).toBe(true);
    expect(server.requests).toHaveLength(3);
  });

  it('SY36 but a code is not sent a second time for it; the next press works', async () => {
    const { link, server } = await against(skewed, { clock });
    expect(await link.sendLateCode(caseId)).toEqual({
      ok: false,
      error: { kind: 'clock-wrong', bankTime: '2026-11-20T12:00:00.000Z' },
    });
    expect(server.requests).toHaveLength(1);
    expect((await link.sendLateCode(caseId)).ok || server.requests.length).toBe(2);
  });
});

describe('the bank proves who it is', () => {
  const identityJson = (changes = {}) => JSON.stringify(bank.identity(changes));

  it('SY37 believes the enrolled signing key alone, and only a sealing key that it signed', async () => {
    const good = await against(() => answerOf(200, identityJson()));
    expect(await good.link.identity()).toMatchObject({ ok: true, value: { name: 'Bank' } });
    const other = await against(() => answerOf(200, JSON.stringify(makeBankKey().identity())));
    expect(await other.link.identity()).toEqual({ ok: false, error: { kind: 'bank-mismatch' } });
    const forged = await against(() => answerOf(200, identityJson({ signature: 'A'.repeat(86) })));
    expect(await forged.link.identity()).toEqual({ ok: false, error: { kind: 'bank-mismatch' } });
  });

  it('TT3 takes the bank’s moment from its signed word, and no other word for one', async () => {
    const time = '2026-11-20T12:34:56.000Z';
    const saying = (timeWord: string) => () =>
      answerOf(200, JSON.stringify({ ...bank.identity(), timeWord }));
    const good = await against(saying(await bank.word('pravesh-time', { time })));
    expect(await good.link.identity()).toMatchObject({ ok: true, value: { time } });
    for (const word of [
      await makeBankKey().word('pravesh-time', { time }),
      await bank.word('pravesh-receipt', { time }),
      await bank.word('pravesh-time', { at: time }),
    ]) {
      const bad = await against(saying(word));
      expect(await bad.link.identity()).toEqual({ ok: false, error: { kind: 'bank-mismatch' } });
    }
  });

  it('SY37 shows an enrolment token to nobody but the bank of the code', async () => {
    const server = await startRawBank(() => answerOf(200, identityJson()));
    const request = {
      token: 'token-0123456789abcdef',
      deviceKey: bank.raw,
      name: 'Kiosk',
      shell: 'browser',
      simulated: false,
      appVersion: '1',
    } as const;
    const code = { url: server.url, token: request.token, fingerprint: 'ab'.repeat(32) };
    expect(await createOpenBank().enrol(code, request)).toEqual({
      ok: false,
      error: { kind: 'bank-mismatch' },
    });
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/bank']);
    const fingerprint = createHash('sha256').update(Buffer.from(bank.raw, 'base64url')).digest('hex');
    expect((await createOpenBank().identity({ ...code, fingerprint })).ok).toBe(true);
  });

  it('SY38 takes a catalogue only with its own signature and kind', async () => {
    const catalogue = catalogueOf('1');
    const word = await bank.word('pravesh-catalogue', catalogue);
    const good = await against(() => answerOf(200, JSON.stringify({ catalogue: word })));
    expect(await good.link.catalogue()).toEqual({ ok: true, value: { catalogue, jws: word } });
    expect(await good.link.readCatalogue(word)).toEqual(catalogue);
    expect(
      await good.link.readCatalogue(await makeBankKey().word('pravesh-catalogue', catalogue)),
    ).toBeNull();
    expect(await good.link.readCatalogue(await bank.word('pravesh-receipt', catalogue))).toBeNull();
    expect(await good.link.readCatalogue(await bank.word('pravesh-catalogue', { version: 1 }))).toBeNull();
    expect(await good.link.readCatalogue('nothing')).toBeNull();
    const forged = await makeBankKey().word('pravesh-catalogue', catalogue);
    const bad = await against(() => answerOf(200, JSON.stringify({ catalogue: forged })));
    expect(await bad.link.catalogue()).toEqual({ ok: false, error: { kind: 'bank-answer-unreadable' } });
  });

  it('SY2 speaks to no address but https and this machine, whatever is enrolled', () => {
    const device = makeTestKeys();
    const enrolment = { bankSigningKey: bank.raw, deviceKey: device.deviceKey } as Parameters<
      typeof createBankLink
    >[0];
    const options = { clock: { now: () => statusOf(caseId).at }, random: Math.random } as Parameters<
      typeof createBankLink
    >[1];
    expect(() => createBankLink({ ...enrolment, bankUrl: 'http://bank.example' }, options)).toThrow(
      'neither https',
    );
  });
});

describe('deliver', () => {
  async function delivery(change: { receipt?: object; statusOf?: typeof caseId } = {}) {
    const packet = await createPacketSealer().seal(makeSealRequest(makeTestKeys()));
    const packetDigest = createHash('sha256').update(packet.manifest).digest('hex');
    const receipt = await bank.word('pravesh-receipt', {
      packetId: packet.packetId,
      caseId: packet.caseId,
      version: 1,
      packetDigest,
      receivedAt: '2026-11-20T12:00:00.000Z',
      ...change.receipt,
    });
    const accepted = answerOf(
      202,
      JSON.stringify({ receipt, status: statusOf(change.statusOf ?? packet.caseId) }),
    );
    return { packet, accepted };
  }

  it('SY40 sends the manifest first, then what the bank lacks, then the manifest under the same key', async () => {
    const { packet, accepted } = await delivery();
    const lacking = packet.parts.slice(1).map((part) => part.digest);
    const { link, server } = await against((request, _socket, count) => {
      if (request.method === 'PATCH') return answerOf(201, '');
      return count === 1 ? problemOf(409, 'blob-missing', { fields: { missing: lacking } }) : accepted;
    });
    expect(await link.deliver(packet)).toMatchObject({ ok: true });
    const asked = server.requests.map(({ method, path }) => `${method} ${path}`);
    expect([asked[0], asked.at(-1)]).toEqual(['POST /v1/cases', 'POST /v1/cases']);
    // The parts go side by side: which of them arrives first is the line's affair.
    expect(asked.slice(1, -1).toSorted()).toEqual(
      lacking.map((digest) => `PATCH /v1/blobs/${digest}`).toSorted(),
    );
    const posts = server.requests.filter(({ method }) => method === 'POST');
    expect(new Set(posts.map(({ body }) => body)).size).toBe(1);
    expect(posts.map(({ headers }) => headers['idempotency-key'])).toEqual([
      packet.idempotencyKey,
      packet.idempotencyKey,
    ]);
    const put = server.requests.find(({ path }) => path === `/v1/blobs/${lacking[0]}`);
    expect(
      createHash('sha256')
        .update(put?.body ?? '', 'latin1')
        .digest('hex'),
    ).toBe(lacking[0]);
  });

  it('SY40 sends not one part to a bank that has them all', async () => {
    const { packet, accepted } = await delivery();
    const { link, server } = await against(() => accepted);
    expect(await link.deliver(packet)).toMatchObject({ ok: true });
    expect(server.requests).toHaveLength(1);
  });

  it('SY40 a refused part is the failure of the delivery, and a bank that never stops lacking gets one round', async () => {
    const { packet } = await delivery();
    const full = await against((request) =>
      request.method === 'PATCH' ? problemOf(503, 'unavailable') : problemOf(409, 'blob-missing'),
    );
    expect(await full.link.deliver(packet)).toMatchObject({ error: { kind: 'bank-failed' } });
    const circling = await against((request) =>
      request.method === 'PATCH'
        ? problemOf(409, 'blob-offset', { fields: { offset: 0 } })
        : problemOf(409, 'blob-missing', { fields: { missing: [packet.parts[0]?.digest] } }),
    );
    expect(await circling.link.deliver(packet)).toMatchObject({ error: { kind: 'bank-failed' } });
    expect(circling.server.requests.length).toBeLessThan(6);
    const forgetful = await against((request) =>
      request.method === 'PATCH' ? answerOf(201, '') : problemOf(409, 'blob-missing'),
    );
    expect(await forgetful.link.deliver(packet)).toMatchObject({
      error: { problem: { kind: 'blob-missing' } },
    });
    expect(forgetful.server.requests).toHaveLength(2 + packet.parts.length);
  });

  it.each([
    ['of another packet', { receipt: { packetDigest: 'ab'.repeat(32) } }],
    ['of another case', { receipt: { caseId: newId() } }],
    ['with the standing of another case', { statusOf: caseId }],
    ['without a digest', { receipt: { packetDigest: '' } }],
  ])('SY41 takes no receipt %s', async (_what, change) => {
    const { packet, accepted } = await delivery(change);
    const { link } = await against(() => accepted);
    expect(await link.deliver(packet)).toEqual({ ok: false, error: { kind: 'bank-answer-unreadable' } });
  });

  it('SY41 nor one that another key signed', async () => {
    const { packet, accepted } = await delivery();
    const server = await startRawBank(() => accepted);
    const { link } = linkTo(server.url, makeBankKey());
    expect(await link.deliver(packet)).toEqual({ ok: false, error: { kind: 'bank-answer-unreadable' } });
  });
});

describe('what leaks', () => {
  it('SY42 no failure carries a word of request or answer', async () => {
    const logged: unknown[] = [];
    const log = (event: string, facts: object): void => void logged.push(event, facts);
    const secret = '+919876543210';
    for (const reply of [
      answerOf(200, `{"mobile":"${secret}"}`),
      answerOf(500, secret),
      Buffer.from(secret),
    ]) {
      const { link } = await against(() => reply, { log });
      const answer = await link.sendCode(caseId, secret, 'en');
      expect(answer.ok).toBe(false);
      expect(JSON.stringify(answer)).not.toContain(secret.slice(1));
    }
    expect(JSON.stringify(logged)).not.toContain(secret.slice(1));
  });

  it('SY43 ignores the proxy of the environment, and uses one that is passed in', async () => {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end(JSON.stringify(statusOf(caseId)));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const address = proxy.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const before = process.env['HTTP_PROXY'];
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${port}`;
    onTestFinished(() => {
      if (before === undefined) delete process.env['HTTP_PROXY'];
      else process.env['HTTP_PROXY'] = before;
    });
    const direct = await against(() => answerOf(200, JSON.stringify(statusOf(caseId))));
    expect((await direct.link.status(caseId)).ok).toBe(true);
    expect(seen).toEqual([]);
    const given = await against(() => null, { proxy: { protocol: 'http', host: '127.0.0.1', port } });
    expect((await given.link.status(caseId)).ok).toBe(true);
    expect(seen).toEqual([`${given.server.url}/v1/cases/${caseId}`]);
  });
});
