// The same sealed packet sent again in every way there is; the bank's own database says how often it had an effect.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { createBankLink } from '#electron/adapter/bank-link/create-bank-link.ts';
import { systemClock } from '#electron/adapter/system/clock.ts';
import { systemSchedule } from '#electron/adapter/system/schedule.ts';
import type { BankLink } from '#electron/port/bank-link.ts';
import type { SealedPacket } from '#electron/port/case-store.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { enrolKiosk, valueOf } from '../kiosk/enrol-kiosk.ts';
import { createCaseMaker } from '../kiosk/seal-case.ts';
import { bankKeyFileOf, readLedger, startFaultBank } from '../kiosk/start-fault-bank.ts';
import { check, type Check, type FaultOptions, type FaultReport } from '../report.ts';

const patienceMs = 20_000;

async function opened(link: BankLink, packet: SealedPacket): Promise<boolean> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const status = await link.status(packet.caseId);
    if (status.ok && status.value.state === 'opened') return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** Each answer is the one receipt, or the word that another sending is still being worked on. */
async function sendMany(
  link: BankLink,
  packets: readonly SealedPacket[],
  receipt: string,
): Promise<{ readonly allOne: boolean; readonly seen: readonly string[] }> {
  const answers = await Promise.all(packets.map((packet) => link.deliver(packet)));
  const seen = answers.map((answer) =>
    answer.ok ? (answer.value.receipt === receipt ? 'same' : 'another') : answer.error.kind,
  );
  return { allOne: seen.includes('same') && seen.every((word) => word === 'same' || word === 'later'), seen };
}

export async function replayFault({ say, runs, ci }: FaultOptions): Promise<FaultReport> {
  using folder = throwawayFolder('fault-replay');
  const bankDir = join(folder.path, `bank-${randomBytes(3).toString('hex')}`);
  let bank = await startFaultBank(bankDir);
  const checks: Check[] = [];
  const enrolled = await enrolKiosk(await bank.enrolmentCode());
  const maker = createCaseMaker({
    enrolled,
    bankKeyFile: bankKeyFileOf(bankDir),
    pictureBytes: 2000,
  });
  const link = createBankLink(enrolled.enrolment, {
    clock: systemClock,
    schedule: systemSchedule,
    random: Math.random,
  });
  const packets: SealedPacket[] = [];
  try {
    const count = runs ?? (ci ? 3 : 10);
    for (let run = 1; run <= count; run += 1) {
      say(`packet ${run} of ${count}`);
      const packet = await maker.seal(await maker.make(run), run, 'ab'.repeat(32));
      packets.push(packet);
      const { receipt } = valueOf(await link.deliver(packet));
      checks.push(check(`packet ${run} opens an account`, await opened(link, packet)));
      const anew = (): SealedPacket => ({ ...packet, idempotencyKey: newId() });
      const twenty = <T>(one: () => T): T[] => Array.from({ length: 20 }, one);
      const ways = {
        'with the same key': [packet],
        'with a new key': [anew()],
        'twenty at once, one key': twenty(() => packet),
        'twenty at once, twenty keys': twenty(anew),
      };
      for (const [way, copies] of Object.entries(ways)) {
        const { allOne, seen } = await sendMany(link, copies, receipt);
        checks.push(check(`packet ${run} again ${way}: the one receipt`, allOne, seen));
      }
      // Ended in order once, killed the other times.
      await (run === 1 ? bank.stop() : bank.kill());
      bank = await startFaultBank(bankDir);
      for (const [way, copies] of Object.entries({
        'with the same key': [packet],
        'with a new key': [anew()],
      })) {
        const { allOne, seen } = await sendMany(link, copies, receipt);
        checks.push(check(`packet ${run} after a restart ${way}: the one receipt`, allOne, seen));
      }
    }
  } finally {
    link.close();
    await bank.stop();
  }
  const ledger = await readLedger(bankDir);
  for (const { caseId, sequence } of packets) {
    const held = ledger.cases.get(caseId);
    const once = held?.packets === 1 && held.accounts === 1 && held.openings === 1;
    checks.push(check(`packet ${sequence}: one packet, one account in the database`, once, held));
  }
  checks.push(check('nothing else in the database', ledger.accounts === packets.length, ledger.accounts));
  return { checks, skipped: [], figures: { packets: packets.length, accounts: ledger.accounts } };
}
