// kill -9 of kiosk and bank between and within all writes of the queue, on real data and a real bank, again and again.
// After the last run everything drains; then both databases are read: each acknowledged case must be at the bank exactly
// once with one account, and readable in the kiosk.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { verifyAuditChain } from '#core/audit/verify-audit-chain.ts';
import { createAuditLog, sha256Hex } from '#electron/adapter/case-store/audit-log.ts';
import { openDatabase } from '#electron/adapter/case-store/open-database.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { deriveStoreKeys } from '#electron/adapter/case-store/store-keys.ts';
import { caseIdSchema, evidenceIdSchema } from '#core/kernel/brand.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { drawChance, type Chance } from '../chance.ts';
import { enrolKiosk, valueOf, type EnrolledKiosk } from '../kiosk/enrol-kiosk.ts';
import { createDyingBank, type DyingBank } from '../kiosk/dying-bank.ts';
import { sha256Of } from '../kiosk/seal-case.ts';
import { bankKeyFileOf, readLedger, type Ledger } from '../kiosk/start-fault-bank.ts';
import { check, sayEvery, type Check, type FaultOptions, type FaultReport } from '../report.ts';
import { bundleKiosk } from './bundle-kiosk.ts';
import { keepSpareKiosks, runKiosk, type KioskRun, type SpareKiosks } from './kiosk-run.ts';
import { casesARun, inTurn, ordersOf, planOf, pointPlan, type Plan } from './plan.ts';
import type { Acknowledged } from './queue-orders.ts';
import { writePoints, type WritePoint } from './write-points.ts';

/** At one bank: one dies while another speaks. */
const usualKiosks = 2;
const ciRuns = 200;
const fullRuns = 10_000;
/** CI ends by time where its machine is slow, and says so. */
const ciBudgetMs = 6 * 60_000;
const runPatienceMs = 20_000;
const drainPatienceMs = 180_000;
const drainQuietMs = 1500;
const triesOfAPoint = 4;

interface Lane {
  readonly dataDir: string;
  readonly masterKey: Buffer;
  readonly kiosk: number;
  readonly enrolled: EnrolledKiosk;
  readonly acknowledged: Acknowledged[];
  readonly notOpened: string[];
  readonly spares: SpareKiosks;
  nextOrdinal: number;
}

interface Stage {
  readonly bank: DyingBank;
  readonly bankDir: string;
  readonly chance: Chance;
}

async function live(stage: Stage, lane: Lane, plan: Plan): Promise<KioskRun> {
  const firstOrdinal = lane.nextOrdinal;
  lane.nextOrdinal += casesARun;
  const ended = await runKiosk(
    lane.spares.take(),
    { type: 'orders', ...baseOrders(stage, lane), ...ordersOf(plan), firstOrdinal },
    {
      patienceMs: runPatienceMs,
      ...(plan.kind === 'any-moment'
        ? { onOpened: (kill: () => void) => void setTimeout(kill, plan.afterMs) }
        : {}),
      ...(plan.kind === 'bank'
        ? {
            onKillBank: (kill: () => void) =>
              void setTimeout(
                () => void stage.bank.killAndRestart().then(() => setTimeout(kill, 500)),
                plan.afterMs,
              ),
          }
        : {}),
    },
  );
  lane.acknowledged.push(...ended.acknowledged);
  if (ended.notOpened !== null) lane.notOpened.push(ended.notOpened);
  return ended;
}

const baseOrders = ({ bankDir }: Stage, { dataDir, masterKey, enrolled, kiosk }: Lane) => ({
  dataDir,
  masterKey: masterKey.toString('hex'),
  bankKeyFile: bankKeyFileOf(bankDir),
  enrolled,
  kiosk,
});

/** A last life without a death in it: ends once nothing waits and the bank has had time to say how each case stands. */
async function drain(stage: Stage, lane: Lane): Promise<void> {
  let emptySinceMs: number | null = null;
  await runKiosk(
    lane.spares.take(),
    {
      type: 'orders',
      ...baseOrders(stage, lane),
      firstOrdinal: 0,
      cases: 0,
      deathAt: null,
      cutUntilWaiting: false,
    },
    {
      patienceMs: drainPatienceMs,
      onQueue({ waiting }, kill) {
        if (waiting > 0) emptySinceMs = null;
        else emptySinceMs ??= performance.now();
        if (emptySinceMs !== null && performance.now() - emptySinceMs > drainQuietMs) kill();
      },
    },
  );
}

/** Acknowledged cases that the kiosk itself can no longer show as they were saved, or could not bring to the bank. */
function unreadableIn(lane: Lane): string[] {
  const store = valueOf(openCaseStore({ dataDir: lane.dataDir, masterKey: lane.masterKey }));
  try {
    return lane.acknowledged.flatMap(({ caseId, evidenceIds, digests }) => {
      const id = caseIdSchema.parse(caseId);
      if (!store.load(id).ok) return ['state'];
      const delivery = store.delivery(id);
      if (delivery?.state !== 'accepted') return [`delivery ${delivery?.state}: ${delivery?.reason}`];
      const whole = evidenceIds.every((evidenceId, index) => {
        const bytes = store.evidence(id, evidenceIdSchema.parse(evidenceId));
        return bytes.ok && sha256Of(bytes.value) === digests[index];
      });
      return whole ? [] : ['picture'];
    });
  } finally {
    store.close();
  }
}

function auditIsWhole(lane: Lane): boolean {
  const { db } = valueOf(openDatabase(lane.dataDir, deriveStoreKeys(lane.masterKey)));
  const rows = createAuditLog(db).rows(0, 1_000_000);
  db.close();
  return rows.length > 0 && verifyAuditChain(rows, sha256Hex).ok;
}

