// A fresh database on the PostgreSQL server that BANK_TEST_POSTGRES names, dropped afterwards: proves that the same SQL
// runs there. Never looks at DATABASE_URL, so that no test touches a database somebody uses.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export type TestPostgres = { readonly url: string; readonly drop: () => Promise<void> };

/** null when no server is named: tests then run on the embedded database. */
export async function freshPostgres(): Promise<TestPostgres | null> {
  const server = process.env['BANK_TEST_POSTGRES'];
  if (server === undefined || server === '') return null;
  const name = `pravesh_test_${randomBytes(6).toString('hex')}`;
  await command(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => command(server, `drop database ${name} with (force)`) };
}

async function command(server: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
