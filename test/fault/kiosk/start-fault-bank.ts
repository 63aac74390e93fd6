// The real bank as a process of its own, its empty database copied instead of made; and what it holds once it has ended.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '#bank/store/open-store.ts';
import { compileSparingly } from '#bank/store/embedded-database.ts';
import { emptyDatabase } from '#bank/testing/test-bank.ts';
import { startBank, type RunningBank } from '#scripts/process/bank-process.ts';
import { valueOf } from './enrol-kiosk.ts';

export const bankKeyFileOf = (bankDir: string): string => join(bankDir, 'bank-keys.json');

/** A long run may get little of its machine; how fast a bank starts is not what it is about. */
const patienceMs = 15 * 60_000;

export async function startFaultBank(bankDir: string): Promise<RunningBank> {
  mkdirSync(bankDir, { recursive: true, mode: 0o700 });
  const database = join(bankDir, 'db');
  if (!existsSync(database)) cpSync(await emptyDatabase(), database, { recursive: true });
  // A client cut off in mid-request is an error to the bank's log each time; here there are thousands.
  process.env['BANK_LOG'] ??= 'silent';
  return startBank(bankDir, patienceMs);
}

export interface LedgerCase {
  readonly packets: number;
  readonly accounts: number;
  readonly openings: number;
  readonly state: string;
}

export interface Ledger {
  readonly cases: ReadonlyMap<string, LedgerCase>;
  /** Packets in the order in which the bank wrote them down. */
  readonly packets: readonly {
    readonly packetId: string;
    readonly caseId: string;
    readonly kioskId: string;
    readonly sequence: number;
    readonly receivedAt: number;
  }[];
  readonly accounts: number;
  readonly customers: number;
}

const countBy = (ids: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

/** Reads the database itself, so that no code of the bank's answers stands between. The bank must have ended. */
export async function readLedger(bankDir: string): Promise<Ledger> {
  compileSparingly();
  const store = valueOf(await openStore({ folder: bankDir, databaseUrl: null }));
  const { db } = store;
  try {
    const cases = await db.selectFrom('bank_case').select(['case_id', 'state']).execute();
    const packets = await db
      .selectFrom('packet')
      .select(['packet_id', 'case_id', 'kiosk_id', 'sequence', 'received_at'])
      .orderBy('received_at')
      .orderBy('sequence')
      .execute();
    const accounts = await db.selectFrom('account').select('case_id').execute();
    const customers = await db.selectFrom('customer').select('customer_id').execute();
    const openings = await db
      .selectFrom('case_change')
      .select('case_id')
      .where('state', '=', 'opened')
      .execute();
    const [packetsOf, accountsOf, openingsOf] = [packets, accounts, openings].map((rows) =>
      countBy(rows.map((row) => row.case_id)),
    );
    return {
      cases: new Map(
        cases.map(({ case_id: caseId, state }) => [
          caseId,
          {
            state,
            packets: packetsOf?.get(caseId) ?? 0,
            accounts: accountsOf?.get(caseId) ?? 0,
            openings: openingsOf?.get(caseId) ?? 0,
          },
        ]),
      ),
      packets: packets.map((row) => ({
        packetId: row.packet_id,
        caseId: row.case_id,
        kioskId: row.kiosk_id,
        sequence: row.sequence,
        receivedAt: row.received_at.getTime(),
      })),
      accounts: accounts.length,
      customers: customers.length,
    };
  } finally {
    await store.close();
  }
}
