// The whole journey over real adapters: store, OCR, face models, sealing, line and bank; only the screen is left out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { personOf } from '#renderer/simulate/people.ts';
import {
  addAadhaar,
  codeFor,
  enrol,
  jpeg,
  modelStore,
  nextMobile,
  openBranchAtWork,
  read,
  refusalOf,
  toContact,
  toDocument,
  toFace,
  until,
  type BranchAtWork,
} from './branch-at-work.ts';
import { selfieOf } from './pictures.ts';

const located = await Promise.all([modelStore.locate('yunet'), modelStore.locate('mobilefacenet')]);
const missing = located.flatMap((found) => (found.ok ? [] : [found.error.file]));

let branch: BranchAtWork;
beforeAll(async () => {
  branch = await openBranchAtWork();
  await enrol(branch);
});
afterAll(() => branch[Symbol.asyncDispose]());

describe('a walk-in customer', () => {
  it.skipIf(missing.length > 0)(
    `gets an account, line up, faces matched (needs ${missing.join(', ') || 'nothing more'})`,
    async () => {
      const client = branch.client();
      const added = await addAadhaar(client, await toDocument(branch), 'meera');
      const { view, percents } = await read(client, added);
      expect(percents.at(-1)).toBe(100);
      expect(percents).toEqual(percents.toSorted((a, b) => a - b));
      const person = personOf('meera');
      const values = Object.fromEntries(
        (view.reading?.fields ?? []).map((field) => [field.name, field.value]),
      );
      expect(values).toMatchObject({ name: person.name, dateOfBirth: person.dateOfBirth, sex: person.sex });
      expect(values['aadhaarNumber']).toBe(`XXXX XXXX ${person.aadhaarNumber.slice(-4)}`);
      await client.case.confirmReading({ caseId: view.caseId, fields: [] });
      const compared = await client.case.addSelfie({
        caseId: view.caseId,
        image: jpeg(await selfieOf('meera')),
      });
      expect(compared.face).toMatchObject({ outcome: 'match', missing: [] });
      await client.case.goTo({ caseId: view.caseId, step: 'review' });
      const sealed = await client.case.seal({ caseId: view.caseId });
      expect(sealed.status).toBe('sealed');
      const opened = await until(client, view.caseId, (now) => now.bank?.state === 'opened');
      expect(opened.bank?.accountNumber).toMatch(/^\d{8,}$/);
      const receipt = await client.case.receipt({ caseId: view.caseId, language: 'hi' });
      expect(receipt.type).toBe('application/pdf');
    },
  );

  it('may have an account without a line: kept, sent by itself, the code asked for after that', async () => {
    const client = branch.client();
    await branch.bank.bank().close();
    const start = await toContact(client);
    const mobile = nextMobile();
    await client.case.keepMobileUnverified({ caseId: start.caseId, mobile });
    const added = await addAadhaar(client, start, 'gurdeep');
    await read(client, added);
    await client.case.confirmReading({ caseId: start.caseId, fields: [] });
    const compared = await client.case.addSelfie({
      caseId: start.caseId,
      image: jpeg(await selfieOf('gurdeep')),
    });
    if (compared.face?.outcome !== 'match') {
      await client.case.judgeFace({
        caseId: start.caseId,
        verdict: 'same-person',
        reason: 'Compared by eye',
      });
    }
    await client.case.goTo({ caseId: start.caseId, step: 'review' });
    await client.case.seal({ caseId: start.caseId });
    const waiting = await until(client, start.caseId, (now) => now.delivery?.state === 'waiting');
    expect(waiting.bank).toBeNull();
    await branch.bank.restart();
    const asked = await until(client, start.caseId, (now) => now.bank?.state === 'awaiting-mobile');
    expect(asked.bank?.accountNumber).toBeNull();
    await client.case.answerLateCode({ caseId: start.caseId, code: await codeFor(branch, mobile) });
    const opened = await until(client, start.caseId, (now) => now.bank?.state === 'opened');
    expect(opened.bank?.accountNumber).toMatch(/^\d{8,}$/);
  });

  it.skipIf(missing.length > 0)('whose face is not the one on the card is never passed', async () => {
    const client = branch.client();
    const { caseId } = await toFace(branch, 'anil');
    const compared = await client.case.addSelfie({ caseId, image: jpeg(await selfieOf('meera')) });
    expect(compared.face?.outcome).toBe('mismatch');
    await expect(client.case.seal({ caseId })).rejects.toThrow('refused');
    await client.case.judgeFace({ caseId, verdict: 'send-to-review', reason: 'Not alike, customer insists' });
    await client.case.seal({ caseId });
    const reviewed = await until(client, caseId, (now) => now.bank?.state === 'in-review');
    expect(reviewed.bank?.reasons).toContain('face-mismatch');
    expect(reviewed.bank?.accountNumber).toBeNull();
  });

  it('finds the case where it was after a restart, and nothing before an officer signs in', async () => {
    const { caseId } = await toDocument(branch);
    await branch.reopen();
    const client = branch.client();
    await expect(client.case.get({ caseId })).rejects.toThrow('refused');
    await client.session.signIn(branch.officer);
    expect((await client.case.get({ caseId })).at).toBe('document');
  });

  it('is gone from the screen when the officer signs out, and back when they return', async () => {
    const client = branch.client();
    const { caseId } = await toDocument(branch);
    const watched = await client.case.watch({ caseId });
    expect((await watched.next()).value).toMatchObject({ caseId });
    await client.session.signOut();
    await client.session.signIn(branch.officer);
    await client.session.signOut();
    const { kind } = await refusalOf(client.case.get({ caseId }));
    expect(kind).toBe('not-signed-in');
    await client.session.signIn(branch.officer);
    expect((await client.case.get({ caseId })).caseId).toBe(caseId);
    await watched.return?.(undefined);
  });

  it('is served by no kiosk that the bank has turned away', async () => {
    await using fresh = await openBranchAtWork();
    await enrol(fresh);
    const device = await fresh.bank
      .bank()
      .db.selectFrom('device')
      .select('kiosk_id')
      .executeTakeFirstOrThrow();
    await fresh.bank.bank().revokeDevice(kioskIdSchema.parse(device.kiosk_id));
    await fresh.client().session.signOut();
    expect((await refusalOf(fresh.client().session.signIn(fresh.officer))).kind).toBe('device-refused');
  });

  it('is never taken in by a kiosk that was enrolled with simulation and runs without', async () => {
    await using fresh = await openBranchAtWork();
    await enrol(fresh);
    await fresh.reopen({ simulated: false });
    expect((await refusalOf(fresh.client().session.signIn(fresh.officer))).kind).toBe('simulation-differs');
    await fresh.reopen();
    expect((await fresh.client().session.signIn(fresh.officer)).name).not.toBe('');
  });

  it('who abandons leaves nothing behind', async () => {
    const client = branch.client();
    const { caseId } = await toDocument(branch);
    await client.case.abandon({ caseId });
    expect((await client.case.list()).some((entry) => entry.caseId === caseId)).toBe(false);
    await expect(client.case.get({ caseId })).rejects.toThrow('refused');
  });

  it('leaves no name, number or picture in the clear in the data folder', () => {
    const bytes = readdirSync(branch.dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    expect(bytes.length).toBeGreaterThan(0);
    const canaries = ['Meera', 'Gurdeep', personOf('meera').aadhaarNumber, nextMobile().slice(3, -1)];
    for (const canary of canaries) {
      for (const form of [
        Buffer.from(canary),
        Buffer.from(canary, 'utf16le'),
        Buffer.from(Buffer.from(canary).toString('base64').slice(0, -4)),
      ]) {
        expect(
          bytes.some((file) => file.includes(form)),
          canary,
        ).toBe(false);
      }
    }
    expect(bytes.some((file) => file.includes(Buffer.from([0xff, 0xd8, 0xff, 0xe0])))).toBe(false);
  });
});
