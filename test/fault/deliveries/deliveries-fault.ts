// Thousands of deliveries from several kiosks over a line at its worst, to the real bank: the kiosks' queues and the bank's
// database are the two records that the history checker compares. The same checker must then fail on what is planted.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { packetIdSchema, type PacketId } from '#core/kernel/brand.ts';
import { createBankLink } from '#electron/adapter/bank-link/create-bank-link.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { systemClock } from '#electron/adapter/system/clock.ts';
import type { BankLink } from '#electron/port/bank-link.ts';
import type { CaseStore, SealedPacket } from '#electron/port/case-store.ts';
import { createStartSync } from '#electron/service/sync/sync-service.ts';
import type { Sync } from '#electron/service/sync/sync.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { drawChance } from '../chance.ts';
import { enrolKiosk, knownKiosk, valueOf, type EnrolledKiosk } from '../kiosk/enrol-kiosk.ts';
import { hurriedSchedule } from '../kiosk/hurried-schedule.ts';
import { createCaseMaker, type CaseMaker } from '../kiosk/seal-case.ts';
import { bankKeyFileOf, readLedger, startFaultBank, type Ledger } from '../kiosk/start-fault-bank.ts';
import { check, sayEvery, type FaultOptions, type FaultReport } from '../report.ts';
import { startChaosProxy, type ChaosProxy } from './chaos-proxy.ts';
import { checkHistory, type Effect, type SentPacket } from './check-history.ts';

const kiosks = 5;
const ciDeliveries = 5000;
const fullDeliveries = 100_000;
const ciBudgetMs = 3 * 60_000;
const hurry = 200;
/** A kiosk seals its next case when fewer than this wait. */
const depth = 3;
const drainPatienceMs = 120_000;

interface Sender {
  readonly kioskId: string;
  readonly store: CaseStore;
  readonly sync: Sync;
  readonly link: BankLink;
  readonly maker: CaseMaker;
  readonly packets: SealedPacket[];
  /** Packets that the bank answered other than with a receipt, and with what. */
  readonly stoodBack: Map<PacketId, string>;
  readonly trouble: string[];
}

