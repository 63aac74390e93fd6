// Aadhaar biometric eKYC, while the line is up: the envelope goes through this process's memory to UIDAI, and nowhere else.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ekycMaxBytes, ekycReplySchema, readEkyc } from '#core/contract/bank/ekyc.ts';
import { askEkyc } from '../../ekyc/ask-ekyc.ts';
import { problemAnswers } from '../answers.ts';
import { deviceCheck, deviceOf, deviceSecurity } from '../device-check.ts';
import { granted, Refusal } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const ekycRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  app.post<{ Body: Buffer | undefined }>(
    '/v1/ekyc',
    {
      onRequest: deviceCheck(bank),
      bodyLimit: ekycMaxBytes,
      schema: {
        security: deviceSecurity,
        consumes: ['application/octet-stream'],
        response: { 200: ekycReplySchema, ...problemAnswers },
      },
    },
    async (request) => {
      const { body } = request;
      const asked = body && readEkyc(body);
      if (!asked) {
        body?.fill(0);
        throw new Refusal({ kind: 'bad-request' });
      }
      try {
        return granted(await askEkyc(bank, deviceOf(request).kioskId, asked.head, asked.pidData));
      } finally {
        // The head too: it holds the number.
        body.fill(0);
      }
    },
  );
};
