// The kiosk's line against the real bank, over real HTTP and WebSocket on loopback.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { caseFileOf } from '#bank/testing/test-kiosk.ts';
import { issueCatalogue } from '#bank/catalogue/catalogue-store.ts';
import { rotateSealingKey } from '#bank/keys/key-file.ts';
import { startTestBank, type TestBank } from '#bank/testing/test-bank.ts';
import { masterReplySchema, sectionsOf } from '#core/contract/bank/master-data.ts';
import type { BankCaseStatus } from '#core/contract/bank/packet.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { unknownQuality } from '#core/outbox/chunk-policy.ts';
import { createBankLink } from '#electron/adapter/bank-link/create-bank-link.ts';
import { createOpenBank } from '#electron/adapter/bank-link/open-bank.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import type { CaseStore, SealedPacket } from '#electron/port/case-store.ts';
import { createStartSync } from '#electron/service/sync/sync-service.ts';
import {
  enrolAt,
  hurriedSchedule,
  seededChance,
  startCuttingProxy,
  valueOf,
  wallClock,
} from './kiosk-at-bank.fixture.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.end());

const machine = { clock: wallClock, schedule: hurriedSchedule(1), random: Math.random };

async function kioskAt(test: TestBank = bank, url: string | null = null, times = 1) {
  const kiosk = await enrolAt(test);
  const schedule = hurriedSchedule(times);
  const link = createBankLink(
    { ...kiosk.enrolment, ...(url === null ? {} : { bankUrl: url }) },
    { ...machine, schedule, limits: { silenceMs: 5000, totalMs: 10_000 } },
  );
  onTestFinished(() => link.close());
  return { ...kiosk, link, schedule };
}

function openStore(): CaseStore {
  const dataDir = mkdtempSync(join(tmpdir(), 'pravesh-sync-'));
  const store = valueOf(
    openCaseStore({ dataDir, masterKey: new Uint8Array(randomBytes(32)), clock: wallClock }),
  );
  onTestFinished(() => {
    store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return store;
}

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = 15_000,
): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > patienceMs) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - began;
}

