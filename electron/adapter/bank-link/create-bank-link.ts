// The enrolled kiosk's line to its bank: each call signed by the device, each answer read against the contract.
// Keeps nothing between calls but the bank's key, the sockets and how far the bank's clock is from ours.
import type { AxiosProxyConfig } from 'axios';
import type { z } from 'zod';
import { auditHeadSchema } from '#core/contract/bank/audit-head.ts';
import { catalogueSchema, signedCatalogueSchema } from '#core/contract/bank/catalogue.ts';
import { ekycReplySchema, writeEkyc } from '#core/contract/bank/ekyc.ts';
import {
  firstSections,
  furtherSections,
  masterAskSchema,
  masterReplySchema,
  type MasterSection,
} from '#core/contract/bank/master-data.ts';
import { officerSchema, officerSignInSchema, ticketSchema } from '#core/contract/bank/identity.ts';
import {
  challengeAnswerSchema,
  challengeProofSchema,
  challengeRequestSchema,
  challengeSchema,
  mobileProofClaimsSchema,
} from '#core/contract/bank/mobile.ts';
import {
  bankCaseStatusSchema,
  identityCheckReplySchema,
  type BankCaseStatus,
} from '#core/contract/bank/packet.ts';
import { problemSchema } from '#core/contract/bank/problem.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import {
  erasureClaimsSchema,
  withdrawalReplySchema,
  withdrawalSubmissionSchema,
} from '#core/contract/bank/withdrawal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { aliveForMs, repeatPauseMs, repeatsInPlace } from '#core/outbox/chunk-policy.ts';
import type { BankLink, LinkFailure } from '../../port/bank-link.ts';
import type { Enrolment } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';
import type { Schedule } from '../../port/schedule.ts';
import { readWord, signingKeyOf } from './bank-words.ts';
import { createDeliveries } from './deliver.ts';
import { createDeviceTokens } from './device-token.ts';
import { digestOf, keptText, readKept, readMasterData } from './master-data.ts';
import {
  openHttpLine,
  type HttpLine,
  type LineAnswer,
  type LineLimits,
  type LineRequest,
} from './http-line.ts';
import { openLive } from './live-line.ts';
import { askIdentity } from './open-bank.ts';
import { bankTimeOf, readAnswer } from './read-answer.ts';
import { createPace } from './upload-part.ts';

export interface BankLinkOptions {
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** In [0, 1). */
  random(): number;
  readonly limits?: Partial<LineLimits>;
  readonly proxy?: AxiosProxyConfig;
  log?(event: string, facts: Readonly<Record<string, string | number>>): void;
}

function json(value: unknown): NonNullable<LineRequest['body']> {
  return { type: 'application/json', bytes: Buffer.from(JSON.stringify(value)) };
}

function saysClockSkew(answer: LineAnswer): boolean {
  if (answer.status !== 401 && answer.status !== 403) return false;
  try {
    const problem = problemSchema.safeParse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
    return problem.success && problem.data.kind === 'clock-skew';
  } catch {
    return false;
  }
}

