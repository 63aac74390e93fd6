// Whatever is tried: what is online-only by law gets into no case, no picture, no packet and no audit row of a real store, and what a
// case leaves behind is searched, opened, for canaries of it.
import { describe, expect, it } from 'vitest';
import { logLine } from '../../shell/shell-log.ts';
import { openDatabase } from './open-database.ts';
import { actOn, canary, changeOf, fullCase, newEvidenceId } from './store.fixture.ts';
import { deriveStoreKeys, forgetStoreKeys } from './store-keys.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();
const envelope = '<PidData><Skey ci="20291231">CANARYSEALEDKEY</Skey><Hmac>CANARYHMAC</Hmac></PidData>';
const code = '730418';
const noted = `He read out the OTP ${code}`;
const refused = { ok: false, error: { kind: 'online-only' } };

describe('what is online-only by law, at the store', () => {
  it('OB21 a case that holds it is refused whole: as a picture, as a note, in sixteen bits, behind a picture’s head', () => {
    const store = temp.open();
    const state = fullCase();
    const evidence = (bytes: Uint8Array) =>
      store.save(changeOf(state, null, { addEvidence: [{ evidenceId: newEvidenceId(), bytes }] }));
    expect(evidence(Buffer.from(envelope))).toEqual(refused);
    expect(evidence(Buffer.from(envelope, 'utf16le'))).toEqual(refused);
    expect(evidence(Buffer.concat([canary.image, Buffer.from(envelope)]))).toEqual(refused);
    const address = (value: string) => ({
      ...state,
      reading: state.reading && {
        ...state.reading,
        confirmed: { at: state.startedAt, fields: [{ name: 'address' as const, value }] },
      },
    });
    for (const text of [envelope, noted, Buffer.from(envelope).toString('base64')])
      expect(store.save(changeOf(address(text), null))).toEqual(refused);
    expect([store.load(state.caseId).ok, store.auditRows()]).toEqual([false, 1]);
    expect(store.save(changeOf(address('12 Ring Road'), null)).ok).toBe(true);
  });

  it('OB21 no audit row tells it, in a case’s change or alone', () => {
    const store = temp.open();
    const state = fullCase();
    for (const facts of [
      { otp: code },
      { sealed: Buffer.from(envelope).toString('base64').slice(0, 100) },
      { sealed: envelope },
    ]) {
      expect(() => store.audit({ ...actOn(null), facts })).toThrow('is not a plain token');
      const audit = { ...actOn(state.caseId), facts };
      expect(() => store.save(changeOf(state, null, { audit }))).toThrow('is not a plain token');
    }
    expect([store.load(state.caseId).ok, store.auditRows()]).toEqual([false, 1]);
  });

  it('OB21 a log line that would tell it tells nothing', () => {
    for (const facts of [{ cause: envelope }, { answer: noted }, { otp: code }]) {
      const line = logLine('warn', 'driver-threw', facts);
      expect([line.includes(code), line.includes('CANARY')]).toEqual([false, false]);
      expect(JSON.parse(line)).toEqual({ level: 'warn', event: 'log-withheld' });
    }
    expect(logLine('info', 'ready', { port: 1234 })).toBe('{"level":"info","event":"ready","port":1234}');
  });

  it('OB21 after all that was tried no row of the opened database holds a piece of it', () => {
    const store = temp.open();
    const state = fullCase();
    const evidenceId = newEvidenceId();
    store.save(changeOf(state, null, { addEvidence: [{ evidenceId, bytes: Buffer.from(envelope) }] }));
    valueOf(store.save(changeOf(state, null, { addEvidence: [{ evidenceId, bytes: canary.image }] })));
    store.save(changeOf({ ...state, language: noted }, 1));
    store.save(
      changeOf(state, 1, { addEvidence: [{ evidenceId: newEvidenceId(), bytes: Buffer.from(envelope) }] }),
    );
    const opened = [
      JSON.stringify(valueOf(store.load(state.caseId)).state),
      valueOf(store.evidence(state.caseId, evidenceId)),
    ];
    // What is sealed field by field is searched as it opens, everything else as it stands in its rows.
    store.close();
    const keys = deriveStoreKeys(temp.key);
    const { db } = valueOf(openDatabase(temp.dataDir, keys));
    const tables = db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all();
    const rows = tables.flatMap(
      ({ name }) => db.prepare(`SELECT * FROM "${name}"`).raw().all() as unknown[][],
    );
    db.close();
    forgetStoreKeys(keys);
    const cells = [...opened, ...rows.flat()].flatMap((cell) =>
      typeof cell === 'string' ? [Buffer.from(cell)] : cell instanceof Uint8Array ? [Buffer.from(cell)] : [],
    );
    // The search finds what is there.
    expect(cells.some((cell) => cell.includes(canary.name))).toBe(true);
    expect(cells.some((cell) => cell.includes('CANARY-PICTURE-CONTENT'))).toBe(true);
    for (const piece of ['PidData', 'CANARYSEALEDKEY', 'CANARYHMAC', code])
      expect(cells.some((cell) => cell.includes(piece))).toBe(false);
  });
});
