import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { instantSchema } from '../kernel/instant.ts';
import {
  checkpointAct,
  checkpointOf,
  checkpointText,
  isCheckpointDue,
  signEveryRows,
  unsignedRowsAtMost,
} from './audit-checkpoint.ts';
import { auditGenesis, auditRowText, type AuditRow } from './audit-row.ts';
import { verifyAuditChain } from './verify-audit-chain.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const noon = instantSchema.parse('2026-11-20T12:00:00.000Z');
const minute = (n: number): number => Date.parse(noon) + n * 60_000;

function append(rows: AuditRow[], act: string, facts: AuditRow['facts'] = {}): void {
  const row = {
    seq: rows.length + 1,
    prevHash: rows.at(-1)?.hash ?? auditGenesis,
    act,
    officerId: null,
    caseId: null,
    at: noon,
    facts,
  };
  rows.push({ ...row, hash: sha256Hex(auditRowText(row)) });
}

/** Stands for a signature: what only the holder of the secret could make. */
const signed = (text: string): string => sha256Hex(`secret ${text}`);
const isSigned = ({ text, signature }: { text: string; signature: string }): boolean =>
  signature === signed(text);

function appendCheckpoint(rows: AuditRow[]): void {
  const head = rows.at(-1)?.hash ?? auditGenesis;
  const signature = signed(checkpointText({ kioskId: 'k', rows: rows.length, head, at: noon }));
  append(rows, checkpointAct, { kioskId: 'k', key: 'aa', signature });
}

function chain(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  while (rows.length < length) append(rows, 'case.saved');
  return rows;
}

describe('when a signature is due', () => {
  it('AU7 after so many rows, or so much time, or under a clock set back as far', () => {
    expect(isCheckpointDue(null, { seq: 2, atMs: minute(0) })).toBe(false);
    expect(isCheckpointDue(null, { seq: signEveryRows, atMs: minute(0) })).toBe(true);
    const last = { seq: 10, atMs: minute(0) };
    expect(isCheckpointDue(last, { seq: 11, atMs: minute(14) })).toBe(false);
    expect(isCheckpointDue(last, { seq: 11, atMs: minute(15) })).toBe(true);
    expect(isCheckpointDue(last, { seq: 11, atMs: minute(-15) })).toBe(true);
    expect(isCheckpointDue(last, { seq: 10 + signEveryRows, atMs: minute(0) })).toBe(true);
  });
});

describe('a signed chain', () => {
  it('AU7 tells how far it is signed', () => {
    const rows = chain(4);
    appendCheckpoint(rows);
    append(rows, 'case.saved');
    expect(verifyAuditChain(rows, sha256Hex, { isSigned })).toMatchObject({
      ok: true,
      value: { rows: 6, signed: 4 },
    });
  });

  it('AU7 written anew without the device’s key is found at its first signature', () => {
    const rows = chain(4);
    append(rows, checkpointAct, { kioskId: 'k', key: 'aa', signature: 'made-up' });
    expect(verifyAuditChain(rows, sha256Hex).ok).toBe(true);
    expect(verifyAuditChain(rows, sha256Hex, { isSigned })).toEqual({
      ok: false,
      error: { kind: 'audit-signature-wrong', seq: 5 },
    });
    const lacking = chain(1);
    append(lacking, checkpointAct, { kioskId: 'k' });
    expect(lacking.map(checkpointOf)).toEqual([null, null]);
    expect(verifyAuditChain(lacking, sha256Hex, { isSigned })).toMatchObject({ ok: false });
  });

  it('AU7 with its signatures left out is found where the next was due', () => {
    const rows = chain(unsignedRowsAtMost);
    expect(verifyAuditChain(rows, sha256Hex, { isSigned }).ok).toBe(true);
    append(rows, 'case.saved');
    expect(verifyAuditChain(rows, sha256Hex, { isSigned })).toEqual({
      ok: false,
      error: { kind: 'audit-unsigned', seq: unsignedRowsAtMost + 1 },
    });
  });
});
