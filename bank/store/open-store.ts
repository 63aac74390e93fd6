// Opens the bank's database, embedded (PGlite in the data folder) or PostgreSQL by its address, and brings it up to date.
import { mkdirSync } from 'node:fs';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { ok, type Result } from '#core/kernel/result.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { lockFolder, type FolderLocked } from './folder-lock.ts';
import { migrations } from './migrations.ts';
import type { BankTables, Db } from './tables.ts';

type Store = { readonly db: Db; readonly embedded: boolean; readonly close: () => Promise<void> };

export async function openStore(options: {
  readonly folder: string;
  readonly databaseUrl: string | null;
}): Promise<Result<Store, FolderLocked>> {
  if (options.databaseUrl !== null) {
    const pg = await import('pg');
    const pool = new pg.default.Pool({ connectionString: options.databaseUrl, max: 20 });
    // An idle connection may be cut by the server: without a listener that ends the process.
    pool.on('error', () => undefined);
    const db = new Kysely<BankTables>({ dialect: new PostgresDialect({ pool }) });
    await migrate(db);
    return ok({ db, embedded: false, close: () => db.destroy() });
  }
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(options.folder);
  if (!lock.ok) return lock;
  try {
    const pglite = await openEmbeddedDatabase(options.folder);
    const db = new Kysely<BankTables>({ dialect: new PGliteDialect({ pglite }) });
    await migrate(db);
    const close = async (): Promise<void> => {
      await db.destroy();
      lock.value.release();
    };
    return ok({ db, embedded: true, close });
  } catch (cause) {
    lock.value.release();
    throw cause;
  }
}

/** All missing migrations in one transaction: a half-made schema is never seen. */
async function migrate(db: Db): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error !== undefined) throw error;
}
