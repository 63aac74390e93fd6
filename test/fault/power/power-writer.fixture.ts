// Writes to a real case store and says on its output what has become durable, one line after each return: argv = folder, key (hex).
// First small cases and an orderly close, then pictures enough to make the log wrap, a wipe, and an end without a close.
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import {
  changeOf,
  clock,
  emptyCase,
  newEvidenceId,
  noon,
  packetOf,
} from '#electron/adapter/case-store/store.fixture.ts';
import type { CaseStore } from '#electron/port/case-store.ts';
import { valueOf } from '../kiosk/enrol-kiosk.ts';
import type { Durable } from './durable.ts';

const [dataDir = '', key = ''] = process.argv.slice(2);
const open = (): CaseStore => valueOf(openCaseStore({ dataDir, masterKey: Buffer.from(key, 'hex'), clock }));
const say = (durable: Durable): void => void writeSync(1, `${JSON.stringify(durable)}\n`);

function writeCase(store: CaseStore, pictureBytes: number): Parameters<typeof emptyCase>[0] {
  const state = emptyCase();
  const { caseId } = state;
  const addEvidence = [{ evidenceId: newEvidenceId(), bytes: randomBytes(pictureBytes) }];
  valueOf(store.save(changeOf(state, null, { addEvidence })));
  say({ caseId, revision: 1, delivery: null, wiped: false });
  const packet = packetOf(caseId, store.nextSequence());
  const sealed = {
    ...state,
    status: 'sealed',
    at: 'done',
    sealed: { packetId: packet.packetId, at: noon },
  } as const;
  valueOf(store.save(changeOf(sealed, 1, { packet })));
  say({ caseId, revision: 2, delivery: 'waiting', wiped: false });
  valueOf(store.markSending(packet.packetId));
  valueOf(store.markParked(packet.packetId, 'packet-malformed', changeOf(sealed, 2).audit));
  say({ caseId, revision: 2, delivery: 'parked', wiped: false });
  return caseId;
}

const first = open();
for (let count = 0; count < 3; count += 1) writeCase(first, 3000);
first.close();
const second = open();
for (let count = 0; count < 14; count += 1) writeCase(second, 700_000);
const gone = emptyCase();
valueOf(second.save(changeOf(gone, null)));
valueOf(second.save(changeOf({ ...gone, status: 'abandoned' }, 1, { wipe: true })));
say({ caseId: gone.caseId, revision: 2, delivery: null, wiped: true });
writeCase(second, 3000);
process.exit(0);
