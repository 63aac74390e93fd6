// Sealed parts, one at a time, streamed to where they are kept under their own digest. Reads octets and nothing else.
import type { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { blobMaxBytes } from '#core/contract/bank/packet.ts';
import { sha256HexSchema } from '#core/kernel/encoding.ts';
import { problemAnswers } from '../answers.ts';
import { deviceCheck, deviceSecurity } from '../device-check.ts';
import { granted, Refusal } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const blobRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank, blobs }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));

  app.put<{ Params: { digest: string }; Body: Readable | undefined }>(
    '/v1/blobs/:digest',
    {
      onRequest: deviceCheck(bank),
      bodyLimit: blobMaxBytes,
      schema: {
        security: deviceSecurity,
        consumes: ['application/octet-stream'],
        params: z.object({ digest: sha256HexSchema }),
        response: { 200: z.null(), 201: z.null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      if (request.body === undefined) throw new Refusal({ kind: 'bad-request', detail: 'An empty blob.' });
      if (Number(request.headers['content-length'] ?? 0) > blobMaxBytes)
        throw new Refusal({ kind: 'too-large' });
      const kept = granted(await blobs.keep(request.params.digest, request.body));
      return reply.code(kept === 'new' ? 201 : 200).send(null);
    },
  );
};
