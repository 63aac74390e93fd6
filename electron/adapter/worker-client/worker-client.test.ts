// A worker's crash, hang, abort and idle end, on a real child process and the real protocol.
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { echoContract } from './echo-contract.fixture.ts';
import { createWorkerClient } from './worker-client.ts';
import type { WorkerClient, WorkerClientOptions } from './worker-client.ts';

const entry = fileURLToPath(new URL('./echo-worker.fixture.ts', import.meta.url));
let client: WorkerClient<typeof echoContract> | undefined;
afterEach(() => client?.end());

function connect(options: Partial<WorkerClientOptions> = {}): WorkerClient<typeof echoContract> {
  client = createWorkerClient(
    echoContract,
    createForkWorkerHost(() => entry),
    'ocr',
    { idleMs: null, timeoutMs: 10_000, ...options },
  );
  return client;
}

describe('worker client', () => {
  it('carries bytes and typed arrays both ways', async () => {
    const bytes = new Uint8Array([1, 2, 255]);
    const outcome = await connect().call('echo', { bytes });
    expect(outcome.ok ? [...outcome.value.bytes] : outcome.error).toEqual([1, 2, 255]);
  });

  it('tells progress that never falls', async () => {
    const seen: number[] = [];
    await connect().call('count', { steps: [0, 30, 20, 30, 90, 400] }, { onProgress: (p) => seen.push(p) });
    expect(seen).toEqual([0, 30, 90, 100]);
  });

  it('fails calls under way when the worker dies, and starts it anew for the next', async () => {
    const it = connect();
    const crashed = await Promise.all([it.call('hang', {}), it.call('crash', { code: 7 })]);
    expect(crashed).toEqual([
      { ok: false, error: { kind: 'worker-exited', code: 7 } },
      { ok: false, error: { kind: 'worker-exited', code: 7 } },
    ]);
    expect(it.running).toBe(false);
    expect(await it.call('echo', { bytes: new Uint8Array(1) })).toMatchObject({ ok: true });
  });

  it('names only the class of what a handler throws', async () => {
    expect(await connect().call('throw', { secret: '234567890124' })).toEqual({
      ok: false,
      error: { kind: 'worker-threw', cause: 'RangeError' },
    });
  });

  it('aborts', async () => {
    const it = connect();
    const abort = new AbortController();
    const waiting = it.call('hang', {}, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    expect(await waiting).toEqual({ ok: false, error: { kind: 'aborted' } });
    expect(await it.call('aborts', {})).toEqual({ ok: true, value: 1 });
    expect(await it.call('hang', {}, { signal: abort.signal })).toEqual({
      ok: false,
      error: { kind: 'aborted' },
    });
  });

  it('takes a call that lasts too long for a hang', async () => {
    const it = connect({ timeoutMs: 300 });
    expect(await it.call('hang', {})).toEqual({ ok: false, error: { kind: 'worker-timeout' } });
    expect(it.running).toBe(false);
  });

  it('takes an abort that is never answered for a hang, where that is asked for, and tells of it once', async () => {
    const deaths: (number | null)[] = [];
    const it = connect({ abortWithinMs: 100, onDeath: (code) => deaths.push(code) });
    const abort = new AbortController();
    const waiting = it.call('hang', {}, { signal: abort.signal, timeoutMs: null });
    const other = it.call('hang', {});
    setTimeout(() => abort.abort(), 50);
    expect(await waiting).toEqual({ ok: false, error: { kind: 'aborted' } });
    expect(await other).toEqual({ ok: false, error: { kind: 'worker-exited', code: null } });
    expect([it.running, deaths]).toEqual([false, [null]]);
    expect(await it.call('echo', { bytes: new Uint8Array(1) })).toMatchObject({ ok: true });
    it.end();
    expect(deaths).toEqual([null]);
  });

  it('tells events in their order, and none of another shape', async () => {
    const told: number[] = [];
    const done = await connect().call('tell', { count: 3 }, { onEvent: (event) => told.push(event) });
    expect([done.ok, told]).toEqual([true, [1, 2, 3]]);
  });

  it('ends an idle worker', async () => {
    const it = connect({ idleMs: 50 });
    await it.call('echo', { bytes: new Uint8Array(1) });
    expect(it.running).toBe(true);
    await expect.poll(() => it.running).toBe(false);
  });

  it('fails when the entry does not exist', async () => {
    const it = createWorkerClient(
      echoContract,
      createForkWorkerHost(() => '/nowhere/worker.js'),
      'ocr',
      { idleMs: null, timeoutMs: 10_000 },
    );
    expect(await it.call('hang', {})).toMatchObject({ ok: false, error: { kind: 'worker-exited' } });
  });

  it('does not hand on an answer of the wrong shape', async () => {
    expect(await connect().call('lie', {})).toEqual({ ok: false, error: { kind: 'worker-garbage' } });
  });
});
