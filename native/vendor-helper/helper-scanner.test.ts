import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readTemplate } from '#core/biometrics/minutiae-template.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { CaptureRequest } from '#electron/port/scanner.ts';
import { describeScanner, expectMapped, type ScannerRig } from '#test/conformance/scanner-suite.ts';
import type { TrustStore } from '../trust/trust-store.ts';
import { createFrameReader, writeFrame } from './frames.ts';
import { helperErrors } from './helper-messages.ts';
import { helperTimes } from './helper-process.ts';
import { createHelperScanner, type HelperOptions } from './helper-scanner.ts';
import { createHelperRecorder } from './record-helper.ts';
import { helperFaults, type HelperControl } from './simulator/helper-control.ts';

const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const ever = new AbortController().signal;
const simulator = join(import.meta.dirname, 'simulator/helper-simulator.ts');
const trust: TrustStore = { roots: [], revoked: new Set(), allowed: null, unknownDevices: 'record' };

const request = (change: Partial<CaptureRequest> = {}): CaptureRequest => ({
  modality: 'finger',
  count: 1,
  positions: ['Left IndexFinger'],
  exceptions: [],
  timeoutMs: 5_000,
  requestedQuality: 40,
  transactionId: 'one',
  documentKey: null,
  ...change,
});

function workplace() {
  const folder = mkdtempSync(join(tmpdir(), 'pravesh-helper-'));
  const file = join(folder, 'control.json');
  let control: Partial<HelperControl> = {};
  const order = (change: Partial<HelperControl>) => {
    control = { ...control, ...change };
    writeFileSync(file, JSON.stringify(control));
  };
  order({});
  return {
    folder,
    order,
    program: { command: process.execPath, args: [simulator, '--control', file], sha256: null },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const scannerOf = (program: HelperOptions['program'], options: Partial<HelperOptions> = {}) =>
  createHelperScanner({ name: 'sim', program, clock, trust, captureSlackMs: 500, ...options });

async function makeRig(): Promise<ScannerRig> {
  const place = workplace();
  place.order({ plugged: false });
  const scanner = scannerOf(place.program);
  return {
    scanner,
    plug: async () => place.order({ plugged: true }),
    unplug: async () => place.order({ plugged: false }),
    setReady: async (ready) => place.order({ ready }),
    setDelayMs: async (delayMs) => place.order({ delayMs }),
    setFault: (fault) => place.order({ fault: helperFaults.find((known) => known === fault) ?? null }),
    request,
    streams: true,
    notReady: 'device-not-ready',
    faults: {
      malformed: ['answer-malformed'],
      slow: ['answer-late'],
      'half-closed': ['device-gone'],
      'gone-in-the-middle': ['device-gone'],
      'lies-long': ['answer-too-large'],
      'lies-short': ['answer-malformed'],
      // On a slow machine its time is over first.
      floods: ['answer-too-large', 'answer-late'],
      'wrong-transaction': ['other-transaction'],
      'changed-identity': ['identity-changed'],
    },
    async close() {
      await scanner.close();
      place.clear();
    },
  };
}

describeScanner('vendor-helper', helperFaults, makeRig);

describe('vendor-helper', () => {
  const left: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const clear of left.splice(0).reverse()) await clear();
  });

  function both(options: Partial<HelperOptions> = {}, control: Partial<HelperControl> = {}) {
    const place = workplace();
    place.order(control);
    const scanner = scannerOf(options.program ?? place.program, options);
    left.push(place.clear, () => scanner.close());
    return { place, scanner };
  }
  const id = 'vendor-helper/sim/finger-1';
  const kindOf = (result: { ok: true } | { ok: false; error: { kind: string; code?: string } }) =>
    result.ok ? 'ok' : `${result.error.kind} ${result.error.code ?? ''}`.trim();

  it('DV34 captures several fingers with their positions, unsigned only where policy says', async () => {
    const { scanner, place } = both();
    const positions = ['Left IndexFinger', 'Right Thumb'];
    const captured = await scanner.capture(id, request({ count: 2, positions }), ever);
    if (!captured.ok) throw new Error(captured.error.kind);
    expect(captured.value.map(({ position }) => position)).toEqual(positions);
    expect(captured.value.every(({ bytes }) => readTemplate(bytes).ok)).toBe(true);
    expect(captured.value[0]?.attestation).toMatchObject({ kind: 'none', facts: { helper: 'sim' } });
    const missing = request({ exceptions: ['Left IndexFinger'] });
    expect(kindOf(await scanner.capture(id, missing, ever))).toBe('answer-malformed position');
    const strict = scannerOf(place.program, { trust: { ...trust, unknownDevices: 'refuse' } });
    const others = scannerOf(place.program, { trust: { ...trust, allowed: new Set(['A/B']) } });
    left.push(
      () => strict.close(),
      () => others.close(),
    );
    expect(kindOf(await strict.capture(id, request(), ever))).toBe('not-signed');
    expect(kindOf(await others.capture(id, request(), ever))).toBe('device-not-allowed');
  });

  it.each([
    ['crash', 'device-gone helper'],
    ['garbage', 'answer-too-large'],
    ['old', 'driver-unavailable protocol'],
    ['none', 'driver-unavailable no-hello'],
  ] as const)('DV35 starts no work with a helper whose greeting is: %s', async (greeting, kind) => {
    const { scanner } = both(greeting === 'none' ? { times: { ...helperTimes, helloMs: 500 } } : {}, {
      greeting,
    });
    expect(kindOf(await scanner.discover())).toBe(kind);
  });

  it('DV35 starts it again after pauses that grow, gives it up after so many failures, and not for ever', async () => {
    const times = { ...helperTimes, pauseMs: 20, longestPauseMs: 40, mostFailures: 2, withinMs: 5_000 };
    const { scanner, place } = both({ times }, { greeting: 'crash' });
    const kinds: string[] = [];
    while (kinds.at(-1) !== 'driver-unavailable given-up' && kinds.length < 20)
      kinds.push(kindOf(await scanner.discover()));
    expect(kinds.slice(0, 2)).toEqual(['device-gone helper', 'device-gone helper']);
    expect(kinds.at(-1)).toBe('driver-unavailable given-up');
    place.order({ greeting: 'sound' });
    let last = '';
    for (let tries = 0; tries < 600 && last !== 'ok'; tries += 1) {
      last = kindOf(await scanner.discover());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(last).toBe('ok');
  });

  it('DV5 DV35 one that dies takes its devices with it, says so once, and brings them back', async () => {
    const times = { ...helperTimes, pauseMs: 20, longestPauseMs: 40 };
    const { scanner, place } = both({ times, watchEveryMs: 20 });
    const events: string[] = [];
    const told = () => events.join(' ');
    const watching = scanner.watch((event) =>
      events.push(event.type === 'failed' ? `failed:${event.failure.kind}` : event.type),
    );
    await expect.poll(told, { timeout: 10_000 }).toBe('attached');
    place.order({ greeting: 'crash', fault: 'gone-in-the-middle' });
    await scanner.capture(id, request(), ever);
    await expect.poll(told, { timeout: 10_000 }).toMatch(/^attached detached failed:device-gone\b/);
    place.order({ greeting: 'sound', fault: null });
    await expect.poll(told, { timeout: 30_000 }).toMatch(/ mended attached$/);
    watching.close();
  });

  it('DV35 says during a long pause that it is being restarted', async () => {
    const times = { ...helperTimes, pauseMs: 60_000, longestPauseMs: 60_000 };
    const { scanner } = both({ times }, { greeting: 'crash' });
    expect(kindOf(await scanner.discover())).toBe('device-gone helper');
    expect(kindOf(await scanner.discover())).toBe('device-gone helper');
    expect(kindOf(await scanner.discover())).toBe('driver-unavailable restarting');
  });

  it('DV35 runs no program that is not there, or is not the one that was pinned', async () => {
    const { scanner } = both({ program: { command: '/none/such', args: [], sha256: null } });
    expect(kindOf(await scanner.discover())).toBe('driver-unavailable program');
    const place = workplace();
    const digest = createHash('sha256').update(readFileSync(process.execPath)).digest('hex');
    const pinned = scannerOf({ ...place.program, sha256: digest });
    const changed = scannerOf({
      ...place.program,
      sha256: digest.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    });
    left.push(
      place.clear,
      () => pinned.close(),
      () => changed.close(),
    );
    expect(kindOf(await pinned.discover())).toBe('ok');
    expect(kindOf(await changed.discover())).toBe('device-tampered program');
  });

  it('DV10 gives every error of a helper its kind, and takes no other for success', async () => {
    const { scanner, place } = both();
    for (const error of helperErrors) {
      expectMapped(error);
      place.order({ error });
      expect(kindOf(await scanner.capture(id, request(), ever))).toBe(`${error} V-17`);
    }
  });

  it('DV15 records every frame without what was read, and plays back what was recorded whole', async () => {
    const lines: string[] = [];
    const whole: string[] = [];
    const shown = createHelperRecorder((line) => lines.push(line));
    const kept = createHelperRecorder((line) => whole.push(line), { whole: true });
    const { scanner, place } = both({
      record(exchange) {
        shown(exchange);
        kept(exchange);
      },
    });
    const documentKey = { documentNumber: 'L898902C3', birthDate: '740812', expiryDate: '120415' };
    const captured = await scanner.capture(id, request({ documentKey }), ever);
    if (!captured.ok) throw new Error(captured.error.kind);
    const bytes = Buffer.from(captured.value[0]?.bytes ?? []);
    expect(lines.join('\n')).not.toContain(bytes.toString('base64').slice(0, 40));
    expect(lines.join('\n')).not.toContain('L898902C3');
    const file = join(place.folder, 'recorded.jsonl');
    writeFileSync(file, whole.join('\n'));
    const played = scannerOf({
      command: process.execPath,
      args: [simulator, '--replay', file],
      sha256: null,
    });
    left.push(() => played.close());
    const again = await played.capture(id, request(), ever);
    if (!again.ok) throw new Error(again.error.kind);
    expect(Buffer.from(again.value[0]?.bytes ?? [])).toEqual(bytes);
  });

  it('DV36 frames come whole out of any pieces, and end at the first flaw', () => {
    const frames = [writeFrame({ a: 1 }, Buffer.from('body')), writeFrame({ b: 'ü' })];
    const stream = Buffer.concat(frames);
    for (let size = 1; size < stream.length; size += 3) {
      const reader = createFrameReader();
      const got = [];
      for (let at = 0; at < stream.length; at += size) {
        const read = reader.push(Buffer.from(stream.subarray(at, at + size)));
        if (read.ok) got.push(...read.value);
      }
      expect(got.map(({ head, body }) => [head, body.toString()])).toEqual([
        [{ a: 1 }, 'body'],
        [{ b: 'ü' }, ''],
      ]);
    }
    const flawed = createFrameReader({ headBytes: 10, bodyBytes: 10 });
    expect(flawed.push(Buffer.from('000000ff00000004', 'hex'))).toMatchObject({
      error: { kind: 'too-large' },
    });
    expect(flawed.push(frames[1] ?? Buffer.alloc(0))).toMatchObject({ error: { kind: 'too-large' } });
    const array = createFrameReader();
    expect(array.push(writeFrame([1]))).toMatchObject({ error: { kind: 'malformed' } });
  });
});
