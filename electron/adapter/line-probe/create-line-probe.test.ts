// The lower layers against real sockets on loopback.
import { createServer as createHttps } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../bank-link/certificate.fixture.ts';
import { createLineProbe } from './create-line-probe.ts';

const dayMs = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * dayMs);

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const address = (text: string, internal: boolean) => ({
  address: text,
  netmask: '',
  mac: '',
  internal,
  family: 'IPv4' as const,
  cidr: null,
});

describe('the machine’s side of the line', () => {
  it('SY54 a cable without an address of its own is none', async () => {
    const of = (...addresses: ReturnType<typeof address>[]) =>
      createLineProbe({ interfaces: () => ({ eth0: addresses }) }).network();
    expect(await of(address('127.0.0.1', true))).toBe('no-network');
    expect(await of(address('169.254.7.7', false))).toBe('no-network');
    expect(await of(address('192.168.1.7', false))).toBeNull();
  });

  it('SY54 a name that nobody has is unknown', async () => {
    expect(await createLineProbe({ patienceMs: 3000 }).name('localhost')).toBeNull();
    expect(await createLineProbe({ patienceMs: 3000 }).name('no-such-host.invalid')).toMatch(/^name-/);
  });

  it('SY54 a port nobody listens on refuses; one that does, carries', async () => {
    const server = createServer();
    const port = await listen(server);
    const probe = createLineProbe();
    expect(await probe.connection('127.0.0.1', port)).toBeNull();
    await new Promise((resolve) => server.close(resolve));
    expect(await probe.connection('127.0.0.1', port)).toBe('connection-refused');
  });

  it('SY54 each fault of a certificate by its own name', async () => {
    const authority = makeCertificate({ name: 'Test authority', from: inDays(-9), until: inDays(9) });
    const look = async (name: string, from: number, until: number, ca?: string) => {
      const issued = { name, from: inDays(from), until: inDays(until), issuer: authority.issuer };
      const { cert, key } = makeCertificate(issued);
      const port = await listen(createHttps({ cert, key }));
      return createLineProbe(ca === undefined ? {} : { ca }).certificate('localhost', port);
    };
    expect(await look('localhost', -1, 1, authority.cert)).toBeNull();
    expect(await look('localhost', -1, 1)).toBe('certificate-untrusted');
    expect(await look('localhost', -3, -1, authority.cert)).toBe('certificate-date');
    expect(await look('localhost', 1, 3, authority.cert)).toBe('certificate-date');
    expect(await look('elsewhere.test', -1, 1, authority.cert)).toBe('certificate-other-name');
    const plain = await listen(createServer((socket) => socket.end('HTTP/1.1 302 Found\r\n\r\n')));
    expect(await createLineProbe().certificate('localhost', plain)).toBe('certificate-none');
    const silent = await listen(createServer());
    expect(await createLineProbe({ patienceMs: 200 }).certificate('localhost', silent)).toBe(
      'certificate-none',
    );
  });
});
