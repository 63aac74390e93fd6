// Parts that no packet names, at a real bank with its real folder: what goes, when, and what never does.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBank, type TestBank } from '../testing/test-bank.ts';
import { caseFileOf, type TestKiosk } from '../testing/test-kiosk.ts';
import { openBlobStore, shelves, type BlobStore } from './blob-store.ts';
import { forgetUnnamed, sweepTurnMs, unnamedAtMost } from './forget-unnamed.ts';

const dayMs = 24 * 3600 * 1000;
let test: TestBank;
let kiosk: TestKiosk;
let blobs: BlobStore;
beforeAll(async () => {
  test = await startTestBank();
  kiosk = await test.kiosk();
  blobs = await openBlobStore(join(test.folder, 'blobs'));
});
afterAll(() => test.end());

const placeOf = (digest: string): string => join(test.folder, 'blobs', digest.slice(0, 2), digest);
const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function put(): Promise<string> {
  const bytes = randomBytes(500);
  await blobs.keep(digestOf(bytes), Readable.from([bytes]));
  return digestOf(bytes);
}

/** As if it had lain there since. */
function age(digest: string, days: number): void {
  const at = new Date(Date.now() - days * dayMs);
  utimesSync(placeOf(digest), at, at);
}

/** A whole day of turns. */
async function sweepAll(): Promise<number> {
  let taken = 0;
  for (let turn = 0; turn < shelves.length / 2; turn += 1)
    taken += await forgetUnnamed(test.bank().db, blobs, new Date(Date.now() + turn * sweepTurnMs));
  return taken;
}

it('SY58 a part that no packet names goes a fortnight after it was last offered, and none before', async () => {
  const [young, old, offeredAgain] = [await put(), await put(), await put()];
  age(young, 12);
  age(old, 15);
  age(offeredAgain, 15);
  expect(await blobs.renew(offeredAgain)).toBe(500);
  expect(await sweepAll()).toBe(1);
  expect([young, old, offeredAgain].map((digest) => existsSync(placeOf(digest)))).toEqual([
    true,
    false,
    true,
  ]);
});

it('SY58 a part that a packet names stays, however old, and the case is opened with it', async () => {
  const sealed = await kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()));
  await kiosk.putBlobs(sealed);
  expect((await kiosk.submit(sealed)).status).toBe(202);
  for (const digest of sealed.blobs.keys()) age(digest, 400);
  expect(await sweepAll()).toBe(0);
  for (const digest of sealed.blobs.keys()) expect(existsSync(placeOf(digest))).toBe(true);
});

it('SY58 a packet that comes after its parts were swept is asked for them, and then is taken', async () => {
  const sealed = await kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()));
  await kiosk.putBlobs(sealed);
  for (const digest of sealed.blobs.keys()) age(digest, 15);
  expect(await sweepAll()).toBe(sealed.blobs.size);
  const { kind, missing } = (await kiosk.submit(sealed)).problem();
  expect(kind).toBe('blob-missing');
  expect(missing?.toSorted()).toEqual([...sealed.blobs.keys()].toSorted());
  await kiosk.putBlobs(sealed);
  expect((await kiosk.submit(sealed)).status).toBe(202);
});

it('SY58 a part named while the sweep had it aside is put back, also after the end of the bank', async () => {
  const digest = await put();
  age(digest, 15);
  // The packet comes between the question who names it and the look at the part.
  const taken = await blobs.sweep(digest.slice(0, 2), new Date(Date.now() - dayMs), async () => {
    await blobs.renew(digest);
    return new Set();
  });
  expect(taken).toBe(0);
  expect(existsSync(placeOf(digest))).toBe(true);
  mkdirSync(join(test.folder, 'blobs', 'away'), { recursive: true });
  renameSync(placeOf(digest), join(test.folder, 'blobs', 'away', digest));
  await openBlobStore(join(test.folder, 'blobs'));
  expect(existsSync(placeOf(digest))).toBe(true);
});

it('SY63 a kiosk has so many whole parts that no packet names: those brought first give way, named ones and others’ do not', async () => {
  const greedy = await test.kiosk();
  const send = async (bytes: Buffer, by = greedy) =>
    (await by.request('PUT', `/v1/blobs/${digestOf(bytes)}`, new Uint8Array(bytes))).status;
  const sealed = await greedy.seal(caseFileOf(greedy, await greedy.catalogue()));
  await greedy.putBlobs(sealed);
  expect((await greedy.submit(sealed)).status).toBe(202);
  const waiting = await greedy.seal(caseFileOf(greedy, await greedy.catalogue()));
  await greedy.putBlobs(waiting);
  const [shared, first] = [randomBytes(400), randomBytes(400)];
  for (const bytes of [shared, first]) expect(await send(bytes)).toBe(201);
  expect(await send(shared, kiosk)).toBe(200);
  const here = (digest: string): boolean => existsSync(placeOf(digest));
  const early = [...waiting.blobs.keys(), digestOf(first), digestOf(shared)];
  // They came some minutes ago; what was renewed a moment ago may be on its way into a packet.
  for (const digest of early) age(digest, 1 / 24);
  for (let at = 0; at < unnamedAtMost; at += 1) expect(await send(randomBytes(64))).toBe(201);
  expect(here(digestOf(first))).toBe(false);
  expect([...waiting.blobs.keys()].some(here)).toBe(false);
  expect(here(digestOf(shared))).toBe(true);
  expect([...sealed.blobs.keys()].every(here)).toBe(true);
  const rows = await test
    .bank()
    .db.selectFrom('offered_part')
    .select('digest')
    .where('kiosk_id', '=', greedy.enrolment.kioskId)
    .execute();
  expect(rows).toHaveLength(unnamedAtMost);
  // The case is not lost by it: its packet is asked for its parts again.
  expect((await greedy.submit(waiting)).problem().kind).toBe('blob-missing');
  await greedy.putBlobs(waiting);
  expect((await greedy.submit(waiting)).status).toBe(202);
});
