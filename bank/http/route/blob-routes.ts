// Sealed parts: whole, or in pieces that go on where they stopped; streamed to where they are kept. Reads octets and nothing else.
import type { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  chunkMaxBytes,
  uploadCompleteHeader,
  uploadLengthHeader,
  uploadOffsetHeader,
} from '#core/contract/bank/blob-upload.ts';
import { blobMaxBytes } from '#core/contract/bank/packet.ts';
import { sha256HexSchema } from '#core/kernel/encoding.ts';
import { problemAnswers } from '../answers.ts';
import { noteOffered } from '../../intake/forget-unnamed.ts';
import { deviceCheck, deviceOf, deviceSecurity } from '../device-check.ts';
import { granted, Refusal } from '../problem.ts';
import type { ServerParts } from '../server-parts.ts';

const blobParams = z.object({ digest: sha256HexSchema });
const count = z.string().regex(/^\d{1,9}$/);
const pieceHeaders = z.object({ [uploadOffsetHeader]: count, [uploadLengthHeader]: count });

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const blobRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank, blobs, partials }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  const onRequest = deviceCheck(bank);

  app.put<{ Params: { digest: string }; Body: Readable | undefined }>(
    '/v1/blobs/:digest',
    {
      onRequest,
      bodyLimit: blobMaxBytes,
      schema: {
        security: deviceSecurity,
        consumes: ['application/octet-stream'],
        params: blobParams,
        response: { 200: z.null(), 201: z.null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      if (request.body === undefined) throw new Refusal({ kind: 'bad-request', detail: 'An empty blob.' });
      if (Number(request.headers['content-length'] ?? 0) > blobMaxBytes)
        throw new Refusal({ kind: 'too-large' });
      const kept = granted(await blobs.keep(request.params.digest, request.body));
      await noteOffered(
        bank.db,
        blobs,
        { kioskId: deviceOf(request).kioskId, digest: request.params.digest },
        bank.now(),
      );
      return reply.code(kept === 'new' ? 201 : 200).send(null);
    },
  );

  app.head(
    '/v1/blobs/:digest',
    { onRequest, schema: { security: deviceSecurity, params: blobParams } },
    async (request, reply) => {
      const { kioskId } = deviceOf(request);
      const { offset, complete } = await partials.standing({ kioskId, digest: request.params.digest });
      return reply
        .header(uploadOffsetHeader, String(offset))
        .header(uploadCompleteHeader, complete ? '?1' : '?0')
        .send();
    },
  );

  app.patch<{ Params: { digest: string }; Body: Readable | undefined }>(
    '/v1/blobs/:digest',
    {
      onRequest,
      bodyLimit: chunkMaxBytes,
      schema: {
        security: deviceSecurity,
        consumes: ['application/octet-stream'],
        params: blobParams,
        response: { 200: z.null(), 201: z.null(), 204: z.null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const headers = pieceHeaders.safeParse(request.headers);
      if (!headers.success || request.body === undefined)
        throw new Refusal({ kind: 'bad-request', detail: 'A piece needs its offset, the length and bytes.' });
      const offset = Number(headers.data[uploadOffsetHeader]);
      const length = Number(headers.data[uploadLengthHeader]);
      if (length > blobMaxBytes || Number(request.headers['content-length'] ?? 0) > chunkMaxBytes)
        throw new Refusal({ kind: 'too-large' });
      const { kioskId } = deviceOf(request);
      const piece = { offset, length, body: request.body };
      const appended = granted(await partials.append({ kioskId, digest: request.params.digest }, piece));
      if (appended.state !== 'more')
        await noteOffered(bank.db, blobs, { kioskId, digest: request.params.digest }, bank.now());
      void reply.header(uploadOffsetHeader, String(appended.offset));
      return reply.code(({ more: 204, new: 201, held: 200 } as const)[appended.state]).send(null);
    },
  );
};
