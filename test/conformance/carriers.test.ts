// One suite over every carrier: whatever a screen may ask of the kiosk behaves the same however the question travels.
import { randomBytes } from 'node:crypto';
import { ORPCError, safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pictureMaxBytes } from '#core/contract/kiosk/binary.ts';
import { frameMaxBytes } from '#electron/shell/carrier/serve-frames.ts';
import { carriers, type Line, type Wire } from './carriers.fixture.ts';
import {
  caseIdOf,
  secretOfTheMistake,
  sha256,
  slowCase,
  throwingCase,
  unknownCase,
} from './echo-router.fixture.ts';

const caseId = caseIdOf(1);

function pictureOf(bytes: Uint8Array<ArrayBuffer>) {
  return {
    caseId,
    kind: 'passport' as const,
    side: 'front' as const,
    origin: 'camera' as const,
    image: new Blob([bytes], { type: 'image/jpeg' }),
    flags: [],
  };
}

describe.each(Object.keys(carriers))('carrier: %s', (name) => {
  let line: Line;
  beforeEach(async () => {
    const open = carriers[name];
    if (open === undefined) throw new Error(`no carrier ${name}`);
    line = await open();
  });
  afterEach(() => line.close());

  test('answers a call', async () => {
    await expect(line.client.shell.info()).resolves.toMatchObject({
      shell: 'browser',
      lacks: ['os-key-store', 'fuses'],
    });
    await expect(line.client.session.signOut()).resolves.toBeNull();
  });

  test('carries a refusal with its data, typed', async () => {
    const unknown = await safe(line.client.case.get({ caseId: unknownCase }));
    expect(unknown.isDefined && unknown.error.data).toEqual({ kind: 'case-not-found', subject: 'case' });
    expect(unknown.isDefined && unknown.error.status).toBe(409);
    const wrong = await safe(line.client.session.signIn({ officerId: 'asha', password: 'x' }));
    expect(wrong.isDefined && wrong.error.data).toEqual({ kind: 'credentials-wrong', triesLeft: 2 });
  });

  test('refuses input that the contract does not know before any handler runs', async () => {
    const [error] = await safe(line.client.case.get({ caseId: 'not-a-case' }));
    expect(error).toBeInstanceOf(ORPCError);
    expect(error).toMatchObject({ code: 'BAD_REQUEST' });
    expect(line.seen.arrivals).toEqual([]);
  });

  test.each([
    ['200 KB', 200 * 1024],
    ['the largest picture', pictureMaxBytes],
    ['an empty one', 0],
  ])('carries bytes up and down unharmed: %s', async (_size, length) => {
    const bytes = new Uint8Array(randomBytes(length));
    await line.client.case.addDocument(pictureOf(bytes));
    expect(line.seen.pictures).toEqual([{ bytes: length, type: 'image/jpeg', sha256: sha256(bytes) }]);

    const back = await line.client.case.evidence({ caseId, evidenceId: caseIdOf(2) });
    expect(back.type).toBe('image/jpeg');
    expect(sha256(new Uint8Array(await back.arrayBuffer()))).toBe(sha256(bytes));
  });

  test('keeps events in order, to their end', async () => {
    const events: string[] = [];
    for await (const event of await line.client.case.read({ caseId })) {
      events.push(event.type === 'progress' ? String(event.percent) : event.case.caseId);
    }
    expect(events).toEqual(['0', '25', '50', '75', '100', caseId]);
  });

  test('ends the subscription on the other side when the screen has seen enough', async () => {
    const waiting: number[] = [];
    for await (const status of await line.client.shell.watch()) {
      waiting.push(status.waiting);
      if (waiting.length === 3) break;
    }
    expect(waiting).toEqual([0, 1, 2]);
    await vi.waitFor(() => expect(line.seen).toMatchObject({ watchersOpen: 1, watchersEnded: 1 }));
  });

  test('ends the subscription on the other side when the screen aborts it', async () => {
    const abort = new AbortController();
    const watch = await line.client.shell.watch(undefined, { signal: abort.signal });
    await watch.next();
    abort.abort();
    await expect(
      (async () => {
        for await (const status of watch) expect(status.waiting).toBeGreaterThan(0);
      })(),
    ).rejects.toBeInstanceOf(Error);
    await vi.waitFor(() => expect(line.seen.watchersEnded).toBe(1));
  });

  test('keeps a hundred calls apart, in the order they were made', async () => {
    const ids = Array.from({ length: 100 }, (_, n) => caseIdOf(1000 + n));
    const views = await Promise.all(ids.map((id) => line.client.case.get({ caseId: id })));
    expect(views.map((view) => view.caseId)).toEqual(ids);
    expect(line.seen.arrivals).toEqual(ids);
  });

  test('a slow call holds up no other', async () => {
    const slow = line.client.case.get({ caseId: slowCase }).then(() => 'slow');
    const quick = line.client.case.get({ caseId }).then(() => 'quick');
    await expect(Promise.race([slow, quick])).resolves.toBe('quick');
    await slow;
  });
});

