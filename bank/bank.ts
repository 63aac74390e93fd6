// Makes a running bank: keys, database, routes and the verifier, closed in the opposite order.
// Everything it needs is handed in, so that a test runs several in one process.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { KioskId, OfficerId } from '#core/kernel/brand.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { firstCatalogue } from './catalogue/first-catalogue.ts';
import { issueCatalogue } from './catalogue/catalogue-store.ts';
import { instantOf, type Clock } from './clock.ts';
import { checkAddress, type BankConfig, type ConfigError } from './config.ts';
import { usualLimits, type BankContext, type BankLimits } from './context.ts';
import { forgetOldTokens } from './device/device-token.ts';
import { makeEnrolmentCode } from './device/enrolment.ts';
import { noUidai, standInForUidai, type UidaiGateway } from './ekyc/uidai-gateway.ts';
import type { Outcome } from './failure.ts';
import { faultOf } from './fault.ts';
import { buildServer, type BankServer } from './http/server.ts';
import { openBlobStore, type BlobStore } from './intake/blob-store.ts';
import { forgetUnnamed, sweepTurnMs } from './intake/forget-unnamed.ts';
import { forgetOldAnswers, releaseUnfinishedKeys } from './intake/idempotency.ts';
import { importPacket, type Imported } from './intake/import-packet.ts';
import { openPartialBlobs, type PartialBlobs } from './intake/partial-blob.ts';
import { loadKeyFile, type KeyFileError } from './keys/key-file.ts';
import { makeCaseFeed } from './live/case-feed.ts';
import {
  outboxSender,
  readOutbox,
  unconfiguredSender,
  type MessageSender,
  type SentMessage,
} from './message/message-sender.ts';
import { endOfficer, findOfficer, setRandomPassword } from './officer/officer-store.ts';
import { forgetOldChallenges } from './mobile/challenge.ts';
import type { FolderLocked } from './store/folder-lock.ts';
import { forgetOldWindows } from './store/rate-limit.ts';
import { openStore } from './store/open-store.ts';
import type { Db } from './store/tables.ts';
import { finishWithdrawals } from './withdrawal/withdraw-case.ts';
import { pinnedModels } from './verification/accepted-models.ts';
import { startVerifier } from './verification/verifier.ts';

export const bankName = 'Pravesh Bank';

export type BankOptions = BankConfig & {
  readonly now?: Clock;
  readonly limits?: BankLimits;
  readonly sender?: MessageSender;
  /** A bank that may ask UIDAI; left out: a stand-in in development, nobody in production. */
  readonly uidai?: UidaiGateway;
  readonly log?: Logger;
  /** Instead of those pinned with the kiosk. */
  readonly acceptedModels?: ReadonlySet<string>;
};

