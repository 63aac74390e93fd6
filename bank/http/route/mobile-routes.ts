// One-time codes while the line is up: a challenge is made and sent, its answer earns the bank's signed proof.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  challengeAnswerSchema,
  challengeProofSchema,
  challengeRequestSchema,
  challengeSchema,
} from '#core/contract/bank/mobile.ts';
import { answerChallenge, sendChallenge } from '../../mobile/challenge.ts';
import { proveMobile } from '../../mobile/mobile-proof.ts';
import { problemAnswers } from '../answers.ts';
import { deviceCheck, deviceOf, deviceSecurity } from '../device-check.ts';
import { granted } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const mobileRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank }) => {
  const onRequest = deviceCheck(bank);

  app.post(
    '/v1/mobile-challenges',
    {
      onRequest,
      schema: {
        security: deviceSecurity,
        body: challengeRequestSchema,
        response: { 201: challengeSchema, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { kioskId } = deviceOf(request);
      const wanted = { ...request.body, kioskId, purpose: 'proof' as const };
      const challenge = await bank.db.transaction().execute((tx) => sendChallenge(bank, tx, wanted));
      return reply.code(201).send(granted(challenge));
    },
  );

  app.post(
    '/v1/mobile-challenges/:challengeId/answers',
    {
      onRequest,
      schema: {
        security: deviceSecurity,
        params: z.object({ challengeId: z.uuidv7() }),
        body: challengeAnswerSchema,
        response: { 200: challengeProofSchema, ...problemAnswers },
      },
    },
    async (request) => {
      const { kioskId } = deviceOf(request);
      const { challengeId } = request.params;
      const answered = granted(
        await answerChallenge(bank, { challengeId, kioskId, code: request.body.code }),
      );
      return { proof: await proveMobile(bank, answered) };
    },
  );
};
