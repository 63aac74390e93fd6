// The back office: sign-in of the bank's own staff, the cases in review, and their decision. No kiosk's token opens any of it.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { officerSignInSchema } from '#core/contract/bank/identity.ts';
import { bankCaseStatusSchema } from '#core/contract/bank/packet.ts';
import { reviewDecisionSchema, reviewListSchema, staffSessionSchema } from '#core/contract/bank/review.ts';
import { caseIdSchema, evidenceIdSchema } from '#core/kernel/brand.ts';
import { decideReview, listReviews } from '../../review/review-desk.ts';
import { reviewPicture } from '../../review/review-picture.ts';
import { openStaffSession, staffOf } from '../../review/staff-session.ts';
import { addressLimit } from '../address-limit.ts';
import { problemAnswers } from '../answers.ts';
import { granted } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

const security = [{ staff: [] }];

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const reviewRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank, blobs, feed }) => {
  app.post(
    '/v1/back-office/sessions',
    {
      preHandler: addressLimit(bank, 'staff-sign-in', bank.limits.signIn),
      schema: { body: officerSignInSchema, response: { 201: staffSessionSchema, ...problemAnswers } },
    },
    async (request, reply) => reply.code(201).send(granted(await openStaffSession(bank, request.body))),
  );

  app.get(
    '/v1/reviews',
    { schema: { security, response: { 200: reviewListSchema, ...problemAnswers } } },
    async (request) => {
      const staff = granted(await staffOf(bank, request.headers.authorization));
      return { cases: [...(await listReviews(bank, staff))] };
    },
  );

  app.get(
    '/v1/reviews/:caseId/pictures/:evidenceId',
    {
      schema: { security, params: z.object({ caseId: caseIdSchema, evidenceId: evidenceIdSchema }) },
    },
    async (request, reply) => {
      const staff = granted(await staffOf(bank, request.headers.authorization));
      const { mediaType, bytes } = granted(await reviewPicture({ bank, blobs }, staff, request.params));
      return reply.type(mediaType).header('cache-control', 'no-store').send(bytes);
    },
  );

  app.post(
    '/v1/reviews/:caseId/decision',
    {
      schema: {
        security,
        params: z.object({ caseId: caseIdSchema }),
        body: reviewDecisionSchema,
        response: { 200: bankCaseStatusSchema, ...problemAnswers },
      },
    },
    async (request) => {
      const staff = granted(await staffOf(bank, request.headers.authorization));
      const decided = granted(await decideReview(bank, staff, request.params.caseId, request.body));
      if (decided.changed !== null) feed.publish(decided.changed);
      return decided.status;
    },
  );
};
