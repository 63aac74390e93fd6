// Audit heads at a real bank: kept with each packet, flagged where they do not fit, and told back under the bank's signature.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditHeadSchema, type AuditHead } from '#core/contract/bank/audit-head.ts';
import { masterReplySchema } from '#core/contract/bank/master-data.ts';
import { startTestBank, type TestBank } from '../testing/test-bank.ts';
import { caseFileOf, type TestKiosk } from '../testing/test-kiosk.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.end());

const headOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Its packets must carry numbers that rise; all else is drawn. */
async function deliver(kiosk: TestKiosk, head: string, auditRows?: number): Promise<number> {
  const file = caseFileOf(kiosk, await kiosk.catalogue());
  const told = auditRows === undefined ? {} : { auditRows };
  const sealed = await kiosk.seal(file, { manifest: { auditHead: headOf(head), ...told } });
  await kiosk.putBlobs(sealed);
  return (await kiosk.submit(sealed)).status;
}

async function told(kiosk: TestKiosk): Promise<AuditHead | null> {
  const answer = await kiosk.request('POST', '/v1/master-data', { have: {} });
  const { audit } = masterReplySchema.parse(answer.json());
  return audit === undefined ? null : auditHeadSchema.parse(await kiosk.readWord(audit));
}

describe('the audit heads of a kiosk', () => {
  it('AU11 are told back, the newest, under the signature of the bank', async () => {
    const kiosk = await bank.kiosk();
    expect(await told(kiosk)).toBeNull();
    await deliver(kiosk, 'one', 10);
    await deliver(kiosk, 'two', 14);
    expect(await told(kiosk)).toEqual({
      kioskId: kiosk.enrolment.kioskId,
      sequence: 2,
      head: headOf('two'),
      rows: 14,
      flagged: false,
    });
  });

  it('AU10 flag a chain that became shorter, and refuse nothing', async () => {
    const kiosk = await bank.kiosk();
    expect(await deliver(kiosk, 'one', 40)).toBe(202);
    expect(await deliver(kiosk, 'anew', 12)).toBe(202);
    expect(await told(kiosk)).toMatchObject({ head: headOf('anew'), flagged: true });
    expect(await deliver(kiosk, 'later', 90)).toBe(202);
    expect(await told(kiosk)).toMatchObject({ head: headOf('later'), flagged: true });
  });

  it('AU10 say nothing of a kiosk that does not count its rows', async () => {
    const kiosk = await bank.kiosk();
    expect(await deliver(kiosk, 'one')).toBe(202);
    expect(await told(kiosk)).toBeNull();
  });
});
