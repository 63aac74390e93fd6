// Keeps every catalogue the bank ever issued: a case sealed offline is judged by the consents and products it was shown.
import { catalogueSchema, type Catalogue } from '#core/contract/bank/catalogue.ts';
import type { Db } from '../store/tables.ts';

export async function currentCatalogue(db: Db): Promise<Catalogue> {
  const row = await db
    .selectFrom('catalogue')
    .select('body')
    .orderBy('as_of', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return catalogueSchema.parse(JSON.parse(row.body));
}

export async function catalogueOfVersion(db: Db, version: string): Promise<Catalogue | null> {
  const row = await db
    .selectFrom('catalogue')
    .select('body')
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined ? null : catalogueSchema.parse(JSON.parse(row.body));
}

/** Those before the present one, the newest first: what a kiosk that was away has is most likely one of the last. */
export async function formerCatalogues(db: Db, limit: number): Promise<readonly Catalogue[]> {
  const rows = await db
    .selectFrom('catalogue')
    .select('body')
    .orderBy('as_of', 'desc')
    .offset(1)
    .limit(limit)
    .execute();
  return rows.map(({ body }) => catalogueSchema.parse(JSON.parse(body)));
}

/** Issues a catalogue unless its version stands already; an issued version never changes. */
export async function issueCatalogue(db: Db, catalogue: Catalogue): Promise<void> {
  await db
    .insertInto('catalogue')
    .values({
      version: catalogue.version,
      as_of: new Date(catalogue.asOf),
      body: JSON.stringify(catalogueSchema.parse(catalogue)),
    })
    .onConflict((on) => on.column('version').doNothing())
    .execute();
}
