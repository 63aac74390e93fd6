// eKYC at the bank, on its real server and database: what it answers, what it keeps, what it makes of a case that names one.
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ekycReplySchema, readEkyc, writeEkyc, type EkycHead } from '#core/contract/bank/ekyc.ts';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { decided } from '../testing/await-status.ts';
import { startTestBank, type TestBank } from '../testing/test-bank.ts';
import { caseFileOf, type TestKiosk } from '../testing/test-kiosk.ts';
import { noUidai, standInForUidai } from './uidai-gateway.ts';

/** Numbers of nobody; the digit before the last says what the stand-in answers. */
const numbers = { confirmed: '999923761455', differs: '999957182366', locked: '999946273189' } as const;

let test: TestBank;
let kiosk: TestKiosk;
beforeAll(async () => {
  test = await startTestBank();
  kiosk = await test.kiosk();
});
afterAll(() => test.end());

const headOf = (changes: Partial<EkycHead> = {}): EkycHead => ({
  caseId: uuidv7() as EkycHead['caseId'],
  transactionId: uuidv7(),
  number: numbers.confirmed,
  consentAt: instantSchema.parse(new Date().toISOString()),
  claimed: { name: 'मीरा Joshi', dateOfBirth: null, sex: 'F' },
  ...changes,
});
const ask = (head: EkycHead, pidData: Uint8Array = randomBytes(2_000)) =>
  kiosk.request('POST', '/v1/ekyc', writeEkyc(head, pidData));

it('DV62 head and envelope come apart as they were put together; whatever is no such body is none', () => {
  const pidData = randomBytes(3_000);
  const head = headOf();
  const read = readEkyc(writeEkyc(head, pidData));
  expect(read?.head).toEqual(head);
  expect(Buffer.from(read?.pidData ?? []).equals(pidData)).toBe(true);
  const whole = writeEkyc(head, pidData);
  for (let turn = 0; turn < 5_000; turn += 1) {
    const bent = Uint8Array.from(whole);
    bent[turn % 400] = (turn * 31) % 256;
    const said = readEkyc(turn % 3 === 0 ? bent.subarray(0, turn % 500) : bent);
    expect(said === null || /^[2-9]\d{11}$/.test(said.head.number)).toBe(true);
  }
});

it('DV62 the stand-in answers by rule and says that it is one; number and envelope have no place in the database', async () => {
  const outcomes: string[] = [];
  for (const number of Object.values(numbers)) {
    const reply = await ask(headOf({ number }));
    const said = ekycReplySchema.parse(reply.json());
    expect(said.simulated).toBe(true);
    outcomes.push(said.outcome);
  }
  expect(outcomes).toEqual(['confirmed', 'differs', 'locked']);
  const rows = await test.bank().db.selectFrom('ekyc_answer').selectAll().execute();
  expect(rows).toHaveLength(3);
  for (const number of Object.values(numbers)) expect(JSON.stringify(rows)).not.toContain(number);
});

it('DV62 a capture is asked about once, a body in another form not at all', async () => {
  const head = headOf();
  expect((await ask(head)).status).toBe(200);
  expect((await ask(head)).problem().kind).toBe('bad-request');
  expect((await kiosk.request('POST', '/v1/ekyc', randomBytes(300))).problem().kind).toBe('bad-request');
  expect((await ask(headOf(), randomBytes(1_048_577))).status).toBe(413);
});

it('DV62 a bank that may ask nobody says so', async () => {
  await test.restart({ uidai: noUidai });
  kiosk = kiosk.at(test.bank().url);
  expect((await ask(headOf())).problem().kind).toBe('ekyc-unavailable');
  await test.restart({ uidai: standInForUidai });
  kiosk = kiosk.at(test.bank().url);
});

async function delivered(file: CaseFile): Promise<readonly string[]> {
  expect((await kiosk.deliver(file)).status).toBe(202);
  await decided(kiosk, file.caseId);
  const code = /\b\d{6}\b/.exec(await test.lastMessage(file.contact.mobile))?.[0];
  await kiosk.request('POST', `/v1/cases/${file.caseId}/mobile-code/answers`, { code });
  return (await decided(kiosk, file.caseId)).reasons.filter((reason) => reason === 'ekyc-differs');
}

it('BK40 a case that names an eKYC is believed as far as the bank heard it itself, of the same number', async () => {
  const named = async (changes: { reference?: string; isOther?: boolean }) => {
    const caseId = uuidv7() as EkycHead['caseId'];
    const reply = ekycReplySchema.parse((await ask(headOf({ caseId }))).json());
    const file = caseFileOf(kiosk, await kiosk.catalogue(), (plain) => ({
      ...plain,
      caseId,
      document: {
        ...plain.document,
        kind: 'aadhaar' as const,
        aadhaar: { lastFour: numbers.confirmed.slice(-4) },
        identityHash:
          changes.isOther === true
            ? plain.document.identityHash
            : kiosk.identityHash('aadhaar', numbers.confirmed),
        ekyc: {
          ...reply,
          reference: changes.reference ?? reply.reference,
          consentAt: reply.at,
          device: { driver: 'rd-service', make: 'M', model: 'N', serial: 'S' },
        },
      },
    }));
    return delivered(file);
  };
  expect(await named({ reference: uuidv7() })).toEqual(['ekyc-differs']);
  expect(await named({ isOther: true })).toEqual(['ekyc-differs']);
  expect(await named({})).toEqual([]);
});
