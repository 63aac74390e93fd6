// The live channel: a ticket first, then the standing of the kiosk's recent cases and every change after.
// Closes on a wrong or late first message, on a second one that is too large, and on a peer that stops answering.
import type { WebSocket } from 'ws';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { liveHelloSchema, ticketSchema } from '#core/contract/bank/identity.ts';
import type { KioskId } from '#core/kernel/brand.ts';
import { makeTicket, spendTicket } from '../../device/ticket.ts';
import { faultOf } from '../../fault.ts';
import { recentStatuses } from '../../verification/case-store.ts';
import { problemAnswers } from '../answers.ts';
import { deviceCheck, deviceOf, deviceSecurity } from '../device-check.ts';
import type { ServerParts } from '../server-parts.ts';

const helloTimeoutMs = 10_000;
/** Below the 60 s after which common proxies cut a silent line. */
const heartbeatMs = 20_000;
const statusesAtStart = 50;
const closeTicketInvalid = 4401;
const closeTicketLate = 4408;

// oxlint-disable-next-line require-await -- the plugin type is asynchronous; nothing here waits.
export const liveRoutes: FastifyPluginAsyncZod<ServerParts> = async (app, { bank, feed }) => {
  app.post(
    '/v1/tickets',
    {
      onRequest: deviceCheck(bank),
      schema: { security: deviceSecurity, response: { 201: ticketSchema, ...problemAnswers } },
    },
    async (request, reply) => reply.code(201).send(await makeTicket(bank, deviceOf(request).kioskId)),
  );

  app.get('/v1/live', { websocket: true, schema: { hide: true } }, (socket: WebSocket) => {
    // One oversize frame raises an error that would end the process if nobody listened.
    socket.on('error', () => socket.terminate());
    const late = setTimeout(() => socket.close(closeTicketLate, 'ticket-invalid'), helloTimeoutMs);
    socket.once('close', () => clearTimeout(late));
    socket.once('message', (data) => {
      clearTimeout(late);
      begin(socket, rawText(data)).catch((cause: unknown) => {
        bank.log.error({ fault: faultOf(cause) }, 'live channel failed');
        socket.close(1011, 'internal');
      });
    });
  });

  async function begin(socket: WebSocket, text: string): Promise<void> {
    const hello = liveHelloSchema.safeParse(parseJson(text));
    const kiosk = hello.success ? await spendTicket(bank, hello.data.ticket) : null;
    if (kiosk === null || !kiosk.ok) {
      socket.close(closeTicketInvalid, 'ticket-invalid');
      return;
    }
    await stream(socket, kiosk.value);
  }

  async function stream(socket: WebSocket, kioskId: KioskId): Promise<void> {
    // Subscribed before the standings are read: a change in between is told twice rather than never; revision sorts it.
    const unsubscribe = feed.subscribe(kioskId, (status) => socket.send(JSON.stringify(status)));
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive) {
        socket.terminate();
        return;
      }
      alive = false;
      socket.ping();
    }, heartbeatMs);
    socket.on('pong', () => {
      alive = true;
    });
    socket.once('close', () => {
      unsubscribe();
      clearInterval(heartbeat);
    });
    for (const status of await recentStatuses(bank.db, kioskId, statusesAtStart))
      socket.send(JSON.stringify(status));
  }
};

function rawText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
