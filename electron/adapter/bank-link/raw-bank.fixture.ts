// A raw TCP server in the bank's place that answers byte for byte what a test says, agreed or not; and an enrolment there.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { CompactSign } from 'jose';
import { v7 as newId } from 'uuid';
import { onTestFinished } from 'vitest';
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { ProblemKind } from '#core/contract/bank/problem.ts';
import type { BankWordType } from '#core/contract/bank/signed-word.ts';
import { systemSchedule } from '../system/schedule.ts';
import { createBankLink, type BankLinkOptions } from './create-bank-link.ts';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** Text to write and then close; or whatever it likes with the socket. */
export type RawReply = (request: RawRequest, socket: Socket, count: number) => string | Buffer | null;

export interface RawBank {
  readonly url: string;
  readonly requests: RawRequest[];
  connections: number;
}

function parseRequest(bytes: Buffer): RawRequest | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const body = bytes.subarray(end + 4);
  if (body.length < Number(headers['content-length'] ?? 0)) return null;
  const [method = '', path = ''] = first.split(' ');
  return { method, path, headers, body: body.toString('latin1') };
}

export async function startRawBank(reply: RawReply): Promise<RawBank> {
  const sockets = new Set<Socket>();
  const requests: RawRequest[] = [];
  const server = createServer((socket) => {
    raw.connections += 1;
    sockets.add(socket);
    let bytes = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      bytes = Buffer.concat([bytes, data]);
      const request = parseRequest(bytes);
      if (!request) return;
      bytes = Buffer.alloc(0);
      requests.push(request);
      const answer = reply(request, socket, requests.length);
      if (answer !== null) socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const raw: RawBank = { url: `http://127.0.0.1:${port}`, requests, connections: 0 };
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return raw;
}

export function answerOf(status: number, body: string | Buffer, headers: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status} X`, `Content-Length: ${bytes.length}`, ...headers, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head), bytes]);
}

export function problemOf(
  status: number,
  kind: ProblemKind,
  more: { readonly headers?: readonly string[]; readonly fields?: object } = {},
): Buffer {
  const problem = { type: `urn:pravesh:problem:${kind}`, title: 'No', status, kind, ...more.fields };
  return answerOf(status, JSON.stringify(problem), more.headers);
}

/** The bank's Ed25519 pair and the words it signs with it. */
export function makeBankKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const sealing = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? '';
  const signText = (text: string, key: KeyObject = privateKey): string =>
    sign(null, Buffer.from(text), key).toString('base64url');
  return {
    raw: publicKey.export({ format: 'jwk' }).x ?? '',
    word: (typ: BankWordType, claims: object) =>
      new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'EdDSA', typ })
        .sign(privateKey),
    identity(changes: { readonly signature?: string } = {}) {
      return {
        name: 'Bank',
        environment: 'development',
        signingKey: publicKey.export({ format: 'jwk' }).x ?? '',
        sealingKey: {
          keyId: 'seal-1',
          publicKey: sealing,
          signature: changes.signature ?? signText(`seal-1.${sealing}`),
        },
        time: '2026-11-20T12:00:00.000Z',
      };
    },
  };
}

export function linkTo(
  url: string,
  bank: ReturnType<typeof makeBankKey>,
  options: Partial<BankLinkOptions> = {},
) {
  const device = generateKeyPairSync('ed25519');
  const kioskId = kioskIdSchema.parse(newId());
  const link = createBankLink(
    {
      kioskId,
      bankUrl: url,
      bankSigningKey: bank.raw,
      deviceKey: device.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    },
    {
      clock: { now: () => instantSchema.parse(new Date().toISOString()) },
      schedule: systemSchedule,
      random: () => 0.5,
      limits: { silenceMs: 400, totalMs: 800, answerMaxBytes: 20_000 },
      ...options,
    },
  );
  onTestFinished(() => link.close());
  return { link, kioskId, devicePublicKey: device.publicKey };
}
