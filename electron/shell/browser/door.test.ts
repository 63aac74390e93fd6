import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { os } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createFrameServer, frameMaxBytes } from '../carrier/serve-frames.ts';
import { listRendererFiles } from '../renderer-files.ts';
import type { ShellFacts, ShellLog } from '../shell-log.ts';
import { openDoor, type Door, type DoorOptions } from './door.ts';
import { createDoorKeys } from './ticket.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let door: Door;
let kiosk: Awaited<DoorOptions['served']>;
let openTestDoor: (served: DoorOptions['served']) => Promise<void>;
let host: string;
let logged: string[];
let announced: string[];
let byCode: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pravesh-door-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>kiosk</title>');
  await writeFile(join(folder, 'renderer', 'assets', 'index-Ab3dEf9_.js'), 'export {};');
  await writeFile(join(folder, 'renderer', 'assets', 'index-Ab3dEf9_.js.map'), '{}');
  await writeFile(join(folder, 'renderer', 'wasm.wasm'), 'wasm');
  await writeFile(join(folder, 'secret.txt'), 'not to be served');
  await writeFile(join(folder, 'face.task'), 'a model');
  logged = [];
  announced = [];
  byCode = true;
  const note = (event: string, facts: ShellFacts = {}) =>
    void logged.push(`${event} ${JSON.stringify(facts)}`);
  const log: ShellLog = { note, warn: note };
  const frames = createFrameServer({ ping: os.handler(() => 'pong') }, log);
  const modelFile = (name: string) =>
    Promise.resolve(name === 'face.task' ? join(folder, 'face.task') : null);
  kiosk = { frames, modelFile };
  openTestDoor = async (served) => {
    const keys = createDoorKeys();
    door = await openDoor({
      keys,
      files: await listRendererFiles(join(folder, 'renderer')),
      served,
      announceCode: () => {
        if (byCode) announced.push(keys.code());
        return byCode;
      },
      log,
    });
    host = new URL(door.origin).host;
  };
  await openTestDoor(Promise.resolve(kiosk));
});
afterEach(async () => {
  await door.close();
  await rm(folder, { recursive: true });
});

function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((answer, failed) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: new URL(door.origin).port,
        path,
        method: options.method ?? 'GET',
        headers: { host, ...options.headers },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          answer({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    request.on('error', failed);
    request.end(options.body);
  });
}

async function comeIn(): Promise<string> {
  const url = new URL(door.ticketUrl());
  const answer = await ask(url.pathname + url.search);
  expect(answer.status).toBe(303);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

describe('coming in', () => {
  test('the address is loopback under a random name, and holds nothing secret', () => {
    expect(door.origin).toMatch(/^http:\/\/k[0-9a-f]{12}\.localhost:\d+$/);
    expect(door.ticketUrl().startsWith(`${door.origin}/enter?ticket=`)).toBe(true);
  });

  test('a ticket becomes a cookie that no script reads and no other site sends', async () => {
    const url = new URL(door.ticketUrl());
    const answer = await ask(url.pathname + url.search);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^kiosk=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const twice = await ask(url.pathname + url.search);
    expect(twice.status).toBe(403);
    expect(twice.headers['set-cookie']).toBeUndefined();
  });

  test('with the code a person is let in, once', async () => {
    const form = { method: 'POST', headers: { origin: door.origin } };
    expect((await ask('/')).status).toBe(401);
    const [code] = announced;
    const answer = await ask('/enter', { ...form, body: `code=${code}` });
    expect([answer.status, answer.headers.location]).toEqual([303, '/']);
    const again = await ask('/enter', { ...form, body: `code=${code}` });
    expect(again.status).toBe(403);
    // The used code is gone: another was shown.
    expect(announced).toHaveLength(2);
  });

  test('five wrong codes end the code; the page says so and another is shown', async () => {
    await ask('/');
    const pages: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      pages.push((await ask('/enter', { method: 'POST', body: 'code=AAAA-AAAA' })).body);
    }
    expect(pages[0]).toContain('4 more times');
    expect(pages[3]).toContain('1 more time.');
    expect(pages[4]).toContain('no longer works');
    expect(announced).toHaveLength(2);
    expect(logged.join()).not.toContain('AAAA');
  });

  test('a kiosk that lets nobody in by code shows no form', async () => {
    byCode = false;
    const answer = await ask('/');
    expect([answer.status, answer.body]).toEqual([401, 'no session']);
  });

  test('neither tickets, codes nor sessions reach the log', async () => {
    const cookie = await comeIn();
    await ask('/enter?ticket=made-up');
    await ask('/missing', { headers: { cookie } });
    const [, session = ''] = cookie.split('=');
    expect(logged.join()).not.toMatch(new RegExp(`${session}|made-up|ticket`));
  });
});

