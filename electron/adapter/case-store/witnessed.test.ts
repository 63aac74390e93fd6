// The bank's word on the audit against the audit itself: a chain written anew is said once, and stays said.
import { describe, expect, it } from 'vitest';
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { verifyAuditChain } from '#core/audit/verify-audit-chain.ts';
import type { AuditHead } from '#core/contract/bank/audit-head.ts';
import type { CaseStore } from '../../port/case-store.ts';
import { sha256Hex } from './audit-log.ts';
import { readAudit } from './read-audit.ts';
import { noon, queueCase } from './store.fixture.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';

const temp = useTempStore();
const kioskId = kioskIdSchema.parse('019a9f3e-0000-7000-8000-000000000001');
const headOf = (store: CaseStore): AuditHead => ({
  kioskId,
  sequence: 1,
  head: store.auditHead(),
  rows: store.auditRows(),
  flagged: false,
});
const trailOf = () => valueOf(readAudit({ dataDir: temp.dataDir, masterKey: temp.key }));
const actsOf = (act: string): number => {
  const trail = trailOf();
  const found = [...trail.rows()].filter((row) => row.act === act).length;
  trail.close();
  return found;
};

describe('what the bank has witnessed', () => {
  it('AU12 is looked for at its row, and fits while the audit grows', () => {
    const store = temp.open();
    queueCase(store);
    const witnessed = headOf(store);
    queueCase(store);
    valueOf(store.noteWitnessed(witnessed, noon));
    expect(store.auditBroken()).toBe(false);
    expect(actsOf('audit.head-missing')).toBe(0);
  });

  it('AU12 is missed where the chain was written anew, said once, and stays said when newer heads fit', () => {
    const store = temp.open();
    queueCase(store);
    const before = { ...headOf(store), head: 'ab'.repeat(32) };
    valueOf(store.noteWitnessed(before, noon));
    valueOf(store.noteWitnessed(before, noon));
    expect(store.auditBroken()).toBe(true);
    queueCase(store);
    valueOf(store.noteWitnessed({ ...headOf(store), sequence: 2 }, noon));
    expect(store.auditBroken()).toBe(true);
    store.close();
    expect(temp.open().auditBroken()).toBe(true);
    expect(actsOf('audit.head-missing')).toBe(1);
    const trail = trailOf();
    const { witnessed } = trail;
    expect(verifyAuditChain(trail.rows(), sha256Hex, { witnessed })).toEqual({
      ok: false,
      error: { kind: 'audit-head-missing' },
    });
    trail.close();
  });

  it('AU12 is missed where the audit is shorter, and where the bank itself has flagged it', () => {
    const store = temp.open();
    queueCase(store);
    valueOf(store.noteWitnessed({ ...headOf(store), flagged: true }, noon));
    expect(store.auditBroken()).toBe(true);
    expect(actsOf('audit.head-missing')).toBe(0);
    valueOf(store.noteWitnessed({ ...headOf(store), rows: 900 }, noon));
    expect(actsOf('audit.head-missing')).toBe(1);
  });
});
