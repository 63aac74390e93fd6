// A bank reduced to its word: it keeps each case once, answers as told, and can lose the answer after it has kept the case.
import type { AuditHead } from '#core/contract/bank/audit-head.ts';
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import { catalogueSchema } from '#core/contract/bank/catalogue.ts';
import { bankIdentitySchema } from '#core/contract/bank/identity.ts';
import type { BankCaseStatus } from '#core/contract/bank/packet.ts';
import type { ProblemKind } from '#core/contract/bank/problem.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { BankLink, LinkFailure } from '../../port/bank-link.ts';
import type { SealedPacket } from '../../port/case-store.ts';

const at = instantSchema.parse('2026-11-20T12:00:00.000Z');

export const refusedAs = (kind: ProblemKind): LinkFailure => ({
  kind: 'refused',
  problem: { type: `urn:pravesh:problem:${kind}`, title: kind, status: 422, kind },
});
export const deviceRefused: LinkFailure = {
  kind: 'device-refused',
  problem: { type: 'urn:pravesh:problem:device-revoked', title: '', status: 403, kind: 'device-revoked' },
};
export const bankFailed: LinkFailure = { kind: 'bank-failed', retryAfterS: null };
export const noLine: LinkFailure = { kind: 'no-line' };

export function catalogueOf(version: string, asOf: string = at): Catalogue {
  const name = { en: 'x' };
  return catalogueSchema.parse({
    version,
    asOf,
    products: [{ productId: 'p', name, summary: name, minimumBalance: 0, benefits: [], minimumAgeYears: 18 }],
    branches: [{ branchId: 'b', name, city: 'Pune', ifsc: 'PRAV0000001' }],
    purposes: [{ purposeId: 'c', title: name, detail: name, required: true }],
    consentTextVersion: '1',
    policy: {
      version: '1',
      allowManualFaceMatch: true,
      fullAadhaarPurposeId: null,
      faceMatchThreshold: 0.4,
      faceReviewThreshold: 0.3,
    },
  });
}

export interface SpokenBank {
  readonly link: BankLink;
  /** Every call that reached out, in order: 'probe', 'catalogue', 'deliver <sequence>', 'status'. */
  readonly calls: string[];
  /** Sequences whose parts were sent ahead. */
  readonly ahead: number[];
  /** What the bank holds: how often each idempotency key had an effect. */
  readonly effects: Map<string, number>;
  /** How often a withdrawal of each case arrived. */
  readonly withdrawn: Map<string, number>;
  /** Null: all is well. Told the call; may answer with a failure, or lose the answer after the effect. */
  trouble: ((call: string) => LinkFailure | { readonly loseAnswer: true } | null) | null;
  catalogue: Catalogue;
  /** What it has witnessed of the audit; null: nothing. */
  audit: AuditHead | null;
  readonly standings: Map<CaseId, BankCaseStatus>;
  /** Set by a test to hold the next deliveries back. */
  gate: Promise<void> | null;
  readonly live: {
    opened: number;
    closed: number;
    push(status: BankCaseStatus): void;
    turn(up: boolean): void;
  };
  closed: boolean;
}

export function createSpokenBank(): SpokenBank {
  let listener: Parameters<BankLink['live']>[0] | null = null;
  const unused = (): never => {
    throw new Error('not of the worker');
  };

  async function reach<T>(call: string, effect: () => T): Promise<Result<T, LinkFailure>> {
    bank.calls.push(call);
    const trouble = bank.trouble?.(call) ?? null;
    if (trouble && 'kind' in trouble) return err(trouble);
    const value = effect();
    return trouble ? err({ kind: 'no-line' }) : ok(value);
  }

  function keep(packet: SealedPacket) {
    const status = bank.standings.get(packet.caseId) ?? {
      caseId: packet.caseId,
      state: 'received',
      reasons: [],
      accountNumber: null,
      ifsc: null,
      at,
      revision: 1,
    };
    if (!bank.effects.has(packet.idempotencyKey)) {
      bank.effects.set(packet.idempotencyKey, 1);
      bank.standings.set(packet.caseId, status);
    }
    return { receipt: 'a.b.c', status };
  }

  const identity = bankIdentitySchema.parse({
    name: 'Bank',
    environment: 'development',
    signingKey: 'AA',
    sealingKey: { keyId: 'k', publicKey: 'AA', signature: 'AA' },
    time: at,
  });

  const bank: SpokenBank = {
    calls: [],
    ahead: [],
    effects: new Map(),
    withdrawn: new Map(),
    trouble: null,
    catalogue: catalogueOf('1'),
    audit: null,
    standings: new Map(),
    gate: null,
    closed: false,
    live: {
      opened: 0,
      closed: 0,
      push: (status) => listener?.onStatus(status),
      turn: (up) => listener?.onLine(up),
    },
    link: {
      identity: () => reach('probe', () => identity),
      catalogue: () =>
        reach('catalogue', () => ({ catalogue: bank.catalogue, jws: JSON.stringify(bank.catalogue) })),
      masterData: () =>
        reach('catalogue', () => ({
          catalogue: bank.catalogue,
          jws: JSON.stringify(bank.catalogue),
          ...(bank.audit && { audit: bank.audit }),
        })),
      readCatalogue: (jws) => Promise.resolve(catalogueSchema.parse(JSON.parse(jws))),
      sendAhead: (packet) => void bank.ahead.push(packet.sequence),
      async deliver(packet, onRoom) {
        onRoom?.();
        await bank.gate;
        return reach(`deliver ${packet.sequence}`, () => keep(packet));
      },
      async status(caseId) {
        const standing = bank.standings.get(caseId);
        const answer = await reach('status', () => standing);
        if (!answer.ok) return answer;
        return answer.value ? ok(answer.value) : err(refusedAs('not-found'));
      },
      withdraw: ({ caseId }) =>
        reach(`withdraw ${caseId}`, () => {
          bank.withdrawn.set(caseId, (bank.withdrawn.get(caseId) ?? 0) + 1);
          return { receipt: 'a.b.c', outcome: 'erased' as const };
        }),
      live(given) {
        bank.live.opened += 1;
        listener = given;
        return {
          close() {
            bank.live.closed += 1;
            if (listener === given) listener = null;
          },
        };
      },
      close() {
        bank.closed = true;
      },
      signIn: unused,
      sendCode: unused,
      answerCode: unused,
      ekyc: unused,
      identityExists: unused,
      sendLateCode: unused,
      answerLateCode: unused,
    },
  };
  return bank;
}