describe('whom the door refuses', () => {
  test.each([
    ['another host name', { host: 'evil.example' }],
    ['the bare address', { host: '127.0.0.1' }],
    ['localhost itself', { host: 'localhost' }],
    ['another page', { origin: 'http://evil.localhost' }],
    ['a page without an origin', { origin: 'null' }],
    ['a link from another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour on localhost', { 'sec-fetch-site': 'same-site' }],
  ])('%s', async (_who, headers: Record<string, string>) => {
    const cookie = await comeIn();
    for (const path of [
      '/',
      '/assets/index-Ab3dEf9_.js',
      '/models/face.task',
      new URL(door.ticketUrl()).pathname,
    ]) {
      const answer = await ask(path, { headers: { cookie, ...headers } });
      expect([answer.status, answer.body]).toEqual([403, 'not for you']);
    }
  });

  test.each(['/assets/index-Ab3dEf9_.js', '/models/face.task', '/wasm.wasm', '/index.html'])(
    'whoever has no session: %s',
    async (path) => {
      expect((await ask(path)).status).toBe(401);
      expect((await ask(path, { headers: { cookie: 'kiosk=guess' } })).status).toBe(401);
      const cookie = await comeIn();
      expect((await ask(path, { headers: { cookie: `${cookie}; kiosk=planted` } })).status).toBe(401);
      expect((await ask(path, { headers: { cookie } })).status).toBe(200);
    },
  );

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/index.html%00.js',
    '/models/../secret.txt',
    '/models/..%2fsecret.txt',
    '/models/unknown.task',
    '/assets/index-Ab3dEf9_.js.map',
    '/assets',
  ])('a path that leads elsewhere: %s', async (path) => {
    const answer = await ask(path, { headers: { cookie: await comeIn() } });
    expect([answer.status, answer.body]).toEqual([404, 'not found']);
  });

  test('other methods, long bodies, and requests that are none', async () => {
    const cookie = await comeIn();
    expect((await ask('/', { method: 'POST', headers: { cookie } })).status).toBe(405);
    expect((await ask('/enter', { method: 'PUT', headers: { cookie } })).status).toBe(405);
    expect((await ask('/enter', { method: 'POST', body: 'x'.repeat(2000) })).status).toBe(413);
    const raw = await new Promise<string>((answer) => {
      const socket = connect(Number(new URL(door.origin).port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => answer(text));
      socket.end('GET http://[ HTTP/1.1\r\n\r\n');
    });
    expect(raw).toMatch(/^HTTP\/1\.1 (400|403)/);
    expect((await ask('/', { headers: { cookie } })).status).toBe(200);
  });
});

describe('what it serves', () => {
  test('the screens under the strict policy', async () => {
    const { headers, body } = await ask('/', { headers: { cookie: await comeIn() } });
    expect(body).toContain('<title>kiosk</title>');
    const policy = String(headers['content-security-policy']);
    for (const rule of [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "require-trusted-types-for 'script'",
      'trusted-types default',
      "frame-ancestors 'none'",
      `connect-src 'self' ws://${host}`,
    ]) {
      expect(policy.split('; ')).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['permissions-policy']).toMatch(/^camera=\(self\), microphone=\(\)/);
  });

  test('only names with a hash are kept by the browser', async () => {
    const headers = { cookie: await comeIn() };
    const hashed = await ask('/assets/index-Ab3dEf9_.js', { headers });
    expect(hashed.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const wasm = await ask('/wasm.wasm', { headers });
    expect(wasm.headers).toMatchObject({ 'content-type': 'application/wasm', 'cache-control': 'no-store' });
    const model = await ask('/models/face.task', { headers });
    expect([model.body, model.headers['content-length']]).toEqual(['a model', '7']);
    const head = await ask('/index.html', { headers, method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
  });
});

describe('the socket', () => {
  function open(headers: Record<string, string>, path = '/kiosk'): Promise<WebSocket | number> {
    return new Promise((settle) => {
      const socket = new WebSocket(`ws://127.0.0.1:${new URL(door.origin).port}${path}`, {
        headers: { host, ...headers },
      });
      socket.on('open', () => settle(socket));
      socket.on('unexpected-response', (_request, response) => settle(response.statusCode ?? 0));
      socket.on('error', () => settle(0));
    });
  }

  test('opens for our page with its session, and answers', async () => {
    const socket = await open({ origin: door.origin, cookie: await comeIn() });
    if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
    const answer = new Promise<string>((told) =>
      socket.once('message', (data: Buffer) => told(data.toString('utf8'))),
    );
    socket.send(JSON.stringify({ i: '1', p: { u: '/ping' } }));
    expect(await answer).toContain('pong');
    socket.close();
  });

  test('stays shut without origin, session, the right path, or for another page', async () => {
    const cookie = await comeIn();
    const { origin } = door;
    expect(await open({ cookie })).toBe(403);
    expect(await open({ origin })).toBe(403);
    expect(await open({ origin, cookie: 'kiosk=guess' })).toBe(403);
    expect(await open({ origin: 'http://evil.localhost', cookie })).toBe(403);
    expect(await open({ origin, cookie, host: 'evil.example' })).toBe(403);
    expect(await open({ origin, cookie }, '/other')).toBe(403);
  });

  test('a frame over the limit closes that socket alone', async () => {
    const headers = { origin: door.origin, cookie: await comeIn() };
    const socket = await open(headers);
    if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
    const closed = new Promise<number>((told) => socket.once('close', told));
    socket.send(new Uint8Array(frameMaxBytes + 1));
    expect(await closed).toBe(1009);
    expect(typeof (await open(headers))).not.toBe('number');
  });

  test('another screen that comes in ends the one before', async () => {
    const socket = await open({ origin: door.origin, cookie: await comeIn() });
    if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
    const closed = new Promise<number>((told) => socket.once('close', told));
    const next = await comeIn();
    expect(await closed).toBe(1008);
    await vi.waitFor(async () =>
      expect(typeof (await open({ origin: door.origin, cookie: next }))).not.toBe('number'),
    );
  });

  test('that waited for the kiosk while another screen came in is shut', async () => {
    await door.close();
    const opening = Promise.withResolvers<typeof kiosk>();
    await openTestDoor(opening.promise);
    const early = open({ origin: door.origin, cookie: await comeIn() });
    // Answered after the upgrade was asked for: requests reach the door in the order they are made.
    await vi.waitFor(async () => expect((await ask('/opening')).status).toBe(200));
    const late = open({ origin: door.origin, cookie: await comeIn() });
    opening.resolve(kiosk);
    expect(await early).toBe(0);
    expect(typeof (await late)).not.toBe('number');
  });
});
