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
import { err, ok } from '#core/kernel/result.ts';
import type { Failure, Outcome } from '../../failure.ts';
import { underKey, type Answer } from '../../intake/idempotency.ts';
import { submitPacket, type Submitted } from '../../intake/submit-packet.ts';
import { answerForCase, codeForCase } from '../../mobile/case-code.ts';
import { caseStatus } from '../../verification/case-store.ts';
import { problemAnswers } from '../answers.ts';
import { deviceCheck, deviceOf, deviceSecurity } from '../device-check.ts';
import { granted, problemOf } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

const caseParams = z.object({ caseId: caseIdSchema });

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const caseRoutes: FastifyPluginAsyncZod<ServerParts> = async (
  app,
  { bank, blobs, feed, verifier },
) => {
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
      let known = false;
      const kept = await underKey(bank, { kioskId: device.kioskId, key, body: packet }, async () => {
        const submitted = await submitPacket(bank, blobs, device, packet);
        if (submitted.ok) {
          ({ known } = submitted.value);
          const { status } = submitted.value.receipt;
          if (!known) feed.publish({ kioskId: device.kioskId, status });
          if (status.state === 'received') verifier.take(status.caseId);
        }
        return answerOf(submitted);
      });
      const answer = granted(kept);
      if (answer.replayed || known) void reply.header('idempotency-replayed', 'true');
      const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
      // The body as it was first written: a replay is the same to the byte, so it passes no serializer again.
      return reply
        .code(answer.status as 202)
        .type(type)
        .serializer((text: unknown) => String(text))
        .send(answer.body as never);
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

function answerOf(submitted: Outcome<Submitted>): Answer {
  if (submitted.ok) {
    return {
      status: 202,
      body: JSON.stringify(packetReceiptSchema.parse(submitted.value.receipt)),
      lasting: true,
    };
  }
  const problem = problemOf(submitted.error);
  return { status: problem.status, body: JSON.stringify(problem), lasting: isLasting(submitted.error) };
}

/** Missing parts are sent, and then the same key serves; every other refusal of the same bytes stays a refusal. */
function isLasting(failure: Failure): boolean {
  return failure.kind !== 'blob-missing';
}
