// What every scanner driver must do, whatever it drives. A driver's test hands in its simulator as a rig; rules DV1 to
// DV9 of docs/spec/devices.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  scannerFailures,
  outcomeOf,
  messageOf,
  shownAs,
  type ScannerFailureKind,
} from '#electron/port/scanner-failure.ts';
import { handOver, type CaptureRequest, type DeviceEvent, type Scanner } from '#electron/port/scanner.ts';

export interface ScannerRig {
  readonly scanner: Scanner;
  /** The device comes, goes, is set to a state, told to take its time. */
  plug(): Promise<void>;
  unplug(): Promise<void>;
  setReady(ready: boolean): Promise<void>;
  setDelayMs(ms: number): Promise<void>;
  setFault(fault: string | null): void;
  request(): CaptureRequest;
  /** Of each fault, the failures that tell it rightly. */
  readonly faults: Readonly<Record<string, readonly ScannerFailureKind[]>>;
  readonly streams: boolean;
  /** What the device says when it is set to not ready. */
  readonly notReady: ScannerFailureKind;
  close(): Promise<void>;
}

const ever = new AbortController().signal;
const discoveryMs = 2_500;
const abortMs = 100;

export function describeScanner(
  name: string,
  faults: readonly string[],
  makeRig: () => Promise<ScannerRig>,
): void {
  describe(`${name}, as every scanner`, () => {
    let rig: ScannerRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.close());

    async function onlyDevice(): Promise<string> {
      const found = await rig.scanner.discover();
      if (!found.ok) throw new Error(found.error.kind);
      expect(found.value).toHaveLength(1);
      return found.value[0]?.id ?? '';
    }

    it('DV1 finds what is there, says what it is, and finds nothing where nothing is', async () => {
      expect(await rig.scanner.discover()).toEqual({ ok: true, value: [] });
      expect(await rig.scanner.info('none/such')).toMatchObject({ error: { kind: 'device-not-found' } });
      await rig.plug();
      const id = await onlyDevice();
      const told = await rig.scanner.info(id);
      expect(told).toMatchObject({ ok: true, value: { device: { id, driver: rig.scanner.driver } } });
    });

    it('DV2 captures with format, bytes, quality and attestation of this transaction', async () => {
      await rig.plug();
      const request = rig.request();
      const captured = await rig.scanner.capture(await onlyDevice(), request, ever);
      if (!captured.ok) throw new Error(captured.error.kind);
      expect(captured.value.length).toBeGreaterThan(0);
      for (const capture of captured.value) {
        expect(capture.bytes.length).toBeGreaterThan(50);
        expect(capture.attestation.transactionId).toBe(request.transactionId);
        expect(capture.format).not.toBe('unknown');
        expect(capture.quality === null || capture.quality > 0).toBe(true);
      }
    });

    it('DV3 shows the bytes to no log, and overwrites them when they are handed over', async () => {
      await rig.plug();
      const captured = await rig.scanner.capture(await onlyDevice(), rig.request(), ever);
      const [capture] = captured.ok ? captured.value : [];
      if (!capture) throw new Error('nothing captured');
      expect(Object.keys(capture)).not.toContain('bytes');
      expect(JSON.parse(JSON.stringify(capture))).not.toHaveProperty('bytes');
      const length = await handOver(capture, async (bytes) => bytes.filter((byte) => byte !== 0).length);
      expect(length).toBeGreaterThan(20);
      expect(capture.bytes.every((byte) => byte === 0)).toBe(true);
    });

    it('DV4 stops within 100 ms when told to', async () => {
      await rig.plug();
      const id = await onlyDevice();
      await rig.setDelayMs(3_000);
      const abort = new AbortController();
      const capturing = rig.scanner.capture(id, rig.request(), abort.signal);
      await new Promise((resolve) => setTimeout(resolve, 150));
      const told = performance.now();
      abort.abort();
      expect(await capturing).toEqual({ ok: false, error: { kind: 'aborted' } });
      expect(performance.now() - told).toBeLessThan(abortMs);
      const never = await rig.scanner.capture(id, rig.request(), AbortSignal.abort());
      expect(never).toEqual({ ok: false, error: { kind: 'aborted' } });
    });

    it('DV5 tells of a device that comes within 2.5 s, of one that goes, and of its status', async () => {
      const events: DeviceEvent[] = [];
      const watching = rig.scanner.watch((event) => events.push(event));
      const until = async (type: DeviceEvent['type']) => {
        const from = performance.now();
        while (events.at(-1)?.type !== type && performance.now() - from < discoveryMs + 500)
          await new Promise((resolve) => setTimeout(resolve, 10));
        expect(events.at(-1)?.type).toBe(type);
        expect(performance.now() - from).toBeLessThan(discoveryMs);
      };
      await rig.plug();
      await until('attached');
      await rig.setReady(false);
      await until('status');
      await rig.unplug();
      await until('detached');
      watching.close();
      const count = events.length;
      await rig.plug();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(events).toHaveLength(count);
    });

    it('DV6 names a device that is not ready, one that is gone, and one that is in use', async () => {
      await rig.plug();
      const id = await onlyDevice();
      await rig.setReady(false);
      expect(await rig.scanner.capture(id, rig.request(), ever)).toMatchObject({
        error: { kind: rig.notReady },
      });
      await rig.setReady(true);
      await rig.setDelayMs(400);
      const [first, second] = await Promise.all([
        rig.scanner.capture(id, rig.request(), ever),
        rig.scanner.capture(id, rig.request(), ever),
      ]);
      expect([first.ok, second.ok].filter(Boolean)).toHaveLength(1);
      const refused = first.ok ? second : first;
      expect(refused).toMatchObject({ error: { kind: 'device-busy' } });
      await rig.unplug();
      expect(await rig.scanner.capture(id, rig.request(), ever)).toMatchObject({
        error: { kind: 'device-gone' },
      });
    });

    it('DV7 previews where it can, until told to stop', async () => {
      await rig.plug();
      const id = await onlyDevice();
      const abort = new AbortController();
      const told: string[] = [];
      for await (const frame of rig.scanner.stream(id, abort.signal)) {
        told.push(frame.ok ? Buffer.from(frame.value.jpeg.subarray(0, 2)).toString('hex') : frame.error.kind);
        if (told.length === 3) abort.abort();
      }
      expect(told).toEqual(rig.streams ? ['ffd8', 'ffd8', 'ffd8'] : ['not-supported']);
    });

    it.each(faults)('DV8 survives a device at fault, and names it: %s', async (fault) => {
      await rig.plug();
      const id = await onlyDevice();
      expect((await rig.scanner.capture(id, rig.request(), ever)).ok).toBe(true);
      rig.setFault(fault);
      const captured = await rig.scanner.capture(id, { ...rig.request(), timeoutMs: 300 }, ever);
      expect(captured.ok ? 'captured' : captured.error.kind).toBeOneOf([...(rig.faults[fault] ?? [])]);
      rig.setFault(null);
      expect((await rig.scanner.capture(id, rig.request(), ever)).ok).toBe(true);
    });

    it('DV9 leaves nothing behind when closed, in the middle of a capture too', async () => {
      await rig.plug();
      const id = await onlyDevice();
      await rig.setDelayMs(3_000);
      rig.scanner.watch(() => undefined);
      const capturing = rig.scanner.capture(id, rig.request(), ever);
      await rig.scanner.close();
      expect(await capturing).toEqual({ ok: false, error: { kind: 'aborted' } });
      expect(await rig.scanner.discover()).toEqual({ ok: false, error: { kind: 'aborted' } });
    });
  });
}

/** What staff read, in each language. */
const scannerTexts = ['en', 'hi'].map((language) => {
  const file = join(import.meta.dirname, '../../resources/languages', language, 'words.json');
  return z.object({ scanner: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(file, 'utf8')))
    .scanner;
});

/** Every code of a device's list leads to a failure that the kiosk can act on and show. */
export function expectMapped(kind: ScannerFailureKind): void {
  expect(Object.keys(scannerFailures)).toContain(kind);
  expect(outcomeOf({ kind })).toBeOneOf(['again', 'wait', 'staff', 'refuse', 'stop']);
  expect(messageOf({ kind })).toMatch(/^scanner\.[a-zA-Z]+$/);
  for (const texts of scannerTexts) expect(texts[shownAs({ kind })]?.length ?? 0).toBeGreaterThan(10);
}
