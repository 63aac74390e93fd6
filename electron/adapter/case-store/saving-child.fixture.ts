// A process that saves one change after the other and says so after each, until it is killed: argv = data folder, master key (hex).
import { openCaseStore } from './open-case-store.ts';
import { changeOf, clock, emptyCase, newEvidenceId, packetOf } from './store.fixture.ts';

const [dataDir = '', key = ''] = process.argv.slice(2);
const opened = openCaseStore({ dataDir, masterKey: Buffer.from(key, 'hex'), clock });
if (!opened.ok) throw new Error(opened.error.kind);
const store = opened.value;
const bytes = new Uint8Array(50_000).fill(7);

for (;;) {
  const state = emptyCase();
  const evidenceId = newEvidenceId();
  const created = store.save(changeOf(state, null, { addEvidence: [{ evidenceId, bytes }] }));
  if (!created.ok) throw new Error(created.error.kind);
  process.stdout.write(`${JSON.stringify({ caseId: state.caseId, evidenceId, revision: 1 })}\n`);
  const packet = packetOf(state.caseId, store.nextSequence());
  const sealed = { ...state, status: 'sealed', at: 'done' } as const;
  const queued = store.save(changeOf(sealed, 1, { packet }));
  if (!queued.ok) throw new Error(queued.error.kind);
  process.stdout.write(
    `${JSON.stringify({ caseId: state.caseId, evidenceId, revision: 2, packetId: packet.packetId })}\n`,
  );
  const sending = store.markSending(packet.packetId);
  if (!sending.ok) throw new Error(sending.error.kind);
}
