// Rows of a table in a file that is damaged somewhere: a page that does not read costs the rows on it and no other. It never writes.
import Database from 'better-sqlite3';

/** So many row ids in a row without an answer, behind the last that answered, and the table is taken to end. */
const emptyAtMost = 5000;

export type Row = Readonly<Record<string, string | number | bigint | Buffer | null>>;

export interface RowsRead {
  /** Places where a page would not give what it holds. */
  faults: number;
}

/** In the order of the row ids, which stand in each row as `rowid`. `table` is one of our own names. */
export function* readableRows(db: Database.Database, table: string, read: RowsRead): Generator<Row> {
  const onward = attempt(() =>
    db.prepare<[number], Row>(
      `SELECT rowid AS rowid, * FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT 1`,
    ),
  );
  const exact = attempt(() =>
    db.prepare<[number], Row>(`SELECT rowid AS rowid, * FROM ${table} WHERE rowid = ?`),
  );
  if (!onward.ok || !exact.ok) {
    read.faults += 1;
    return;
  }
  let last = 0;
  for (;;) {
    const from = last;
    let found = attempt(() => onward.value.get(from));
    if (!found.ok) {
      read.faults += 1;
      // The next leaf is found from above, by asking for each row by its id.
      for (let id = from + 1; id <= from + emptyAtMost; id += 1) {
        const row = attempt(() => exact.value.get(id));
        if (row.ok && row.value) {
          found = row;
          break;
        }
      }
    }
    if (!found.ok || !found.value) return;
    yield found.value;
    last = Number(found.value['rowid']);
  }
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/** What SQLite says of a damaged page is thrown; anything else is a mistake of ours and goes on. */
function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof Database.SqliteError) return { ok: false };
    throw error;
  }
}