/** As the bank of this enrolment; `options` are the machine's. */
export function createBankLink(
  enrolment: Pick<Enrolment, 'kioskId' | 'bankUrl' | 'bankSigningKey' | 'deviceKey'>,
  options: BankLinkOptions,
): BankLink {
  const { proxy, limits } = options;
  const line = openHttpLine({
    url: enrolment.bankUrl,
    ...(limits ? { limits } : {}),
    ...(proxy ? { proxy } : {}),
  });
  const tokens = createDeviceTokens(enrolment, options.clock);
  const bankKey = signingKeyOf(enrolment.bankSigningKey);
  const deliveries = createDeliveries({
    ask,
    bankKey,
    schedule: options.schedule,
    pace: createPace(),
  });
  let closed = false;
  const lives = new Set<{ close(): void }>();

  let answeredAtMs = -Infinity;

  /** A line that answered a moment ago has lost this request, not itself: it is sent again, where that is safe. */
  async function askPatiently(request: LineRequest): ReturnType<HttpLine['ask']> {
    for (let repeats = 0; ; repeats += 1) {
      const answer = await line.ask(request);
      if (answer.ok) answeredAtMs = options.schedule.elapsedMs();
      const isAlive = options.schedule.elapsedMs() - answeredAtMs < aliveForMs;
      // Pieces of a part have their own way of going on.
      const mayRepeat = request.onceOnly !== true && request.method !== 'PATCH' && repeats < repeatsInPlace;
      if (answer.ok || answer.error.kind !== 'no-line' || !isAlive || !mayRepeat || closed) return answer;
      await new Promise<void>((resolve) => {
        options.schedule.after(repeatPauseMs * 2 ** repeats, resolve);
      });
    }
  }

  async function ask(request: LineRequest): ReturnType<HttpLine['ask']> {
    const signed: LineRequest = { ...request, authorise: () => tokens.make(request.method, request.path) };
    const answer = await askPatiently(signed);
    if (!answer.ok || !saysClockSkew(answer.value)) return answer;
    const bankTime = bankTimeOf(answer.value);
    if (bankTime === null) return answer;
    tokens.followBankTime(Date.parse(bankTime));
    options.log?.('bank-link.clock-follows-bank', { bankTime });
    // Refused before anything was done, so once more is safe; what may send a message waits for a person all the same.
    return request.onceOnly === true ? answer : line.ask(signed);
  }

  async function call<S extends z.ZodType>(
    schema: S,
    request: LineRequest,
  ): Promise<Result<z.infer<S>, LinkFailure>> {
    const answer = await ask(request);
    return answer.ok ? readAnswer(answer.value, schema) : answer;
  }

  /** A status of another case than asked for is not an answer. */
  async function statusOf(
    caseId: CaseId,
    request: LineRequest,
  ): Promise<Result<BankCaseStatus, LinkFailure>> {
    const status = await call(bankCaseStatusSchema, request);
    return status.ok && status.value.caseId !== caseId ? err({ kind: 'bank-answer-unreadable' }) : status;
  }

  return {
    identity: () => askIdentity(line, (signingKey) => signingKey === enrolment.bankSigningKey),

    async signIn(officerId, password) {
      const request = officerSignInSchema.safeParse({ officerId, password });
      if (!request.success) {
        const kind = 'officer-unknown';
        return err({
          kind: 'refused',
          problem: {
            type: `urn:pravesh:problem:${kind}`,
            title: 'No officer has such a name',
            status: 401,
            kind,
          },
        });
      }
      return call(officerSchema, {
        method: 'POST',
        path: '/v1/officer-sessions',
        body: json(request.data),
        onceOnly: true,
      });
    },

    async catalogue() {
      const answer = await call(signedCatalogueSchema, { method: 'GET', path: '/v1/catalogue' });
      if (!answer.ok) return answer;
      const jws = answer.value.catalogue;
      const catalogue = await readWord(bankKey, 'pravesh-catalogue', jws, catalogueSchema);
      return catalogue ? ok({ catalogue, jws }) : err({ kind: 'bank-answer-unreadable' });
    },

    async masterData(kept) {
      const before = kept === null ? null : await readKept(bankKey, kept);
      const texts = before?.texts ?? {};
      const versionOf = (section: MasterSection): string | null => {
        const text = texts[section];
        return text === undefined ? null : digestOf(text);
      };
      const have = Object.fromEntries(
        firstSections.flatMap((section) => {
          const version = versionOf(section);
          return version === null ? [] : [[section, version]];
        }),
      );
      const further = Object.fromEntries(furtherSections.map((section) => [section, versionOf(section)]));
      const ask = (rows: boolean) =>
        call(masterReplySchema, {
          method: 'POST',
          path: '/v1/master-data',
          body: json(masterAskSchema.parse(rows ? { have, further, rows } : { have, further })),
        });
      let answer = await ask(true);
      if (!answer.ok) return answer;
      let read = await readMasterData(bankKey, answer.value, texts);
      if (!read && answer.value.deltas) {
        // Rows that do not lead to what the bank has signed: whole sections do not depend on what is kept here.
        answer = await ask(false);
        if (!answer.ok) return answer;
        read = await readMasterData(bankKey, answer.value, texts);
      }
      if (!read) return err({ kind: 'bank-answer-unreadable' });
      // Nothing new: what is kept stays as it is, so that nothing is written for it.
      const same = before !== null && JSON.stringify(before.catalogue) === JSON.stringify(read.catalogue);
      const jws =
        same && kept !== null && Object.keys(texts).length > 0
          ? kept
          : keptText(answer.value.head, read.texts);
      const word = answer.value.audit;
      const audit =
        word === undefined ? null : await readWord(bankKey, 'pravesh-audit-head', word, auditHeadSchema);
      return ok({
        catalogue: read.catalogue,
        jws,
        ...(audit?.kioskId === enrolment.kioskId && { audit }),
      });
    },

    readCatalogue: async (kept) => (await readKept(bankKey, kept))?.catalogue ?? null,

    sendCode: (caseId, mobile, language) =>
      call(challengeSchema, {
        method: 'POST',
        path: '/v1/mobile-challenges',
        body: json(challengeRequestSchema.parse({ caseId, mobile, language })),
        onceOnly: true,
      }),

    async answerCode(challengeId, code) {
      const answer = await call(challengeProofSchema, {
        method: 'POST',
        path: `/v1/mobile-challenges/${encodeURIComponent(challengeId)}/answers`,
        body: json(challengeAnswerSchema.parse({ code })),
        // Each answer costs one of five tries.
        onceOnly: true,
      });
      if (!answer.ok) return answer;
      const { proof } = answer.value;
      const claims = await readWord(bankKey, 'pravesh-mobile-proof', proof, mobileProofClaimsSchema);
      return claims ? ok(proof) : err({ kind: 'bank-answer-unreadable' });
    },

    async ekyc(head, pidData) {
      const bytes = writeEkyc(head, pidData);
      try {
        return await call(ekycReplySchema, {
          method: 'POST',
          path: '/v1/ekyc',
          body: { type: 'application/octet-stream', bytes },
          onceOnly: true,
        });
      } finally {
        bytes.fill(0);
      }
    },

    async identityExists(identityHash) {
      const answer = await call(identityCheckReplySchema, {
        method: 'POST',
        path: '/v1/identity-checks',
        body: json({ identityHash }),
      });
      return answer.ok ? ok(answer.value.exists) : answer;
    },

    deliver: (packet, onRoom) => deliveries.deliver(packet, onRoom),
    sendAhead: (packet) => deliveries.sendAhead(packet),

    async withdraw({ caseId, withdrawalId, word }) {
      const answer = await call(withdrawalReplySchema, {
        method: 'POST',
        path: `/v1/cases/${caseId}/withdrawal`,
        body: json(withdrawalSubmissionSchema.parse({ withdrawal: word })),
      });
      if (!answer.ok) return answer;
      const { receipt } = answer.value;
      const claims = await readWord(bankKey, 'pravesh-erasure', receipt, erasureClaimsSchema);
      const ours = claims?.caseId === caseId && claims.withdrawalId === withdrawalId;
      return ours ? ok({ receipt, outcome: claims.outcome }) : err({ kind: 'bank-answer-unreadable' });
    },

    status: (caseId) => statusOf(caseId, { method: 'GET', path: `/v1/cases/${caseId}` }),

    sendLateCode: (caseId) =>
      call(challengeSchema, { method: 'POST', path: `/v1/cases/${caseId}/mobile-code`, onceOnly: true }),

    answerLateCode: (caseId, code) =>
      statusOf(caseId, {
        method: 'POST',
        path: `/v1/cases/${caseId}/mobile-code/answers`,
        body: json(challengeAnswerSchema.parse({ code })),
        onceOnly: true,
      }),

    live(listener) {
      const live = openLive(
        {
          url: `${enrolment.bankUrl.replace(/^http/i, 'ws').replace(/\/$/, '')}/v1/live`,
          schedule: options.schedule,
          random: () => options.random(),
          async ticket() {
            const answer = await call(ticketSchema, { method: 'POST', path: '/v1/tickets' });
            return answer.ok ? answer.value.ticket : null;
          },
          onUnreadable: () => options.log?.('bank-link.live-message-unreadable', {}),
        },
        listener,
      );
      lives.add(live);
      return {
        close() {
          live.close();
          lives.delete(live);
        },
      };
    },

    close() {
      closed = true;
      for (const live of lives) live.close();
      lives.clear();
      line.close();
    },
  };
}
