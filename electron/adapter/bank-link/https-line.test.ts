// The line over https on loopback: which certificates are trusted, and what is said of those that are not.
import { createServer } from 'node:https';
import { createServer as createPlainServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate, type TestCertificate } from './certificate.fixture.ts';
import { openHttpLine } from './http-line.ts';

const dayMs = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * dayMs);
const authority = makeCertificate({ name: 'Test authority', from: inDays(-10), until: inDays(10) });
const issued = (name: string, from: Date, until: Date) =>
  makeCertificate({ name, from, until, issuer: authority.issuer });

async function askOver(given: TestCertificate, ca?: string) {
  const server = createServer({ cert: given.cert, key: given.key }, (_request, reply) => reply.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const limits = { silenceMs: 3000, totalMs: 5000 };
  const line = openHttpLine({
    url: `https://localhost:${port}`,
    limits,
    ...(ca === undefined ? {} : { ca }),
  });
  onTestFinished(() => {
    line.close();
    server.close();
    server.closeAllConnections();
  });
  return line.ask({ method: 'GET', path: '/v1/bank' });
}

describe('the certificate', () => {
  it('SY47 one by a trusted authority, for this name and day, is a line', async () => {
    const answer = await askOver(issued('localhost', inDays(-1), inDays(1)), authority.cert);
    expect(answer.ok && answer.value.status).toBe(200);
  });

  it.each([
    ['by nobody we trust', () => askOver(issued('localhost', inDays(-1), inDays(1)))],
    ['by itself', () => askOver(makeCertificate({ name: 'localhost', from: inDays(-1), until: inDays(1) }))],
    ['for another name', () => askOver(issued('elsewhere.test', inDays(-1), inDays(1)), authority.cert)],
    ['run out', () => askOver(issued('localhost', inDays(-3), inDays(-1)), authority.cert)],
    ['not begun', () => askOver(issued('localhost', inDays(1), inDays(3)), authority.cert)],
  ])('SY47 one %s is another bank than ours, and nothing is sent to it', async (_what, ask) => {
    expect(await ask()).toEqual({ ok: false, error: { kind: 'bank-mismatch' } });
  });

  it('SY47 what speaks no TLS where it should is unreadable, not another bank', async () => {
    const server = createPlainServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 302 Found\r\nLocation: http://portal.test/\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const line = openHttpLine({ url: `https://localhost:${port}` });
    onTestFinished(() => {
      line.close();
      server.close();
    });
    const answer = await line.ask({ method: 'GET', path: '/v1/bank' });
    expect(answer).toEqual({ ok: false, error: { kind: 'bank-answer-unreadable' } });
  });
});
