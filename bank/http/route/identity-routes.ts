// Who the bank is (open to all), and how a kiosk becomes known to it (by its enrolment token alone).
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { bankIdentitySchema, enrolReplySchema, enrolRequestSchema } from '#core/contract/bank/identity.ts';
import { instantOf } from '../../clock.ts';
import { enrolDevice } from '../../device/enrolment.ts';
import { signWord } from '../../keys/signed-word.ts';
import { addressLimit } from '../address-limit.ts';
import { problemAnswers } from '../answers.ts';
import { granted } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const identityRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank }) => {
  app.get('/v1/bank', { schema: { response: { 200: bankIdentitySchema } } }, async () => {
    const time = instantOf(bank.now());
    return {
      name: bank.name,
      environment: bank.environment,
      signingKey: bank.keys.signing.publicRaw,
      sealingKey: {
        keyId: bank.keys.sealing.keyId,
        publicKey: bank.keys.sealing.publicRaw,
        signature: bank.keys.sealing.signature,
      },
      time,
      // A kiosk that reaches no clock service knows by it that its own clock was set.
      timeWord: await signWord(bank.keys, 'pravesh-time', { time }),
    };
  });

  app.post(
    '/v1/devices',
    {
      preHandler: addressLimit(bank, 'enrol', bank.limits.enrol),
      schema: { body: enrolRequestSchema, response: { 201: enrolReplySchema, ...problemAnswers } },
    },
    async (request, reply) => reply.code(201).send(granted(await enrolDevice(bank, request.body))),
  );
};
