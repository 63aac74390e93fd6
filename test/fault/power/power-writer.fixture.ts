// Writes to a real case store and says on its output what has become durable, one line after each return: argv = folder, key (hex).
// First small cases and an orderly close, then pictures enough to make the log wrap, a wipe, and an end without a close.
import { writeSync } from 'node:fs';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { changeOf, clock, emptyCase } from '#electron/adapter/case-store/store.fixture.ts';
import type { CaseStore } from '#electron/port/case-store.ts';
import { valueOf } from '../kiosk/enrol-kiosk.ts';
import type { Durable } from '../store/durable.ts';
import { writeCase } from '../store/write-cases.ts';

const [dataDir = '', key = ''] = process.argv.slice(2);
const open = (): CaseStore => valueOf(openCaseStore({ dataDir, masterKey: Buffer.from(key, 'hex'), clock }));
const say = (durable: Durable): void => void writeSync(1, `${JSON.stringify(durable)}\n`);

const add = (store: CaseStore, pictureBytes: number): void => {
  const failed = writeCase(store, pictureBytes, say);
  if (failed) throw new Error(failed.kind);
};

const first = open();
for (let count = 0; count < 3; count += 1) add(first, 3000);
first.close();
const second = open();
for (let count = 0; count < 14; count += 1) add(second, 700_000);
const gone = emptyCase();
valueOf(second.save(changeOf(gone, null)));
valueOf(second.save(changeOf({ ...gone, status: 'abandoned' }, 1, { wipe: true })));
say({ caseId: gone.caseId, revision: 2, delivery: null, wiped: true });
add(second, 3000);
process.exit(0);