const framed = Object.keys(carriers).filter((name) => name !== 'in memory');

describe.each(framed)('frames: %s', (name) => {
  let line: Line;
  let wire: Wire;
  beforeEach(async () => {
    const open = carriers[name];
    if (open === undefined) throw new Error(`no carrier ${name}`);
    line = await open();
    if (line.wire === null) throw new Error(`${name} has no wire`);
    wire = line.wire;
  });
  afterEach(() => line.close());

  test('a mistake inside the kiosk crosses without its message, and is logged by its class', async () => {
    const [error] = await safe(line.client.case.get({ caseId: throwingCase }));
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(error)).not.toContain(secretOfTheMistake);
    expect(line.logged).toEqual([
      expect.stringMatching(/^procedure-failed \{"procedure":"case\.get","cause":"TypeError"/),
    ]);
    expect(line.logged.join()).not.toContain(secretOfTheMistake);
  });

  test.each([
    ['no JSON', 'Asha Kulkarni'],
    ['an empty text', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['an empty object', '{}'],
    ['an id alone', '{"i":"9"}'],
    ['a call of another kind', '{"i":"9","p":7}'],
    ['an address that is none', '{"i":"9","p":{"u":"http://["}}'],
    ['bytes that are nothing', new Uint8Array([255, 254, 0, 1, 255, 7])],
  ])('a malformed frame is dropped, named and not quoted: %s', async (_what, frame) => {
    wire.sendRaw(frame);
    await expect(line.client.case.get({ caseId })).resolves.toMatchObject({ caseId });
    await vi.waitFor(() => expect(line.logged).toHaveLength(1));
    expect(line.logged[0]).toMatch(/^frame-dropped \{"cause":"[\w:-]+"\}$/);
  });

  test('a procedure that does not exist, or a name of every object, is answered with not found', async () => {
    for (const path of ['/case/unknown', '/__proto__/constructor', '/toString']) {
      wire.sendRaw(JSON.stringify({ i: path, p: { u: path, b: {} } }));
    }
    await expect(line.client.case.get({ caseId })).resolves.toMatchObject({ caseId });
    expect(line.logged).toEqual([]);
  });

  test('an oversize frame reaches no handler, and the kiosk serves the next screen', async () => {
    wire.sendRaw(new Uint8Array(frameMaxBytes + 1));
    if (name === 'WebSocket') await wire.hungUp;
    const client = name === 'WebSocket' ? await wire.again() : line.client;
    await expect(client.case.get({ caseId })).resolves.toMatchObject({ caseId });
    await vi.waitFor(() => expect(line.logged).toHaveLength(1));
    expect(line.logged[0]).toMatch(/^(frame-dropped|socket-failed) /);
    expect(line.seen.arrivals).toEqual([caseId]);
  });

  test('when the screen goes, its subscriptions end and its calls are aborted', async () => {
    const watch = await line.client.shell.watch();
    await watch.next();
    wire.hangUp();
    await vi.waitFor(() => expect(line.seen).toMatchObject({ watchersOpen: 1, watchersEnded: 1 }));
    await expect(
      (async () => {
        for await (const status of watch) expect(status.waiting).toBeGreaterThanOrEqual(0);
      })(),
    ).rejects.toBeInstanceOf(Error);
  });

  test('draining lets what runs be answered, takes nothing new, and then hangs up', async () => {
    const running = line.client.case.get({ caseId: slowCase });
    await vi.waitFor(() => expect(line.seen.arrivals).toEqual([slowCase]));
    expect(wire.frames.inFlight()).toBe(1);
    const drained = wire.frames.drain(5000);
    const late = safe(line.client.case.get({ caseId }));
    await expect(running).resolves.toMatchObject({ caseId: slowCase });
    await drained;
    await wire.hungUp;
    expect((await late).error).toBeInstanceOf(Error);
    expect(line.seen.arrivals).toEqual([slowCase]);
  });

  test('draining waits no longer than it may', async () => {
    const running = safe(line.client.case.get({ caseId: slowCase }));
    await vi.waitFor(() => expect(line.seen.arrivals).toEqual([slowCase]));
    await wire.frames.drain(10);
    expect(wire.frames.inFlight()).toBe(1);
    expect((await running).error).toBeInstanceOf(Error);
  });
});
