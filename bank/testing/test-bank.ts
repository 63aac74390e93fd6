// A bank for tests: real PGlite in its own temporary folder (or PostgreSQL where BANK_TEST_POSTGRES names one), a clock
// that can be moved, nothing left behind.
// An empty database is made once per version of PGlite, kept with the packages, and copied.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createBank, type Bank, type BankOptions } from '../bank.ts';
import { makeKeyFile } from '../keys/key-file.ts';
import { pinnedModels } from '../verification/accepted-models.ts';
import { compileSparingly } from '../store/embedded-database.ts';
import { freshPostgres } from './test-postgres.ts';
import { TestKiosk } from './test-kiosk.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type TestBank = {
  readonly bank: () => Bank;
  readonly folder: string;
  /** Moves the bank's clock forward. */
  readonly advance: (ms: number) => void;
  readonly now: () => Date;
  /** A kiosk enrolled by a fresh code, with its clock on the bank's. */
  readonly kiosk: (options?: { readonly simulated?: boolean }) => Promise<TestKiosk>;
  readonly code: () => Promise<string>;
  /** The newest message to a number or officer. */
  readonly lastMessage: (to: string) => Promise<string>;
  /** Ends the bank and starts it again on the same folder; kiosks must be moved with `kiosk.at(bank().url)`. */
  readonly restart: (changes?: Partial<BankOptions>) => Promise<void>;
  /** A second bank on the same database and folder: on PostgreSQL only, the embedded one has a single owner. */
  readonly second: () => Promise<Bank>;
  readonly embedded: boolean;
  readonly end: () => Promise<void>;
};

export async function startTestBank(changes: Partial<BankOptions> = {}): Promise<TestBank> {
  compileSparingly();
  const folder = mkdtempSync(join(tmpdir(), 'pravesh-bank-'));
  const postgres = await freshPostgres();
  if (postgres === null) cpSync(await emptyDatabase(), join(folder, 'db'), { recursive: true });
  if (changes.environment === 'production') makeKeyFile(join(folder, 'keys.json'), 'production');
  let aheadMs = 0;
  const now = (): Date => new Date(Date.now() + aheadMs);
  const options: BankOptions = {
    environment: 'development',
    folder,
    databaseUrl: postgres?.url ?? null,
    host: '127.0.0.1',
    port: 0,
    keyFile: join(folder, 'keys.json'),
    tls: null,
    logLevel: 'silent',
    now,
    // What `caseFileOf` names is no file.
    acceptedModels: new Set([...pinnedModels, 'a'.repeat(64)]),
    ...changes,
  };
  let bank = await start(options).catch(async (cause: unknown) => {
    await postgres?.drop();
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  });
  const code = async (): Promise<string> => {
    const made = await bank.enrolmentCode();
    if (!made.ok) throw new Error(made.error.kind);
    return made.value;
  };
  return {
    bank: () => bank,
    folder,
    now,
    code,
    advance: (ms) => {
      aheadMs += ms;
    },
    kiosk: async (which = {}) => TestKiosk.enrol(await code(), { ...which, now }),
    async lastMessage(to) {
      const messages = await bank.outbox(to);
      const last = messages.ok ? messages.value.at(-1) : undefined;
      if (last === undefined) throw new Error(`no message to ${to}`);
      return last.text;
    },
    async restart(again = {}) {
      await bank.close();
      bank = await start({ ...options, ...again });
    },
    second: () => start(options),
    embedded: postgres === null,
    async end() {
      await bank.close();
      await postgres?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(options: BankOptions): Promise<Bank> {
  const started = await createBank(options);
  if (!started.ok) throw new Error(`bank did not start: ${JSON.stringify(started.error)}`);
  return started.value;
}

/** The folder of an empty database, made on first use; of several makers at once the first to finish wins. */
export async function emptyDatabase(): Promise<string> {
  const manifest = join(root, 'node_modules/@electric-sql/pglite/package.json');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8')));
  const cache = join(root, 'node_modules/.cache/pravesh');
  const place = join(cache, `pglite-${version}`);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'making-'));
  await promisify(execFile)(process.execPath, [
    '--liftoff-only',
    join(root, 'bank/store/make-database.ts'),
    join(draft, 'db'),
  ]);
  if (!existsSync(place)) renameSync(join(draft, 'db'), place);
  rmSync(draft, { recursive: true, force: true });
  return place;
}
