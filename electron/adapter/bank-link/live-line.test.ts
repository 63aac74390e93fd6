// The live channel against a real WebSocket server that may take tickets, drop lines, or speak nonsense.
import { type AddressInfo } from 'node:net';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { bankCaseStatusSchema, type BankCaseStatus } from '#core/contract/bank/packet.ts';
import { createTurnedTime } from '../../service/sync/turned-time.fixture.ts';
import { openLive, type LiveOptions } from './live-line.ts';

const status = (revision: number): BankCaseStatus =>
  bankCaseStatusSchema.parse({
    caseId: newId(),
    state: 'opened',
    reasons: [],
    accountNumber: '1',
    ifsc: null,
    at: '2026-11-20T12:00:00.000Z',
    revision,
  });

async function until(what: string, holds: () => boolean): Promise<void> {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > 5000) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function live(set: { onHello?: (socket: WebSocket) => void; ticket?: LiveOptions['ticket'] } = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/v1/live' });
  await new Promise((resolve) => server.once('listening', resolve));
  const hellos: string[] = [];
  const sockets: WebSocket[] = [];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.once('message', (data) => {
      hellos.push((data as Buffer).toString());
      set.onHello?.(socket);
    });
  });
  const time = createTurnedTime();
  const told: BankCaseStatus[] = [];
  const lines: boolean[] = [];
  let tickets = 0;
  let unreadable = 0;
  const channel = openLive(
    {
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/live`,
      ticket:
        set.ticket ??
        (() => {
          tickets += 1;
          return Promise.resolve(`ticket-${tickets}-0123456789abcdef`);
        }),
      schedule: time.schedule,
      random: () => 0.5,
      onUnreadable: () => (unreadable += 1),
    },
    { onStatus: (given) => told.push(given), onLine: (up) => lines.push(up) },
  );
  onTestFinished(() => {
    channel.close();
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return { server, hellos, sockets, time, told, lines, channel, unreadable: () => unreadable };
}

describe('openLive', () => {
  it('SY44 shows its ticket as the first message, never in the address, and passes on what the bank tells', async () => {
    const sent = [status(1), status(2)];
    const kiosk = await live({
      onHello: (socket) => sent.forEach((one) => socket.send(JSON.stringify(one))),
    });
    await until('told', () => kiosk.told.length === 2);
    expect(kiosk.told).toEqual(sent);
    expect(kiosk.hellos).toEqual(['{"ticket":"ticket-1-0123456789abcdef"}']);
    expect(kiosk.lines).toEqual([true]);
  });

  it('SY44 drops what is not agreed on and goes on listening', async () => {
    const kiosk = await live({
      onHello(socket) {
        socket.send('<html>');
        socket.send(Buffer.from([0, 255, 1]));
        socket.send('{"caseId":"x"}');
        socket.send(JSON.stringify(status(3)));
      },
    });
    await until('told', () => kiosk.told.length === 1);
    expect(kiosk.unreadable()).toBe(3);
    expect(kiosk.lines).toEqual([true]);
  });

  it('SY45 comes back by itself with a fresh ticket, and says when it is away', async () => {
    const kiosk = await live();
    await until('up', () => kiosk.hellos.length === 1);
    kiosk.sockets[0]?.terminate();
    await until('down', () => kiosk.lines.length === 2);
    await kiosk.time.turn(900);
    expect(kiosk.hellos).toHaveLength(1);
    await kiosk.time.turn(200);
    await until('up again', () => kiosk.hellos.length === 2);
    expect(kiosk.lines).toEqual([true, false, true]);
    expect(new Set(kiosk.hellos).size).toBe(2);
  });

  it('SY45 waits longer for a bank that takes it in and throws it out again', async () => {
    const kiosk = await live({ onHello: (socket) => socket.close(4401, 'ticket-invalid') });
    let waited = 0;
    for (const [round, ms] of [1000, 2000, 4000, 8000].entries()) {
      await until('thrown out', () => kiosk.lines.filter((up) => !up).length === round + 1);
      await kiosk.time.turn(ms - 1);
      expect(kiosk.hellos).toHaveLength(round + 1);
      await kiosk.time.turn(1);
      await until('again', () => kiosk.hellos.length === round + 2);
      waited += ms;
    }
    expect(waited).toBe(15_000);
  });

  it('SY45 asks no server without a ticket, and survives a message too large', async () => {
    let given: string | null = null;
    const kiosk = await live({
      ticket: () => Promise.resolve(given),
      onHello: (socket) => socket.send('x'.repeat(100_000)),
    });
    await kiosk.time.turn(5000);
    expect(kiosk.sockets).toHaveLength(0);
    given = 'ticket-0123456789abcdef';
    await kiosk.time.turn(10_000);
    await until('cut', () => kiosk.lines.includes(false));
    expect(kiosk.told).toEqual([]);
  });

  it('SY46 notices a line that died without a word, by the pong that does not come', async () => {
    const kiosk = await live();
    await until('up', () => kiosk.hellos.length === 1);
    kiosk.sockets[0]?.pause();
    await kiosk.time.turn(25_000);
    expect(kiosk.lines).toEqual([true]);
    await kiosk.time.turn(25_000);
    await until('down', () => kiosk.lines.includes(false));
  });

  it('SY45 closed is closed: no word, no return', async () => {
    const kiosk = await live();
    await until('up', () => kiosk.hellos.length === 1);
    kiosk.channel.close();
    await until('gone', () => kiosk.sockets[0]?.readyState === 3);
    await kiosk.time.turn(120_000);
    expect(kiosk.lines).toEqual([true]);
    expect(kiosk.hellos).toHaveLength(1);
  });
});
