// The back office issues a list that the bank's key has signed: from then on every kiosk is served it. No kiosk's token opens it.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { listIssuedSchema, listToIssueSchema } from '#core/contract/bank/issued-list.ts';
import { issueList } from '../../catalogue/issued-lists.ts';
import { staffOf } from '../../review/staff-session.ts';
import { problemAnswers } from '../answers.ts';
import { granted } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

/** A signed list of the most rows, in base64. */
const bodyMaxBytes = 3 * 1024 * 1024;

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const listRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank }) => {
  app.post(
    '/v1/back-office/lists',
    {
      bodyLimit: bodyMaxBytes,
      schema: {
        security: [{ staff: [] }],
        body: listToIssueSchema,
        response: { 201: listIssuedSchema, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const staff = granted(await staffOf(bank, request.headers.authorization));
      const { section, word } = request.body;
      return reply.code(201).send(granted(await issueList(bank, staff.officerId, section, word)));
    },
  );
};
