import { describe, expect, it } from 'vitest';
import { problemKinds, type ProblemKind } from '#core/contract/bank/problem.ts';
import { parkReasons, waitReasons } from '#core/contract/kiosk/delivery-reason.ts';
import { consequenceOf } from './failure-table.ts';

const refused = (kind: ProblemKind) => consequenceOf({ kind: 'refused', problem: { kind } });

describe('consequenceOf', () => {
  it('SY5 no line is not an attempt: the packet waits, the line is down', () => {
    expect(consequenceOf({ kind: 'no-line' })).toEqual({
      packet: 'wait',
      reason: 'no-line',
      countsAsTry: false,
      line: { effect: 'down' },
    });
  });

  it.each(['device-refused', 'clock-wrong', 'bank-mismatch'] as const)(
    'SY6 %s pauses the whole link and says why; the packet only waits',
    (kind) => {
      expect(consequenceOf({ kind })).toEqual({
        packet: 'wait',
        reason: kind,
        countsAsTry: false,
        line: { effect: 'pause', reason: kind },
      });
    },
  );

  it('SY7 a bank in trouble costs a try and never the case', () => {
    expect(consequenceOf({ kind: 'bank-failed', retryAfterS: null })).toMatchObject({
      packet: 'wait',
      countsAsTry: true,
      line: { effect: 'none' },
    });
    expect(consequenceOf({ kind: 'bank-answer-unreadable' })).toMatchObject({
      packet: 'wait',
      countsAsTry: true,
    });
  });

  it('SY8 only a refusal of the case itself parks it', () => {
    const parking = problemKinds.filter((kind) => refused(kind).packet === 'park');
    expect(parking).toEqual([
      'bad-request',
      'too-large',
      'simulation-refused',
      'idempotency-key-missing',
      'idempotency-key-reused',
      'packet-signature',
      'packet-unreadable',
      'packet-schema',
      'packet-conflict',
    ]);
    for (const kind of problemKinds) {
      const { reason } = refused(kind);
      expect([...parkReasons, ...waitReasons]).toContain(reason);
    }
  });

  it('SY9 "later" rests the line as long as the bank asks and is no try', () => {
    expect(consequenceOf({ kind: 'later', retryAfterS: 12 })).toEqual({
      packet: 'wait',
      reason: 'bank-asks-to-wait',
      countsAsTry: false,
      line: { effect: 'rest', retryAfterS: 12 },
    });
    expect(consequenceOf({ kind: 'bank-failed', retryAfterS: 30 }).line).toEqual({
      effect: 'rest',
      retryAfterS: 30,
    });
  });
});
