// The same transactions in a plain better-sqlite3 database: the statements a save runs are recorded as the driver gets them
// and run again, same rows and bytes, without the cipher. Reads are left out, which favours the plain side.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { migrate } from '#electron/adapter/case-store/migrations.ts';

export interface Ran {
  readonly source: string;
  readonly values: readonly unknown[];
}

const methodSchema = z.custom<(...values: unknown[]) => unknown>((value) => typeof value === 'function');

export interface Recorded {
  readonly statements: readonly Ran[];
  /** What the driver took for them. */
  readonly ms: number;
}

export interface StatementRecorder {
  /** The statements that ran while `act` did; `copied` where the store lets go of what it wrote. */
  during(act: () => void, how?: 'copied'): Recorded;
  /** Lets the driver be as it was. */
  end(): void;
}

export function recordStatements(): StatementRecorder {
  const memory = new Database(':memory:');
  const prototype: object = Object.getPrototypeOf(memory.prepare('SELECT 1')) as object;
  memory.close();
  const run = methodSchema.parse(Reflect.get(prototype, 'run'));
  let ran: Ran[] | null = null;
  let copies = false;
  let ms = 0;
  const kept = (value: unknown): unknown => (copies && Buffer.isBuffer(value) ? Buffer.from(value) : value);
  Reflect.set(prototype, 'run', function recorded(this: { readonly source: string }, ...values: unknown[]) {
    ran?.push({ source: this.source, values: copies ? values.map(kept) : values });
    const startedMs = performance.now();
    try {
      return Reflect.apply(run, this, values);
    } finally {
      ms += performance.now() - startedMs;
    }
  });
  return {
    during(act, how) {
      const own: Ran[] = [];
      ran = own;
      copies = how === 'copied';
      ms = 0;
      try {
        act();
      } finally {
        ran = null;
      }
      return { statements: own, ms };
    },
    end: () => void Reflect.set(prototype, 'run', run),
  };
}

export interface PlainDatabase extends Disposable {
  run(statements: readonly Ran[]): void;
}

/** Same tables, pages and durability as the case store's. */
export function openPlainDatabase(folder: string): PlainDatabase {
  mkdirSync(folder, { recursive: true });
  const db = new Database(join(folder, 'plain.db'));
  for (const pragma of [
    'page_size = 8192',
    'journal_mode = WAL',
    'synchronous = FULL',
    'secure_delete = ON',
    'foreign_keys = ON',
    'temp_store = MEMORY',
    'wal_autocheckpoint = 1000',
  ]) {
    db.pragma(pragma);
  }
  migrate(db);
  const prepared = new Map<string, Database.Statement>();
  return {
    run(statements) {
      for (const { source, values } of statements) {
        const statement = prepared.get(source) ?? db.prepare(source);
        prepared.set(source, statement);
        statement.run(...values);
      }
    },
    [Symbol.dispose]: () => db.close(),
  };
}
