// Cases: a sealed packet is handed in once under its key, its status asked for, and its waiting code answered.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { caseCodeAnswerSchema, challengeSchema } from '#core/contract/bank/mobile.ts';
import {
  bankCaseStatusSchema,
  packetReceiptSchema,
  packetSubmissionSchema,
} from '#core/contract/bank/packet.ts';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { withdrawalReplySchema, withdrawalSubmissionSchema } from '#core/contract/bank/withdrawal.ts';
import { err, ok } from '#core/kernel/result.ts';
import type { Outcome } from '../../failure.ts';
import { receivePacket } from '../../intake/receive-packet.ts';
import { answerForCase, codeForCase } from '../../mobile/case-code.ts';
import { caseStatus } from '../../verification/case-store.ts';
import { withdrawCase } from '../../withdrawal/withdraw-case.ts';
import { problemAnswers } from '../answers.ts';
import { deviceCheck, deviceOf, deviceSecurity } from '../device-check.ts';
import { granted } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

const caseParams = z.object({ caseId: caseIdSchema });

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const caseRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, parts) => {
  const { bank, feed } = parts;
  const onRequest = deviceCheck(bank);

  app.post(
    '/v1/cases',
    {
      onRequest,
      schema: {
        security: deviceSecurity,
        headers: z.object({ 'idempotency-key': z.string().optional() }),
        body: packetSubmissionSchema,
        response: { 202: packetReceiptSchema, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const device = deviceOf(request);
      const key = granted(keyOf(request.headers['idempotency-key']));
      const { packet } = request.body;
      const answer = granted(await receivePacket(parts, device, { key, packet }));
      if (answer.replayed) void reply.header('idempotency-replayed', 'true');
      const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
      // The body as it was first written: a replay is the same to the byte, so it passes no serializer again.
      return reply
        .code(answer.status as 202)
        .type(type)
        .serializer((text: unknown) => String(text))
        .send(answer.body as never);
    },
  );

  app.post(
    '/v1/cases/:caseId/withdrawal',
    {
      onRequest,
      schema: {
        security: deviceSecurity,
        params: caseParams,
        body: withdrawalSubmissionSchema,
        response: { 200: withdrawalReplySchema, ...problemAnswers },
      },
    },
    async (request) => {
      const { caseId } = request.params;
      const word = request.body.withdrawal;
      return granted(await withdrawCase(parts, deviceOf(request), { caseId, word }));
    },
  );

  app.get(
    '/v1/cases/:caseId',
    {
      onRequest,
      schema: {
        security: deviceSecurity,
        params: caseParams,
        response: { 200: bankCaseStatusSchema, ...problemAnswers },
      },
    },
    async (request) => {
      const status = await caseStatus(bank.db, request.params.caseId, deviceOf(request).kioskId);
      return granted<z.infer<typeof bankCaseStatusSchema>>(
        status === null ? err({ kind: 'not-found' }) : ok(status),
      );
    },
  );

  app.post(
    '/v1/cases/:caseId/mobile-code',
    {
      onRequest,
      schema: {
        security: deviceSecurity,
        params: caseParams,
        response: { 200: challengeSchema, 201: challengeSchema, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const mine = { caseId: request.params.caseId, kioskId: deviceOf(request).kioskId };
      const { challenge, sent } = granted(await codeForCase(bank, mine));
      return reply.code(sent ? 201 : 200).send(challenge);
    },
  );

  app.post(
    '/v1/cases/:caseId/mobile-code/answers',
    {
      onRequest,
      schema: {
        security: deviceSecurity,
        params: caseParams,
        body: caseCodeAnswerSchema,
        response: { 200: bankCaseStatusSchema, ...problemAnswers },
      },
    },
    async (request) => {
      const mine = { caseId: request.params.caseId, kioskId: deviceOf(request).kioskId };
      return granted(await answerForCase(bank, feed, { ...mine, code: request.body.code }));
    },
  );
};

function keyOf(header: string | undefined): Outcome<string> {
  if (header === undefined || header === '') return err({ kind: 'idempotency-key-missing' });
  const key = z.uuidv7().safeParse(header);
  return key.success
    ? ok(key.data)
    : err({ kind: 'bad-request', detail: 'Idempotency-Key must be a UUIDv7.' });
}
