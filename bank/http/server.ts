// The HTTP server: parsing, security headers, limits, problem answers and the OpenAPI document; the routes live in route/.
// Refuses bodies over their limit, unknown addresses (404), wrong methods (405) and types it does not read (415).
import type { Socket } from 'node:net';
import swagger from '@fastify/swagger';
import websocket from '@fastify/websocket';
import Fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { BankContext } from '../context.ts';
import { handleError, problemOf, sendProblem } from './problem.ts';
import { pathOf } from './request-path.ts';
import { blobRoutes } from './route/blob-routes.ts';
import { caseRoutes } from './route/case-routes.ts';
import { ekycRoutes } from './route/ekyc-routes.ts';
import { identityRoutes } from './route/identity-routes.ts';
import { listRoutes } from './route/list-routes.ts';
import { liveRoutes } from './route/live-routes.ts';
import { masterDataRoutes } from './route/master-data-routes.ts';
import { mobileRoutes } from './route/mobile-routes.ts';
import { reviewRoutes } from './route/review-routes.ts';
import type { ServerParts } from './server-parts.ts';

type Tls = { readonly cert: string; readonly key: string };

/** JSON bodies: the largest is a signed manifest of 16 parts, some 8 KiB. */
const jsonLimitBytes = 64 * 1024;

export type BankServer = ReturnType<typeof newFastify>;

function newFastify(bank: BankContext, tls: Tls | null) {
  const options = {
    loggerInstance: bank.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: jsonLimitBytes,
    /** A sealed part of 6 MiB over a slow line: 50 KiB/s. */
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 128, caseSensitive: true },
    clientErrorHandler: answerBrokenRequest,
    // A kiosk keeps its connection; at the end of the bank it is closed rather than waited for.
    forceCloseConnections: true,
  };
  const app =
    tls === null ? Fastify(options) : Fastify({ ...options, https: { cert: tls.cert, key: tls.key } });
  return (app as unknown as FastifyInstance).withTypeProvider<ZodTypeProvider>();
}

export async function buildServer(parts: ServerParts, tls: Tls | null): Promise<BankServer> {
  const app = newFastify(parts.bank, tls);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('device', null);
  app.setErrorHandler(handleError);
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', forgetTypeOfNothing);
  app.addHook('onSend', securityHeaders);
  app.addHook('onResponse', logAnswer);
  answerUnknown(app);

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Pravesh central bank',
        version: '1',
        description: 'What a kiosk and its bank say to each other.',
      },
      components: {
        securitySchemes: {
          device: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT (EdDSA)' },
          staff: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(websocket, { options: { maxPayload: 4096 } });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(identityRoutes, parts);
  await app.register(masterDataRoutes, parts);
  await app.register(mobileRoutes, parts);
  await app.register(ekycRoutes, parts);
  await app.register(blobRoutes, parts);
  await app.register(caseRoutes, parts);
  await app.register(liveRoutes, parts);
  await app.register(reviewRoutes, parts);
  await app.register(listRoutes, parts);
  await app.ready();
  return app;
}

/** Several clients name a type for the content they do not send; without content there is nothing to refuse. */
async function forgetTypeOfNothing(request: FastifyRequest): Promise<void> {
  await Promise.resolve();
  const { headers } = request.raw;
  const isEmpty = headers['content-length'] === '0' || headers['content-length'] === undefined;
  if (isEmpty && headers['transfer-encoding'] === undefined) delete headers['content-type'];
}

function answerUnknown(app: BankServer): void {
  const routes: { readonly method: string; readonly pattern: RegExp }[] = [];
  app.addHook('onRoute', (route) => {
    const pattern = new RegExp(`^${route.url.replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`);
    for (const method of [route.method].flat()) routes.push({ method, pattern });
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request);
    const allowed = routes.filter((route) => route.pattern.test(path)).map((route) => route.method);
    if (allowed.length === 0 || allowed.includes(request.method)) {
      await sendProblem(reply, { kind: 'not-found' });
      return;
    }
    void reply.header('allow', [...new Set(allowed)].join(', '));
    await sendProblem(reply, { kind: 'method-not-allowed' });
  });
}

async function securityHeaders(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await Promise.resolve();
  void reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
}

/** The route's pattern rather than the address, no addresses of callers, no bodies: nothing of a customer. */
async function logAnswer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await Promise.resolve();
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      kioskId: request.device?.kioskId ?? null,
    },
    'answered',
  );
}

/** What is not even HTTP reaches no route; it is told so in the same form, and the line is closed. */
function answerBrokenRequest(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const body = JSON.stringify(problemOf({ kind: 'bad-request' }));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
