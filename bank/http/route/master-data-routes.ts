// What a kiosk pulls or asks before a case: the signed catalogue, an officer's sign-in, whether a customer is known.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { signedCatalogueSchema } from '#core/contract/bank/catalogue.ts';
import { masterAskSchema, masterReplySchema } from '#core/contract/bank/master-data.ts';
import { officerSchema, officerSignInSchema } from '#core/contract/bank/identity.ts';
import { identityCheckReplySchema, identityCheckSchema } from '#core/contract/bank/packet.ts';
import { currentCatalogue } from '../../catalogue/catalogue-store.ts';
import { masterReply } from '../../catalogue/master-reply.ts';
import { lastAuditHead } from '../../intake/audit-heads.ts';
import { signWord } from '../../keys/signed-word.ts';
import { signIn } from '../../officer/officer-store.ts';
import { addressLimit } from '../address-limit.ts';
import { problemAnswers } from '../answers.ts';
import { deviceCheck, deviceOf, deviceSecurity } from '../device-check.ts';
import { granted } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const masterDataRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank }) => {
  const onRequest = deviceCheck(bank);

  app.get(
    '/v1/catalogue',
    {
      onRequest,
      schema: { security: deviceSecurity, response: { 200: signedCatalogueSchema, ...problemAnswers } },
    },
    async () => ({
      catalogue: await signWord(bank.keys, 'pravesh-catalogue', await currentCatalogue(bank.db)),
    }),
  );

  app.post(
    '/v1/master-data',
    {
      onRequest,
      schema: {
        security: deviceSecurity,
        body: masterAskSchema,
        response: { 200: masterReplySchema, ...problemAnswers },
      },
    },
    async (request) => {
      const reply = await masterReply(bank, request.body);
      const witnessed = await lastAuditHead(bank.db, deviceOf(request).kioskId);
      return {
        ...reply,
        ...(witnessed && { audit: await signWord(bank.keys, 'pravesh-audit-head', witnessed) }),
      };
    },
  );

  app.post(
    '/v1/officer-sessions',
    {
      onRequest,
      preHandler: addressLimit(bank, 'sign-in', bank.limits.signIn),
      schema: {
        security: deviceSecurity,
        body: officerSignInSchema,
        response: { 200: officerSchema, ...problemAnswers },
      },
    },
    async (request) => granted(await signIn(bank, request.body)),
  );

  app.post(
    '/v1/identity-checks',
    {
      onRequest,
      preHandler: addressLimit(bank, 'identity-check', bank.limits.identityCheck),
      schema: {
        security: deviceSecurity,
        body: identityCheckSchema,
        response: { 200: identityCheckReplySchema, ...problemAnswers },
      },
    },
    async (request) => {
      const row = await bank.db
        .selectFrom('customer')
        .select('customer_id')
        .where('identity_hash', '=', request.body.identityHash)
        .executeTakeFirst();
      return { exists: row !== undefined };
    },
  );
};
