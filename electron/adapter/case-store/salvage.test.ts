// What is saved from a damaged file: page after page is spoilt, and what lies elsewhere must still be there.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAuditChain } from '#core/audit/verify-audit-chain.ts';
import { sha256Hex } from './audit-log.ts';
import { databaseFileName } from './open-database.ts';
import { openCaseStore } from './open-case-store.ts';
import { readAudit } from './read-audit.ts';
import {
  actOn,
  canary,
  changeOf,
  fullCase,
  newEnrolment,
  newEvidenceId,
  noon,
  queueCase,
} from './store.fixture.ts';
import type { CaseStore } from '../../port/case-store.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();
const file = (): string => join(temp.dataDir, databaseFileName);
const pageBytes = 8192;
const count = 12;

function fill() {
  const store = temp.open();
  valueOf(store.saveEnrolment(newEnrolment(), actOn(null, 'kiosk.enrolled')));
  const cases = Array.from({ length: count }, () => {
    const packet = queueCase(store, fullCase());
    const evidenceId = newEvidenceId();
    const { state, revision } = valueOf(store.load(packet.caseId));
    const addEvidence = [{ evidenceId, bytes: canary.image }];
    valueOf(store.save(changeOf(state, revision, { addEvidence })));
    return { packet, evidenceId, state };
  });
  store.close();
  return { cases, bytes: readFileSync(file()) };
}

/** Opens until it opens: the first time tells of the damage. */
function openSpoilt(bytes: Buffer) {
  for (const name of readdirSync(temp.dataDir)) rmSync(join(temp.dataDir, name), { recursive: true });
  writeFileSync(file(), bytes);
  const first = openCaseStore({ dataDir: temp.dataDir, masterKey: temp.key });
  if (first.ok) return { store: first.value, wasTold: false };
  expect(first.error.kind).toBe('database-damaged');
  return { store: temp.open(), wasTold: true };
}

function salvagedRow() {
  const trail = valueOf(readAudit({ dataDir: temp.dataDir, masterKey: temp.key }));
  const rows = [...trail.rows()];
  trail.close();
  return { chain: verifyAuditChain(rows, sha256Hex), row: rows.find((row) => row.act === 'store.salvaged') };
}

/** What became of the cases whose rows still open, in one word each. */
function standingOf(store: CaseStore, { packet, state }: ReturnType<typeof fill>['cases'][number]): string {
  const loaded = store.load(packet.caseId);
  if (!loaded.ok) return 'lost';
  if (JSON.stringify(loaded.value.state) !== JSON.stringify(state)) return 'changed';
  const whole = store.packet(packet.packetId);
  if (!whole.ok) return 'packet lost';
  const delivery = store.delivery(packet.caseId);
  return `${whole.value.parts.length} parts, ${delivery?.state} ${delivery?.reason ?? ''}`.trimEnd();
}

describe('a page that does not read', () => {
  it('OB15 costs what lies on it and nothing else, wherever it is', () => {
    const { cases, bytes } = fill();
    const pages = bytes.length / pageBytes;
    const standings = new Map<string, number>();
    const chains = new Set<boolean>();
    const sequences = new Set<number>();
    let told = 0;
    for (let page = 1; page < pages; page += 1) {
      const spoilt = Buffer.from(bytes);
      spoilt.fill(0xa5, page * pageBytes + 100, page * pageBytes + 164);
      const { store, wasTold } = openSpoilt(spoilt);
      if (wasTold) told += 1;
      for (const each of cases) {
        const standing = standingOf(store, each);
        standings.set(standing, (standings.get(standing) ?? 0) + 1);
      }
      sequences.add(store.nextSequence());
      store.close();
      chains.add(salvagedRow().chain.ok);
    }
    expect(told).toBeGreaterThan(pages / 2);
    expect([...chains]).toEqual([true]);
    // A number once given is not given again.
    expect([...sequences]).toEqual([count + 1]);
    // Never one that is changed, and never one sent with a part missing.
    const cut = 'parked packet-lost-here';
    const allowed = ['2 parts, waiting', `1 parts, ${cut}`, `0 parts, ${cut}`, 'packet lost', 'lost'];
    expect([...standings.keys()].filter((standing) => !allowed.includes(standing))).toEqual([]);
    // A page of the cases or of their keys costs much; on the whole nearly all is saved.
    expect((standings.get('2 parts, waiting') ?? 0) / ((pages - 1) * count)).toBeGreaterThan(0.8);
  });
});

describe('the beginning of the file', () => {
  it('OB15 in the clear is known, and set right in a copy', () => {
    const { cases, bytes } = fill();
    const spoilt = Buffer.from(bytes);
    spoilt[17] = 0x55;
    const { store, wasTold } = openSpoilt(spoilt);
    expect(wasTold).toBe(true);
    expect(store.list(100)).toHaveLength(count);
    expect(store.enrolment()).not.toBeNull();
    expect(store.nextToSend(noon)?.packetId).toBe(cases[0]?.packet.packetId);
    store.close();
    expect(readFileSync(join(temp.dataDir, 'damaged-1', databaseFileName)).equals(spoilt)).toBe(true);
  });

  it('OB15 gone, nothing can be saved: the next start begins anew and says so', () => {
    const { bytes } = fill();
    const spoilt = Buffer.from(bytes);
    spoilt.fill(0xa5, 24, pageBytes);
    const { store } = openSpoilt(spoilt);
    expect(store.list(100)).toEqual([]);
    store.close();
    expect(salvagedRow().row?.facts).toMatchObject({ from: 'damaged-1', cases: 0 });
  });
});

it('OB15 cut off half-way it is done again from the beginning', () => {
  const { cases, bytes } = fill();
  const spoilt = Buffer.from(bytes);
  spoilt[17] = 0x55;
  writeFileSync(file(), spoilt);
  expect(openCaseStore({ dataDir: temp.dataDir, masterKey: temp.key }).ok).toBe(false);
  // What a process that was killed left behind.
  const half = join(temp.dataDir, 'salvage');
  valueOf(openCaseStore({ dataDir: half, masterKey: temp.key })).close();
  const store = temp.open();
  expect(store.list(100)).toHaveLength(cases.length);
});