describe('the link at the real bank', () => {
  it('SY37 knows the bank by its fingerprint before it shows the token, and the token serves once', async () => {
    const { code, link, identity } = await kioskAt();
    expect(valueOf(await link.identity()).sealingKey).toEqual(identity.sealingKey);
    const open = createOpenBank();
    const stranger = { ...code, fingerprint: 'ab'.repeat(32) };
    expect(await open.identity(stranger)).toEqual({ ok: false, error: { kind: 'bank-mismatch' } });
    const again = await open.enrol(code, {
      token: code.token,
      deviceKey: randomBytes(32).toString('base64url'),
      name: 'Kiosk',
      shell: 'browser',
      simulated: false,
      appVersion: '1',
    });
    expect(again).toMatchObject({ error: { kind: 'refused', problem: { kind: 'enrolment-token-spent' } } });
  });

  it('SY49 a new sealing key at the bank: the kiosk hears of it, and what was sealed before is opened still', async () => {
    const own = await startTestBank();
    onTestFinished(() => own.end());
    const before = await kioskAt(own);
    const sealedBefore = await before.sealCase();
    const keyFile = join(own.folder, 'keys.json');
    const { keyId } = valueOf(rotateSealingKey(keyFile, 'development'));
    await own.restart();
    expect(valueOf(await before.link.identity()).sealingKey.keyId).toBe(keyId);
    expect(before.identity.sealingKey.keyId).not.toBe(keyId);
    expect(valueOf(await before.link.deliver(sealedBefore)).status.caseId).toBe(sealedBefore.caseId);
    const after = await kioskAt(own);
    expect(after.identity.sealingKey.keyId).toBe(keyId);
    const sealedAfter = await after.sealCase();
    expect(valueOf(await after.link.deliver(sealedAfter)).status.caseId).toBe(sealedAfter.caseId);
  });

  it('SY38 reads the catalogue, stored too, and an officer by the password the bank sent', async () => {
    const { link } = await kioskAt();
    const { catalogue, jws } = valueOf(await link.catalogue());
    expect(await link.readCatalogue(jws)).toEqual(catalogue);
    await bank.bank().resetOfficer('asha');
    const password = (await bank.lastMessage('officer:asha')).split(' ').at(-1) ?? '';
    expect(valueOf(await link.signIn('asha', password))).toMatchObject({
      officerId: 'asha',
      role: 'officer',
    });
    expect(await link.signIn('asha', 'wrong')).toMatchObject({
      error: { kind: 'refused', problem: { kind: 'officer-unknown' } },
    });
  });

  it('SY55 only the sections that differ come, and together with what is kept they are the bank’s catalogue', async () => {
    const own = await startTestBank();
    onTestFinished(() => own.end());
    const { link, known } = await kioskAt(own);
    const full = valueOf(await link.masterData(null));
    const { catalogue } = valueOf(await link.catalogue());
    expect(full.catalogue).toEqual(catalogue);
    expect(await link.readCatalogue(full.jws)).toEqual(catalogue);
    expect(valueOf(await link.masterData(full.jws))).toEqual(full);
    const branches = [...catalogue.branches].slice(1);
    const asOf = instantSchema.parse(new Date(Date.parse(catalogue.asOf) + 1000).toISOString());
    await issueCatalogue(own.bank().db, { ...catalogue, version: '2', asOf, branches });
    const have = Object.fromEntries(
      Object.entries(sectionsOf(catalogue)).map(([section, text]) => [
        section,
        createHash('sha256').update(text).digest('hex'),
      ]),
    );
    const reply = masterReplySchema.parse((await known.request('POST', '/v1/master-data', { have })).json());
    expect(Object.keys(reply.sections)).toEqual(['branches']);
    // By rows that is the one left out, where the kiosk's form is one the bank remembers.
    const byRows = masterReplySchema.parse(
      (await known.request('POST', '/v1/master-data', { have, rows: true })).json(),
    );
    expect(byRows.sections).toEqual({});
    expect(byRows.deltas).toEqual({ branches: [-1, branches.length] });
    const unknown = { ...have, branches: 'a'.repeat(64) };
    const whole = masterReplySchema.parse(
      (await known.request('POST', '/v1/master-data', { have: unknown, rows: true })).json(),
    );
    expect([Object.keys(whole.sections), whole.deltas]).toEqual([['branches'], undefined]);
    const next = valueOf(await link.masterData(full.jws));
    expect(next.catalogue).toEqual({ ...catalogue, version: '2', asOf, branches });
    expect(await link.readCatalogue(next.jws)).toEqual(next.catalogue);
    // A section changed on our own disk is not taken for the bank's.
    const kept = JSON.parse(next.jws) as { sections: Record<string, string> };
    kept.sections['products'] = (kept.sections['products'] ?? '').replace('Saral', 'Zaral');
    expect(await link.readCatalogue(JSON.stringify(kept))).toBeNull();
    // Nor does it stand in the way of the next look: everything comes anew.
    expect(valueOf(await link.masterData(JSON.stringify(kept))).catalogue).toEqual(next.catalogue);
    // A kiosk that kept the whole catalogue as one word goes over to sections.
    const { jws } = valueOf(await link.catalogue());
    expect(valueOf(await link.masterData(jws)).catalogue).toEqual(next.catalogue);
  });

  it('SY35 carries a code there and its proof back', async () => {
    const { link, known, catalogue } = await kioskAt();
    const { caseId, contact } = caseFileOf(known, catalogue);
    const challenge = valueOf(await link.sendCode(caseId, contact.mobile, 'en'));
    const code = /\d{6}/.exec(await bank.lastMessage(contact.mobile))?.[0] ?? '';
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await link.answerCode(challenge.challengeId, wrong)).toMatchObject({
      error: { problem: { kind: 'code-wrong', triesLeft: 4 } },
    });
    expect(valueOf(await link.answerCode(challenge.challengeId, code))).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('SY40 delivers once however often it is sent; the live channel tells the standing and a late code opens the account', async () => {
    const { link, sealCase, known, catalogue } = await kioskAt();
    const file = caseFileOf(known, catalogue);
    const told: BankCaseStatus[] = [];
    const lines: boolean[] = [];
    const live = link.live({ onStatus: (status) => told.push(status), onLine: (up) => lines.push(up) });
    onTestFinished(() => live.close());
    await until('live', () => lines.includes(true));
    const packet = await sealCase(file);
    const first = valueOf(await link.deliver(packet));
    const again = await Promise.all([link.deliver(packet), link.deliver(packet)]);
    // Two at once: the same receipt, or the word that the other is still being worked on.
    const words = again.map((answer) => (answer.ok ? answer.value.receipt : answer.error.kind));
    expect(words.filter((word) => word !== first.receipt && word !== 'later')).toEqual([]);
    await until('awaiting', () =>
      told.some(({ caseId, state }) => caseId === file.caseId && state === 'awaiting-mobile'),
    );
    expect(valueOf(await link.status(file.caseId)).state).toBe('awaiting-mobile');
    expect(valueOf(await link.identityExists(file.document.identityHash))).toBe(false);
    valueOf(await link.sendLateCode(file.caseId));
    const code = /\d{6}/.exec(await bank.lastMessage(file.contact.mobile))?.[0] ?? '';
    expect(valueOf(await link.answerLateCode(file.caseId, code))).toMatchObject({ state: 'opened' });
    await until('opened', () =>
      told.some(({ caseId, state }) => caseId === file.caseId && state === 'opened'),
    );
    expect(valueOf(await link.identityExists(file.document.identityHash))).toBe(true);
  });

  it('SY51 a part cut in the middle goes on where it stopped, with another link as after the end of the kiosk', async () => {
    const proxy = await startCuttingProxy(bank.bank().url, () => 1);
    onTestFinished(() => proxy.close());
    const first = await kioskAt(bank, proxy.url);
    const packet = await first.sealCase(undefined, 900_000);
    proxy.silentFrom = 700_000;
    const delivering = first.link.deliver(packet);
    const held = await someHeld(bank, first, packet);
    // Nobody goes on: the kiosk is gone.
    first.link.close();
    expect(await delivering).toMatchObject({ ok: false, error: { kind: 'no-line' } });
    proxy.cutAll();
    proxy.bytes = 0;
    const link = createBankLink({ ...first.enrolment, bankUrl: proxy.url }, machine);
    onTestFinished(() => link.close());
    expect((await link.deliver(packet)).ok).toBe(true);
    expect(proxy.bytes).toBeLessThan(mostSentAgain(packet, held));
  });

  it('SY62 the bank says with what it lacks how far each part has come, and no part begins anew', async () => {
    const proxy = await startCuttingProxy(bank.bank().url, () => 1);
    onTestFinished(() => proxy.close());
    const first = await kioskAt(bank, proxy.url);
    const packet = await first.sealCase(undefined, 900_000);
    proxy.silentFrom = 700_000;
    const delivering = first.link.deliver(packet);
    const held = await someHeld(bank, first, packet);
    first.link.close();
    await delivering;
    proxy.cutAll();
    const body = { packet: packet.manifest };
    const headers = { 'idempotency-key': packet.idempotencyKey };
    const answer = await first.known.request('POST', '/v1/cases', body, { headers });
    const { kind, missing = [], begun = {} } = answer.problem();
    expect(kind).toBe('blob-missing');
    const begunBytes = Object.values(begun).reduce((sum, offset) => sum + offset, 0);
    const whole = packet.parts.filter(({ digest }) => !missing.includes(digest));
    expect(begunBytes + whole.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThanOrEqual(held);
    expect(Object.keys(begun).every((digest) => missing.includes(digest))).toBe(true);
    proxy.bytes = 0;
    const link = createBankLink({ ...first.enrolment, bankUrl: proxy.url }, machine);
    onTestFinished(() => link.close());
    expect((await link.deliver(packet)).ok).toBe(true);
    // The rest and the words around it; not a first piece of each part for nothing.
    expect(proxy.bytes).toBeLessThan(
      mostSentAgain(packet, held) - packet.parts.length * unknownQuality.chunkBytes,
    );
  });

  it('SY51 and over the end of the bank, whose half parts are kept', async () => {
    const own = await startTestBank();
    onTestFinished(() => own.end());
    const proxy = await startCuttingProxy(own.bank().url, () => 1);
    onTestFinished(() => proxy.close());
    const kiosk = await kioskAt(own, proxy.url);
    const packet = await kiosk.sealCase(undefined, 1_500_000);
    proxy.silentFrom = 1_200_000;
    const delivering = kiosk.link.deliver(packet);
    await someHeld(own, kiosk, packet);
    kiosk.link.close();
    await delivering;
    proxy.cutAll();
    await own.bank().close();
    const held = await heldBytes(own, kiosk, packet);
    await own.restart();
    expect(await heldBytes(own, kiosk, packet)).toBe(held);
    const again = createBankLink({ ...kiosk.enrolment, bankUrl: proxy.url }, machine);
    onTestFinished(() => again.close());
    proxy.bytes = 0;
    expect((await again.deliver(packet)).ok).toBe(true);
    expect(proxy.bytes).toBeLessThan(mostSentAgain(packet, held));
    expect(await readdir(join(own.folder, 'blobs', 'partial'))).toEqual([]);
  });

  it('SY51 a line that loses one request in seven is held for good, and loses nothing', async () => {
    const proxy = await startCuttingProxy(bank.bank().url, seededChance(7));
    onTestFinished(() => proxy.close());
    const kiosk = await kioskAt(bank, proxy.url);
    valueOf(await kiosk.link.identity());
    proxy.chance = { before: 0.05, after: 0.1 };
    const answers: boolean[] = [];
    const lost = (): number => proxy.cuts.before + proxy.cuts.after;
    while (answers.length < 8 || (lost() <= 5 && answers.length < 40)) {
      const packet = await kiosk.sealCase(undefined, 200_000);
      answers.push((await kiosk.link.deliver(packet)).ok);
    }
    expect(answers.filter(Boolean).length / answers.length).toBeGreaterThanOrEqual(7 / 8);
    expect(lost()).toBeGreaterThan(5);
  });

  it('SY31 what the bank refuses of a packet is told as such, a device turned away as such', async () => {
    const { link, sealCase, known } = await kioskAt();
    const packet = await sealCase();
    const [head, , signature] = packet.manifest.split('.');
    const forged = { ...packet, manifest: `${head}.${Buffer.from('{}').toString('base64url')}.${signature}` };
    expect(await link.deliver(forged)).toMatchObject({
      error: { kind: 'refused', problem: { kind: 'packet-signature' } },
    });
    await bank.bank().revokeDevice(known.enrolment.kioskId);
    expect(await link.deliver(packet)).toMatchObject({
      error: { kind: 'device-refused', problem: { kind: 'device-revoked' } },
    });
  });

  it('SY36 a kiosk whose clock stands a year behind is heard all the same', async () => {
    const { enrolment } = await kioskAt();
    const behind = {
      now: () => wallClock.now().replace(/^\d{4}/, '2025') as ReturnType<typeof wallClock.now>,
    };
    const link = createBankLink(enrolment, { ...machine, clock: behind });
    onTestFinished(() => link.close());
    expect((await link.catalogue()).ok).toBe(true);
  });
});

describe('the worker at the real bank', () => {
  it('SY5 a case sealed while the bank is down goes by itself when it returns', async () => {
    const own = await startTestBank();
    onTestFinished(() => own.end());
    const { link, queueCase, schedule } = await kioskAt(own);
    const store = openStore();
    await own.bank().close();
    const sync = createStartSync({ ...machine, schedule, log: () => undefined })({
      store,
      link,
      onCatalogue: () => undefined,
      onLine: () => undefined,
      onCase: () => undefined,
    });
    onTestFinished(() => sync.close());
    const packet = await queueCase(store);
    sync.poke();
    await until('offline', () => sync.line().state === 'offline');
    expect(store.delivery(packet.caseId)).toMatchObject({ state: 'waiting', tries: 0 });
    await own.restart();
    await until('accepted', () => store.delivery(packet.caseId)?.state === 'accepted');
    await until('standing', () => {
      const loaded = store.load(packet.caseId);
      return loaded.ok && loaded.value.state.bank?.state === 'awaiting-mobile';
    });
  });

  it('SY11 over a line that cuts requests and loses answers each case has exactly one effect', async () => {
    const seed = Number(process.env['SY11_SEED'] ?? 20_261_120);
    const proxy = await startCuttingProxy(bank.bank().url, seededChance(seed));
    onTestFinished(() => proxy.close());
    const { link, queueCase, schedule, known } = await kioskAt(bank, proxy.url, 50);
    const store = openStore();
    proxy.chance = { before: 0.08, after: 0.15 };
    const sync = createStartSync({ ...machine, schedule, log: () => undefined })({
      store,
      link,
      onCatalogue: () => undefined,
      onLine: () => undefined,
      onCase: () => undefined,
    });
    onTestFinished(() => sync.close());
    const packets: SealedPacket[] = [];
    for (let index = 0; index < 25; index += 1) {
      packets.push(await queueCase(store));
      sync.poke();
    }
    const allAccepted = () => packets.every((packet) => store.delivery(packet.caseId)?.state === 'accepted');
    await until(`all accepted (seed ${seed})`, allAccepted, 60_000);
    const rows = await bank
      .bank()
      .db.selectFrom('packet')
      .select(['case_id', 'sequence'])
      .where('kiosk_id', '=', known.enrolment.kioskId)
      .orderBy('received_at')
      .execute();
    expect(
      historyFaults(
        packets.map(({ caseId }) => caseId),
        rows.map((row) => row.case_id),
      ),
    ).toEqual([]);
    // A line that never cut anything would have shown nothing.
    expect(Math.min(proxy.cuts.before, proxy.cuts.after)).toBeGreaterThan(3);
  });

  it('SY11 the history checker sees a planted duplicate, a lost case and a stranger', () => {
    expect(historyFaults(['a', 'b'], ['a', 'b', 'a'])).toEqual(['twice: a']);
    expect(historyFaults(['a', 'b'], ['a'])).toEqual(['lost: b']);
    expect(historyFaults(['a'], ['a', 'c'])).toEqual(['never sealed: c']);
  });
});

type Kiosk = Awaited<ReturnType<typeof kioskAt>>;

/** What the bank holds of a packet's parts, whole or in part. */
async function heldBytes(of: TestBank, { enrolment }: Kiosk, { parts }: SealedPacket): Promise<number> {
  const sizeOf = async (...place: string[]): Promise<number> => {
    const found = await stat(join(of.folder, 'blobs', ...place)).catch(() => null);
    return found?.size ?? 0;
  };
  const sizes = parts.map(async ({ digest }) =>
    Math.max(
      await sizeOf('partial', `${enrolment.kioskId}.${digest}`),
      await sizeOf(digest.slice(0, 2), digest),
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Waits until a silent line has brought the bank half a megabyte of a packet, and says how much it then holds. */
async function someHeld(of: TestBank, kiosk: Kiosk, packet: SealedPacket): Promise<number> {
  await until('half a megabyte held', async () => (await heldBytes(of, kiosk, packet)) > 500_000);
  return heldBytes(of, kiosk, packet);
}

/** The rest, a first piece for each part by whose answer the kiosk learns where the bank stands, and the words around them. */
function mostSentAgain({ parts }: SealedPacket, held: number): number {
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return total - held + parts.length * unknownQuality.chunkBytes + 50_000;
}

/** What was acknowledged against what the bank holds. */
function historyFaults(sealed: readonly string[], held: readonly string[]): string[] {
  const times = (caseId: string): number => held.filter((other) => other === caseId).length;
  return [
    ...sealed.filter((caseId) => times(caseId) === 0).map((caseId) => `lost: ${caseId}`),
    ...sealed.filter((caseId) => times(caseId) > 1).map((caseId) => `twice: ${caseId}`),
    ...[...new Set(held)]
      .filter((caseId) => !sealed.includes(caseId))
      .map((caseId) => `never sealed: ${caseId}`),
  ];
}