function startSender(
  folder: string,
  parts: {
    readonly kiosk: number;
    readonly enrolled: EnrolledKiosk;
    readonly proxy: ChaosProxy;
    readonly keyFile: string;
  },
): Sender {
  const { kiosk, enrolled, proxy } = parts;
  const schedule = hurriedSchedule(hurry);
  const trouble: string[] = [];
  const machine = {
    clock: systemClock,
    schedule,
    random: Math.random,
    log: (event: string) => void (event === 'sync.mistake' && trouble.push(event)),
  };
  const line = createBankLink(
    { ...enrolled.enrolment, bankUrl: proxy.url },
    { ...machine, limits: { silenceMs: 3000, totalMs: 6000 } },
  );
  const stoodBack = new Map<PacketId, string>();
  const link: BankLink = {
    ...line,
    // Standings are polled: the live channel is another matter than deliveries.
    live: () => ({ close: () => undefined }),
    async deliver(packet, onHeld) {
      const answer = await line.deliver(packet, onHeld);
      if (!answer.ok && answer.error.kind !== 'no-line') stoodBack.set(packet.packetId, answer.error.kind);
      return answer;
    },
  };
  const dataDir = join(folder, `kiosk-${kiosk}`);
  const store = valueOf(openCaseStore({ dataDir, masterKey: randomBytes(32), clock: systemClock }));
  const sync = createStartSync(machine)({
    store,
    link,
    onCatalogue: () => undefined,
    onLine: () => undefined,
    onCase: () => undefined,
  });
  const maker = createCaseMaker({ enrolled, bankKeyFile: parts.keyFile, pictureBytes: 800, kiosk });
  return { kioskId: enrolled.enrolment.kioskId, store, sync, link, maker, packets: [], stoodBack, trouble };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function sealWhile(sender: Sender, isWanted: () => boolean): Promise<void> {
  const { store, maker, packets, sync } = sender;
  while (isWanted()) {
    if (store.deliveryCounts().waiting >= depth) {
      await pause(4);
      continue;
    }
    const made = await maker.make(packets.length + 1);
    maker.create(store, made);
    const packet = await maker.seal(made, store.nextSequence(), store.auditHead());
    maker.queue(store, made, packet);
    packets.push(packet);
    sync.poke();
  }
}

function historyOf(senders: readonly Sender[], ledger: Ledger): { sent: SentPacket[]; effects: Effect[] } {
  const sent = senders.flatMap(({ kioskId, store, packets, stoodBack }) =>
    packets.map(({ packetId, caseId, sequence }) => ({
      packetId,
      kioskId,
      sequence,
      receipted: store.delivery(caseId)?.state === 'accepted',
      stoodBack: stoodBack.has(packetId),
    })),
  );
  const effects = ledger.packets.flatMap(({ packetId, caseId, receivedAt }): Effect[] => [
    { packetId, what: 'packet', at: receivedAt },
    ...Array.from({ length: ledger.cases.get(caseId)?.accounts ?? 0 }, () => ({
      packetId,
      what: 'account' as const,
      at: receivedAt,
    })),
  ]);
  return { sent, effects };
}

/** The checker on the same history with a fault planted in it. */
function plantedAreFound({ sent, effects }: { sent: SentPacket[]; effects: Effect[] }): boolean[] {
  const one = effects.find(({ what }) => what === 'packet');
  const steady = sent.filter(({ stoodBack }) => !stoodBack);
  const [early, late] = [
    steady[0],
    steady.find((other) => other.kioskId === steady[0]?.kioskId && other !== steady[0]),
  ];
  if (!one || !early || !late) return [false];
  const finds = (kind: string, planted: readonly Effect[], packets = sent): boolean =>
    checkHistory(packets, planted).some((fault) => fault.kind === kind);
  const swapped = effects.map((effect) =>
    effect.packetId === early.packetId ? { ...effect, at: Number.MAX_SAFE_INTEGER } : effect,
  );
  return [
    finds('twice', [...effects, one]),
    finds(
      'lost',
      effects.filter(({ packetId }) => packetId !== late.packetId),
    ),
    finds('order', swapped),
    finds('from-nowhere', [
      ...effects,
      { ...one, packetId: packetIdSchema.parse('01890000-0000-7000-8000-000000000000') },
    ]),
  ];
}

export async function deliveriesFault({
  runs,
  ci,
  minutes,
  parallel,
  say,
}: FaultOptions): Promise<FaultReport> {
  using folder = throwawayFolder('fault-deliveries');
  const chance = drawChance();
  const wanted = runs ?? (ci ? ciDeliveries : fullDeliveries);
  say(`${wanted} deliveries, seed ${chance.seed}`);
  const bankDir = join(folder.path, 'bank');
  const bank = await startFaultBank(bankDir);
  const known = new Map<string, ReturnType<typeof knownKiosk>>();
  const deliveredTo: string[] = [];
  let arrived = 0;
  const proxy = await startChaosProxy({
    target: bank.url,
    chance,
    authorise: async ({ method, path, headers }) => {
      const claims = headers.authorization?.split('.')[1] ?? '';
      const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8') || '{}') as {
        iss?: string;
      };
      return (await known.get(iss ?? '')?.token(method, path)) ?? '';
    },
    onForward: ({ method, path }) => {
      if (method === 'POST' && path === '/v1/cases') arrived += 1;
    },
  });
  const senders: Sender[] = [];
  for (let kiosk = 0; kiosk < (parallel ?? kiosks); kiosk += 1) {
    const enrolled = await enrolKiosk(await bank.enrolmentCode());
    deliveredTo.push(enrolled.enrolment.kioskId);
    known.set(enrolled.enrolment.kioskId, knownKiosk(enrolled));
    senders.push(startSender(folder.path, { kiosk, enrolled, proxy, keyFile: bankKeyFileOf(bankDir) }));
  }
  const startedMs = performance.now();
  const budgetMs = minutes !== null ? minutes * 60_000 : ci && runs === null ? ciBudgetMs : Infinity;
  const progress = sayEvery(15, say);
  const isWanted = (): boolean => {
    progress(() => `${arrived} of ${wanted} deliveries`);
    return arrived < wanted && performance.now() - startedMs <= budgetMs;
  };
  await Promise.all(senders.map((sender) => sealWhile(sender, isWanted)));
  proxy.calm();
  const until = performance.now() + drainPatienceMs;
  const waiting = (): number => senders.reduce((sum, { store }) => sum + store.deliveryCounts().waiting, 0);
  while (waiting() > 0 && performance.now() < until) {
    for (const { sync } of senders) sync.poke();
    await pause(200);
  }
  // The verifier decides in the background; held copies may still be on their way.
  await pause(2000);
  const left = waiting();
  await Promise.all(senders.map(({ sync }) => sync.close()));
  for (const { link } of senders) link.close();
  await proxy.close();
  await bank.stop();

  const history = historyOf(senders, await readLedger(bankDir));
  const faults = checkHistory(history.sent, history.effects);
  const parked = senders.reduce((sum, { store }) => sum + store.deliveryCounts().parked, 0);
  const trouble = senders.flatMap((sender) => sender.trouble);
  for (const { store } of senders) store.close();
  const short = arrived < wanted && minutes === null;
  const ofKind = (kind: string): number => faults.filter((fault) => fault.kind === kind).length;
  return {
    checks: [
      check('no key had two effects', ofKind('twice') === 0, faults),
      check('no receipt without its effect', ofKind('lost') === 0, faults),
      check('the order of each kiosk was kept', ofKind('order') === 0, faults),
      check('nothing came from nowhere', ofKind('from-nowhere') === 0, faults),
      check('everything drained once the line was calm', left === 0 && parked === 0, { left, parked }),
      check('the synchronisation made no mistake', trouble.length === 0, trouble),
      check(
        'the line was at its worst',
        Object.values(proxy.tally).every((count) => count > 0),
        proxy.tally,
      ),
      ...plantedAreFound(history).map((found, index) => check(`planted fault ${index + 1} is found`, found)),
    ],
    skipped: short ? [`${wanted - arrived} of ${wanted} deliveries: out of time`] : [],
    figures: {
      deliveries: arrived,
      packets: history.sent.length,
      receipted: history.sent.filter(({ receipted }) => receipted).length,
      stoodBack: Object.fromEntries(
        [
          ...Map.groupBy(
            senders.flatMap((sender) => [...sender.stoodBack.values()]),
            (kind) => kind,
          ),
        ].map(([kind, all]) => [kind, all.length]),
      ),
      twice: ofKind('twice'),
      lost: ofKind('lost'),
      order: ofKind('order'),
      line: proxy.tally,
      seed: chance.seed,
    },
  };
}