export type Bank = {
  readonly url: string;
  /** For tests and tools of the bank itself. */
  readonly db: Db;
  readonly enrolmentCode: (branchId?: string) => Promise<Outcome<string>>;
  /** Development only: what was sent to a number (+91…), an officer (officer:asha) or (null) anybody, oldest first. */
  readonly outbox: (to: string | null) => Promise<Outcome<readonly SentMessage[]>>;
  /** Development only. */
  readonly resetOfficer: (officerId: string) => Promise<Outcome<null>>;
  /** A packet file that a kiosk exported, carried here by hand. */
  readonly importPacket: (bytes: Uint8Array) => Promise<Outcome<Imported>>;
  readonly revokeDevice: (kioskId: KioskId) => Promise<void>;
  /** An officer who has left: signs in nowhere any more, and what names them from now on is looked at. */
  readonly endOfficer: (officerId: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

type BankStartError = ConfigError | KeyFileError | FolderLocked;

export async function createBank(options: BankOptions): Promise<Result<Bank, BankStartError>> {
  const checked = checkAddress(options);
  if (!checked.ok) return checked;
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const keys = loadKeyFile(options.keyFile, options.environment);
  if (!keys.ok) return keys;
  const store = await openStore(options);
  if (!store.ok) return store;

  const now = options.now ?? (() => new Date());
  const usualSender =
    options.environment === 'development' ? outboxSender(keys.value, now) : unconfiguredSender;
  const bank: BankContext = {
    name: bankName,
    environment: options.environment,
    db: store.value.db,
    keys: keys.value,
    now,
    // Logs go to standard error: standard output is the control channel of a bank run alone.
    log:
      options.log ?? pino({ level: options.logLevel, base: null }, pino.destination({ dest: 2, sync: true })),
    limits: options.limits ?? usualLimits,
    sender: options.sender ?? usualSender,
    uidai: options.uidai ?? (options.environment === 'development' ? standInForUidai : noUidai),
    acceptedModels: options.acceptedModels ?? pinnedModels,
  };
  try {
    return ok(await open(bank, options, store.value.embedded, store.value.close));
  } catch (cause) {
    await store.value.close();
    throw cause;
  }
}

async function open(
  bank: BankContext,
  options: BankOptions,
  alone: boolean,
  closeStore: () => Promise<void>,
): Promise<Bank> {
  await issueCatalogue(bank.db, firstCatalogue(bank.environment, instantOf(bank.now())));
  if (bank.environment === 'development') await seedOfficers(bank);
  if (alone) await releaseUnfinishedKeys(bank);
  const feed = makeCaseFeed();
  const verifier = startVerifier(bank, feed);
  const blobs = await openBlobStore(join(options.folder, 'blobs'));
  const partials = await openPartialBlobs(join(options.folder, 'blobs', 'partial'), blobs);
  const server = await buildServer({ bank, blobs, partials, feed, verifier }, options.tls);
  const listening = await listen(server, options);
  const url = options.publicUrl ?? listening;
  await verifier.resume();
  await finishWithdrawals({ bank, blobs, feed });
  await keepHouse(bank, blobs, partials);
  const housekeeping = setInterval(() => {
    keepHouse(bank, blobs, partials).catch((cause: unknown) =>
      bank.log.error({ fault: faultOf(cause) }, 'housekeeping failed'),
    );
  }, sweepTurnMs);
  housekeeping.unref();

  const developmentOnly = bank.environment === 'development' ? ok(null) : err({ kind: 'not-found' as const });
  let closing: Promise<void> | undefined;
  return {
    url,
    db: bank.db,
    enrolmentCode: (branchId) => makeEnrolmentCode(bank, { url, branchId: branchId ?? null }),
    outbox: async (to) =>
      developmentOnly.ok ? ok(await readOutbox(bank.db, bank.keys, to)) : developmentOnly,
    async resetOfficer(officerId) {
      if (!developmentOnly.ok) return developmentOnly;
      const officer = await findOfficer(bank, officerId);
      if (officer === null) return err({ kind: 'not-found' });
      await setRandomPassword(bank, officer);
      return ok(null);
    },
    importPacket: (bytes) => importPacket({ bank, blobs, feed, verifier }, bytes),
    endOfficer: (officerId) => endOfficer(bank, officerId),
    async revokeDevice(kioskId) {
      await bank.db
        .updateTable('device')
        .set({ revoked_at: bank.now() })
        .where('kiosk_id', '=', kioskId)
        .execute();
    },
    close() {
      closing ??= (async () => {
        clearInterval(housekeeping);
        await server.close();
        await verifier.stop();
        await closeStore();
      })();
      return closing;
    },
  };
}

/** What may not or need not be kept longer goes. */
async function keepHouse(bank: BankContext, blobs: BlobStore, partials: PartialBlobs): Promise<void> {
  await partials.forgetOld(bank.now());
  const swept = await forgetUnnamed(bank.db, blobs, bank.now());
  if (swept > 0) bank.log.info({ parts: swept }, 'parts that no packet names were forgotten');
  await forgetOldTokens(bank);
  await forgetOldAnswers(bank);
  await forgetOldChallenges(bank);
  await forgetOldWindows(bank.db, bank.now());
}

/** Kiosks keep the bank's address from their enrolment, so a port chosen once is asked for again. */
async function listen(server: BankServer, options: BankOptions): Promise<string> {
  const note = join(options.folder, 'last-port');
  const last = options.port === 0 && existsSync(note) ? Number(readFileSync(note, 'utf8')) : options.port;
  const port = Number.isInteger(last) && last > 0 && last < 65_536 ? last : 0;
  try {
    await server.listen({ host: options.host, port });
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (!taken || options.port !== 0) throw cause;
    await server.listen({ host: options.host, port: 0 });
  }
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens nowhere');
  writeFileSync(note, String(address.port));
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${options.tls === null ? 'http' : 'https'}://${host}:${address.port}`;
}

const firstOfficers = [
  { officerId: 'asha', name: 'Asha Rao', role: 'officer' },
  { officerId: 'vikram', name: 'Vikram Joshi', role: 'supervisor' },
] as const;

async function seedOfficers(bank: BankContext): Promise<void> {
  for (const officer of firstOfficers) {
    const officerId: OfficerId = officerIdSchema.parse(officer.officerId);
    if ((await findOfficer(bank, officerId)) === null)
      await setRandomPassword(bank, { ...officer, officerId });
  }
}