function judge(lanes: readonly Lane[], ledger: Ledger): { lost: string[]; duplicated: string[] } {
  const acknowledged = lanes.flatMap((lane) => lane.acknowledged.map(({ caseId }) => caseId));
  const lost = acknowledged.flatMap((caseId) => {
    const held = ledger.cases.get(caseId);
    return held && held.packets > 0 && held.accounts > 0 ? [] : [held?.state ?? 'not at the bank'];
  });
  // Of every case at the bank, also those whose kiosk died before it could acknowledge them.
  const duplicated = [...ledger.cases.values()].flatMap((held) =>
    held.packets > 1 || held.accounts > 1 || held.openings > 1 ? [JSON.stringify(held)] : [],
  );
  return { lost, duplicated };
}

/** Several kiosks beside each other use the time that one of them waits for the disk, the bank or its next process. */
export async function queueFault(options: FaultOptions): Promise<FaultReport> {
  const { runs, ci, minutes, say } = options;
  using folder = throwawayFolder('fault-queue');
  using bundled = await bundleKiosk();
  const program = { entry: bundled.path, compileCacheDir: join(folder.path, 'compiled') };
  const chance = drawChance();
  const wanted = runs ?? (ci ? ciRuns : fullRuns);
  say(`${wanted} runs, seed ${chance.seed}`);
  const bankDir = join(folder.path, 'bank');
  const bank = await createDyingBank(bankDir);
  const stage: Stage = { bank, bankDir, chance };
  const kiosks = options.parallel ?? usualKiosks;
  const lanes: Lane[] = [];
  for (let kiosk = 0; kiosk < kiosks; kiosk += 1) {
    lanes.push({
      kiosk,
      dataDir: join(folder.path, `kiosk-${kiosk}`),
      masterKey: randomBytes(32),
      enrolled: await enrolKiosk(await bank.enrolmentCode()),
      acknowledged: [],
      notOpened: [],
      spares: keepSpareKiosks(program),
      nextOrdinal: 1,
    });
  }

  const hits = new Map<WritePoint, number>(writePoints.map((point) => [point, 0]));
  const tally = { done: 0, anyMoment: 0, bank: 0, missed: 0 };
  const points = inTurn();
  const startedMs = performance.now();
  const progress = sayEvery(15, say);
  const budgetMs = minutes !== null ? minutes * 60_000 : ci && runs === null ? ciBudgetMs : Infinity;
  const outOfTime = (): boolean => performance.now() - startedMs > budgetMs;

  async function once(lane: Lane, plan: Plan): Promise<void> {
    const { died } = await live(stage, lane, plan);
    tally.done += 1;
    if (plan.kind === 'any-moment') tally.anyMoment += 1;
    else if (died === null) tally.missed += 1;
    else if (plan.kind === 'bank') tally.bank += 1;
    else hits.set(died, (hits.get(died) ?? 0) + 1);
    progress(() => `${tally.done} of ${wanted} runs`);
  }
  let begun = 0;
  await Promise.all(
    lanes.map(async (lane) => {
      while (begun < wanted && !outOfTime()) {
        begun += 1;
        await once(lane, planOf(begun - 1, points, chance));
      }
    }),
  );
  // A few runs may have missed their point (a bank just dead); none may stay unvisited.
  for (let again = 0; again < triesOfAPoint; again += 1) {
    for (const point of writePoints.filter((each) => hits.get(each) === 0)) {
      if (minutes !== null && outOfTime()) break;
      for (const lane of lanes.slice(0, 1)) await once(lane, pointPlan(point, 1));
    }
  }

  say('draining');
  const ranMs = performance.now() - startedMs;
  await Promise.all(lanes.map((lane) => drain(stage, lane)));
  for (const { spares } of lanes) spares.end();
  await bank.stop();
  const { lost, duplicated } = judge(lanes, await readLedger(bankDir));
  const unreadable = lanes.flatMap(unreadableIn);
  const acknowledged = lanes.reduce((sum, lane) => sum + lane.acknowledged.length, 0);
  const unvisited = writePoints.filter((point) => hits.get(point) === 0);
  const notOpened = lanes.flatMap((lane) => lane.notOpened);
  const checks: Check[] = [
    check('cases were acknowledged', acknowledged >= tally.done / 4, acknowledged),
    check('no acknowledged case is lost', lost.length === 0, lost),
    check('no case has two effects', duplicated.length === 0, duplicated),
    check('no acknowledged case is unreadable', unreadable.length === 0, unreadable),
    check('the store opened after every death', notOpened.length === 0, notOpened),
    check('every write point was hit', unvisited.length === 0 || minutes !== null, unvisited),
    check('the bank was killed too', tally.bank > 0 || tally.done < 20, tally.bank),
    check('the audit is one whole chain', lanes.every(auditIsWhole)),
  ];
  // Who asks for minutes gets what they hold; the figures tell how many runs that were.
  const short = tally.done < wanted && minutes === null;
  return {
    checks,
    skipped: [
      ...(short ? [`${wanted - tally.done} of ${wanted} runs: out of time`] : []),
      ...(unvisited.length > 0 && minutes !== null
        ? [`${unvisited.length} of ${writePoints.length} write points: not come to in ${minutes} minutes`]
        : []),
    ],
    figures: {
      runs: tally.done,
      acknowledged,
      perWritePoint: { ...Object.fromEntries(hits), 'any-moment': tally.anyMoment, bank: tally.bank },
      lost: lost.length,
      duplicated: duplicated.length,
      unreadable: unreadable.length,
      missed: tally.missed,
      kiosks,
      runsPerMinute: Math.round(tally.done / (ranMs / 60_000)),
      seed: chance.seed,
    },
  };
}
