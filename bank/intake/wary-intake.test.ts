// What the bank is wary of in a packet that is signed and opens: who is named in it, by what faces were compared, a number nobody
// may send; and callers that hang up.
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { currentCatalogue, issueCatalogue } from '../catalogue/catalogue-store.ts';
import { decided } from '../testing/await-status.ts';
import { startTestBank, type TestBank } from '../testing/test-bank.ts';
import { caseFileOf, type Sealed, type TestKiosk } from '../testing/test-kiosk.ts';

const lines: string[] = [];
const sink = new Writable({
  write(chunk: Buffer, _encoding, done) {
    lines.push(chunk.toString());
    done();
  },
});
let test: TestBank;
let kiosk: TestKiosk;
beforeAll(async () => {
  test = await startTestBank({ log: pino({ level: 'info', base: null }, sink) });
  kiosk = await test.kiosk();
});
afterAll(() => test.end());

async function delivered(changes: (file: CaseFile) => CaseFile): Promise<string> {
  const file = caseFileOf(kiosk, await kiosk.catalogue(), changes);
  expect((await kiosk.deliver(file)).status).toBe(202);
  await decided(kiosk, file.caseId);
  const code = /\b\d{6}\b/.exec(await test.lastMessage(file.contact.mobile))?.[0];
  await kiosk.request('POST', `/v1/cases/${file.caseId}/mobile-code/answers`, { code });
  return file.caseId;
}

it('BK22 a case in the name of nobody, or of an officer who has left, is not opened without a look', async () => {
  const officer = (officerId: string) => (file: CaseFile) =>
    ({ ...file, officer: { ...file.officer, officerId } }) as CaseFile;
  const nobody = await delivered(officer('nobody'));
  expect(await decided(kiosk, nobody)).toMatchObject({ state: 'in-review', reasons: ['officer-unknown'] });
  await test.bank().endOfficer('vikram');
  const left = await delivered(officer('vikram'));
  expect((await decided(kiosk, left)).reasons).toEqual(['officer-unknown']);
  const { problem } = await kiosk.request('POST', '/v1/officer-sessions', {
    officerId: 'vikram',
    password: (await test.lastMessage('officer:vikram')).split(' ').at(-1),
  });
  expect(problem().kind).toBe('officer-unknown');
});

it('BK23 another model than those pinned is not believed, and the manifest names the same ones as the case', async () => {
  const other = [{ name: 'face', sha256: 'b'.repeat(64) }];
  const caseId = await delivered((file) => ({ ...file, face: { ...file.face, models: other } }));
  expect(await decided(kiosk, caseId)).toMatchObject({ state: 'in-review', reasons: ['model-unknown'] });
  const file = caseFileOf(kiosk, await kiosk.catalogue());
  const sealed = await kiosk.seal(file, { manifest: { models: other } });
  await kiosk.putBlobs(sealed);
  expect((await kiosk.submit(sealed)).problem().kind).toBe('packet-schema');
});

async function withNumber(): Promise<Sealed & { readonly number: string }> {
  const evidenceId = uuidv7();
  const file = caseFileOf(kiosk, await kiosk.catalogue(), (plain) => ({
    ...plain,
    evidence: [
      ...plain.evidence,
      {
        ...plain.evidence[0],
        evidenceId,
        role: 'aadhaar-number',
        mediaType: 'text/plain',
        origin: 'derived',
      },
    ] as CaseFile['evidence'],
  }));
  const sealed = await kiosk.seal(file);
  await kiosk.putBlobs(sealed);
  const number = sealed.manifest.parts.find(({ name }) => name === evidenceId)?.digest ?? '';
  return { ...sealed, number };
}
const isHeld = (digest: string) => existsSync(join(test.folder, 'blobs', digest.slice(0, 2), digest));

it('BK24 a whole Aadhaar number that policy and consent do not ask for is refused, and the part is gone', async () => {
  const unasked = await withNumber();
  expect(isHeld(unasked.number)).toBe(true);
  expect((await kiosk.submit(unasked)).problem().kind).toBe('packet-schema');
  expect(isHeld(unasked.number)).toBe(false);
  const { db } = test.bank();
  const before = await currentCatalogue(db);
  const asOf = instantSchema.parse(new Date(Date.parse(before.asOf) + 1000).toISOString());
  const purposeId = before.purposes.find(({ required }) => required)?.purposeId ?? null;
  const policy = { ...before.policy, fullAadhaarPurposeId: purposeId };
  await issueCatalogue(db, { ...before, version: 'with-number', asOf, policy });
  expect((await kiosk.submit(await withNumber())).status).toBe(202);
});

it('BK25 a caller that hangs up in the middle of a part is not logged as a fault', async () => {
  const path = `/v1/blobs/${'c'.repeat(64)}`;
  const { hostname, port, host } = new URL(kiosk.url);
  const token = await kiosk.token('PUT', path);
  const from = lines.length;
  const socket = connect(Number(port), hostname);
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  socket.write(
    `PUT ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/octet-stream\r\ncontent-length: 100000\r\n\r\n`,
  );
  socket.write(Buffer.alloc(20_000, 7));
  const seen = () =>
    lines.slice(from).filter((line) => line.includes('/v1/blobs/:digest') || line.includes('hung up'));
  await new Promise<void>((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await expect.poll(() => seen().length, { timeout: 20_000 }).toBeGreaterThan(0);
  // Asked once more, so that whatever the hang-up left behind has been written.
  await kiosk.request('GET', `/v1/cases/${uuidv7()}`);
  expect(lines.slice(from).filter((line) => line.includes('unexpected'))).toEqual([]);
});
