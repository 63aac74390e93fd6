// Lists that a supervisor issues at the real bank, on their way to a kiosk: who may, what counts, and who need not know of them.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { join } from 'node:path';
import { loadKeyFile, makeKeyFile } from '#bank/keys/key-file.ts';
import { signWord } from '#bank/keys/signed-word.ts';
import { startTestBank, type TestBank } from '#bank/testing/test-bank.ts';
import { send } from '#bank/testing/test-kiosk.ts';
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import type { IssuerKeys } from '#core/contract/bank/issuer-keys.ts';
import { masterReplySchema, sectionsOf } from '#core/contract/bank/master-data.ts';
import { staffSessionSchema } from '#core/contract/bank/review.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { createBankLink } from '#electron/adapter/bank-link/create-bank-link.ts';
import { digestOf } from '#electron/adapter/bank-link/master-data.ts';
import { enrolAt, hurriedSchedule, valueOf, wallClock } from './kiosk-at-bank.fixture.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.end());

const asOf = instantSchema.parse('2026-11-30T08:00:00.000Z');
const keyRow = (certificate: string): IssuerKeys['keys'][number] => ({
  issuer: 'uidai',
  certificate: Buffer.from(certificate.padEnd(60, '.')).toString('base64'),
  from: null,
  until: null,
});
const keysOf = (serial: number, ...certificates: string[]): IssuerKeys => ({
  serial,
  asOf,
  keys: certificates.map(keyRow),
});
const listsOf = (serial: number, change: Partial<DeviceLists> = {}): DeviceLists => ({
  serial,
  asOf,
  revoked: [],
  allowed: null,
  allowedCertificates: null,
  ...change,
});

function ringAt(file: string) {
  return valueOf(loadKeyFile(file, 'development'));
}
const signed = (type: 'pravesh-issuer-keys' | 'pravesh-device-lists', list: object, file = 'keys.json') =>
  signWord(ringAt(join(bank.folder, file)), type, list);

async function tokenOf(officerId: string): Promise<string> {
  await bank.bank().resetOfficer(officerId);
  const password = (await bank.lastMessage(`officer:${officerId}`)).split(' ').at(-1);
  const reply = await send(`${bank.bank().url}/v1/back-office/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ officerId, password }),
  });
  return staffSessionSchema.parse(reply.json()).token;
}

async function issue(section: 'keys' | 'lists', word: string, token: string) {
  return send(`${bank.bank().url}/v1/back-office/lists`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ section, word }),
  });
}

async function kiosk() {
  const enrolled = await enrolAt(bank);
  const machine = { clock: wallClock, schedule: hurriedSchedule(1), random: Math.random };
  const link = createBankLink(enrolled.enrolment, machine);
  onTestFinished(() => link.close());
  return { ...enrolled, link };
}

describe('lists from the bank', () => {
  it('SY60 come as sections with a serial of their own, row by row; a kiosk from before is given none', async () => {
    const token = await tokenOf('vikram');
    const { link, known } = await kiosk();
    const before = valueOf(await link.masterData(null));
    expect([before.catalogue.keys, before.catalogue.lists]).toEqual([undefined, undefined]);

    const first = keysOf(1, 'one', 'two');
    expect((await issue('keys', await signed('pravesh-issuer-keys', first), token)).status).toBe(201);
    const had = valueOf(await link.masterData(before.jws));
    expect(had.catalogue.keys).toEqual(first);
    expect(had.catalogue.version).toBe(before.catalogue.version);
    expect(Date.parse(had.catalogue.asOf)).toBeGreaterThan(Date.parse(before.catalogue.asOf));

    const second = keysOf(2, 'one', 'two', 'three');
    const revoked = ['ab'.repeat(32)];
    expect((await issue('keys', await signed('pravesh-issuer-keys', second), token)).status).toBe(201);
    const lists = listsOf(1, { revoked, allowed: [] });
    expect((await issue('lists', await signed('pravesh-device-lists', lists), token)).status).toBe(201);
    const have = Object.fromEntries(
      Object.entries(sectionsOf(before.catalogue)).map(([section, text]) => [section, digestOf(text)]),
    );
    const further = { keys: digestOf(sectionsOf(had.catalogue).keys ?? ''), lists: null };
    const ask = async (body: object) =>
      masterReplySchema.parse((await known.request('POST', '/v1/master-data', body)).json());
    const byRows = await ask({ have, further, rows: true });
    // The heading anew, both keys as they were, and the one that is new.
    expect(byRows.deltas).toEqual({ keys: [{ serial: 2, asOf }, -1, 2, keyRow('three')] });
    expect(Object.keys(byRows.sections)).toEqual(['lists']);
    const after = valueOf(await link.masterData(had.jws));
    expect(after.catalogue).toMatchObject({ keys: second, lists });
    expect(await link.readCatalogue(after.jws)).toEqual(after.catalogue);
    expect(valueOf(await link.masterData(after.jws)).jws).toBe(after.jws);

    // Before there were such sections a kiosk said and knew this much.
    const old = await ask({ have, rows: true });
    expect([old.sections, old.deltas]).toEqual([{}, undefined]);
    const strange = await ask({ have, further: { menus: null }, rows: true });
    expect(strange.sections).toEqual({});
    expect(valueOf(await link.catalogue()).catalogue).toEqual(before.catalogue);
  });

  it('SY60 are issued by a supervisor, with the bank’s own signature, under the right type, each newer than the last', async () => {
    const token = await tokenOf('vikram');
    const refusal = async (word: string, section: 'keys' | 'lists' = 'lists', by = token) =>
      (await issue(section, word, by)).json() as { readonly kind: string };
    const good = await signed('pravesh-device-lists', listsOf(7));
    expect(await refusal(good, 'lists', 'x'.repeat(40))).toMatchObject({ kind: 'unauthenticated' });
    const { known } = await kiosk();
    expect(
      (await known.request('POST', '/v1/back-office/lists', { section: 'lists', word: good })).json(),
    ).toMatchObject({ kind: 'unauthenticated' });
    expect(await refusal(good, 'keys')).toMatchObject({ kind: 'bad-request' });
    makeKeyFile(join(bank.folder, 'stranger.json'), 'development');
    const strange = await signed('pravesh-device-lists', listsOf(8), 'stranger.json');
    expect(await refusal(strange)).toMatchObject({ kind: 'bad-request' });
    const formless = await signed('pravesh-device-lists', { serial: 9, asOf, revoked: ['no fingerprint'] });
    expect(await refusal(formless)).toMatchObject({ kind: 'bad-request' });
    expect((await issue('lists', good, token)).json()).toEqual({ section: 'lists', serial: 7 });
    expect(await refusal(good)).toMatchObject({ kind: 'bad-request' });
    expect(await refusal(await signed('pravesh-device-lists', listsOf(6)))).toMatchObject({
      kind: 'bad-request',
    });
    const acts = await bank
      .bank()
      .db.selectFrom('staff_act')
      .select(['act', 'officer_id'])
      .where('act', '=', 'list.lists-issued')
      .orderBy('at', 'desc')
      .execute();
    expect(acts[0]).toEqual({ act: 'list.lists-issued', officer_id: 'vikram' });
  });
});
