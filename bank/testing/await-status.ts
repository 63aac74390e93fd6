// Polls a case's status as a kiosk would, until the bank has decided or the patience ends.
import { bankCaseStatusSchema, type BankCaseStatus } from '#core/contract/bank/packet.ts';
import type { TestKiosk } from './test-kiosk.ts';

export async function decided(
  kiosk: TestKiosk,
  caseId: string,
  patienceMs = 10_000,
): Promise<BankCaseStatus> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const status = bankCaseStatusSchema.parse((await kiosk.request('GET', `/v1/cases/${caseId}`)).json());
    if (status.state !== 'received') return status;
    if (Date.now() > until) throw new Error('the bank did not decide in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
