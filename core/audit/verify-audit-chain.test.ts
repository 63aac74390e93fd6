import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { instantSchema } from '../kernel/instant.ts';
import { auditGenesis, auditRowText, factNotAllowed, type AuditRow } from './audit-row.ts';
import { verifyAuditChain } from './verify-audit-chain.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const at = instantSchema.parse('2026-11-20T10:00:00.000Z');

function chain(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const row = {
      seq,
      prevHash: rows.at(-1)?.hash ?? auditGenesis,
      act: 'case.saved',
      officerId: 'asha',
      caseId: null,
      at,
      facts: { step: 'face', n: seq },
    };
    rows.push({ ...row, hash: sha256Hex(auditRowText(row)) });
  }
  return rows;
}

const replaced = (rows: AuditRow[], seq: number, change: Partial<AuditRow>): AuditRow[] =>
  rows.map((row) => (row.seq === seq ? { ...row, ...change } : row));

describe('AU2: the audit is one chain', () => {
  it('AU2 accepts an unbroken chain and tells its head', () => {
    const rows = chain(5);
    expect(verifyAuditChain(rows, sha256Hex)).toEqual({
      ok: true,
      value: { rows: 5, head: rows[4]?.hash, signed: 0 },
    });
    expect(verifyAuditChain([], sha256Hex)).toEqual({
      ok: true,
      value: { rows: 0, head: auditGenesis, signed: 0 },
    });
  });

  it.each([
    ['act', { act: 'case.read' }],
    ['officer', { officerId: 'ravi' }],
    ['case', { caseId: 'x' }],
    ['moment', { at: instantSchema.parse('2026-11-20T10:00:00.001Z') }],
    ['facts', { facts: { step: 'face', n: 4 } }],
    ['missing fact', { facts: { step: 'face' } }],
  ])('AU2 notices a changed %s', (_what, change) => {
    expect(verifyAuditChain(replaced(chain(5), 3, change), sha256Hex)).toEqual({
      ok: false,
      error: { kind: 'audit-row-changed', seq: 3 },
    });
  });

  it('AU2 notices a row taken out, doubled, or moved', () => {
    const rows = chain(5);
    const without = rows.filter((row) => row.seq !== 3);
    const doubled = [...rows.slice(0, 3), ...rows.slice(2)];
    expect(verifyAuditChain(without, sha256Hex)).toEqual({
      ok: false,
      error: { kind: 'audit-row-missing', seq: 3 },
    });
    expect(verifyAuditChain(doubled, sha256Hex)).toEqual({
      ok: false,
      error: { kind: 'audit-row-missing', seq: 4 },
    });
  });

  it('AU2 notices a row whose own hash was made anew', () => {
    const changed = replaced(chain(5), 3, { act: 'case.read' }).map((row) =>
      row.seq === 3 ? { ...row, hash: sha256Hex(auditRowText(row)) } : row,
    );
    expect(verifyAuditChain(changed, sha256Hex)).toEqual({
      ok: false,
      error: { kind: 'audit-link-broken', seq: 4 },
    });
  });

  it('AU3 notices a chain cut short or written anew, when a head was witnessed elsewhere', () => {
    const rows = chain(5);
    const witnessed = [rows[4]?.hash ?? ''];
    expect(verifyAuditChain(rows, sha256Hex, { witnessed }).ok).toBe(true);
    expect(verifyAuditChain(rows.slice(0, 4), sha256Hex, { witnessed })).toEqual({
      ok: false,
      error: { kind: 'audit-head-missing' },
    });
  });

  it('AU2 goes on from a beginning already verified', () => {
    const rows = chain(5);
    const after = { rows: 2, head: rows[1]?.hash ?? '', signed: 0 };
    expect(verifyAuditChain(rows.slice(2), sha256Hex, { after }).ok).toBe(true);
    expect(verifyAuditChain(rows.slice(3), sha256Hex, { after }).ok).toBe(false);
  });
});

describe('AU4: no customer data among the facts', () => {
  it.each([
    ['step', 'face'],
    ['hash', 'a'.repeat(64)],
    ['hash of digits and letters', `1234567890${'f'.repeat(54)}`],
    ['moment', '2026-11-20T10:00:00.000Z'],
    ['version', '0.1.0'],
    ['id of ours that is digits by chance', '01900000-0000-7000-8000-000000000001'],
    ['count', 12],
    ['milliseconds', 86_400_000],
    ['truth', true],
    ['nothing', null],
  ])('AU4 lets a %s through', (_what, value) => {
    expect(factNotAllowed({ fact: value })).toBeNull();
  });

  it.each([
    ['name', 'Asha Kumari'],
    ['name in Devanagari', 'आशा'],
    ['Aadhaar number', '234567890124'],
    ['spaced Aadhaar number', '2345 6789 0124'],
    ['dashed Aadhaar number', '2345-6789-0124'],
    ['number as a number', 234_567_890_124],
    ['mobile', '+919876543210'],
    ['date of birth', '1985-08-15'],
    ['mail address', 'asha@example.in'],
    ['long text', 'x'.repeat(129)],
    ['not a number', Number.NaN],
  ])('AU4 names the fact that holds a %s', (_what, value) => {
    expect(factNotAllowed({ step: 'face', fact: value })).toBe('fact');
  });

  it('AU4 looks at the names of facts too', () => {
    expect(factNotAllowed({ 'Asha Kumari': true })).toBe('Asha Kumari');
  });
});
