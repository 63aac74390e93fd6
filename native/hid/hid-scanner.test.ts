import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { readTemplate } from '#core/biometrics/minutiae-template.ts';
import { parseMrz } from '#core/reading/mrz.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { ok } from '#core/kernel/result.ts';
import type { CaptureRequest, DeviceEvent } from '#electron/port/scanner.ts';
import { describeScanner, type ScannerRig } from '#test/conformance/scanner-suite.ts';
import type { TrustStore } from '../trust/trust-store.ts';
import { createHidScanner, type HidOptions } from './hid-scanner.ts';
import { keyboardWedge, knownReaders } from './known-readers.ts';
import { createNodeHidTransport } from './node-hid-transport.ts';
import { parseReportLines, recordReports, type ReportLine } from './record-reports.ts';
import { reportMapSchema, type ReportMap } from './report-map.ts';
import { createHidTwin, twinFaults, type HidTwin } from './simulator/hid-twin.ts';
import {
  barcodeRecording,
  cardRecording,
  chunked,
  drawnTemplate,
  fingerMap,
  fingerRecording,
  troubledRecording,
  typedRecording,
} from './simulator/recorded-devices.ts';

const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const ever = new AbortController().signal;
const trust: TrustStore = {
  roots: [],
  revoked: new Set(),
  allowed: null,
  unknownDevices: 'record',
};
const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
const zoneWedge = keyboardWedge({
  make: 'Pravesh',
  model: 'Zone Twin',
  vendorId: 0x1209,
  productId: 0x0001,
  reads: 'mrz',
});
const readers = [...knownReaders, fingerMap, zoneWedge];

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
const text = (change: Partial<CaptureRequest> = {}) =>
  request({ modality: 'text', positions: [], ...change });

const scannerOf = (twin: HidTwin, options: Partial<HidOptions> = {}) =>
  createHidScanner({ clock, trust, transport: twin.transport, readers, captureSlackMs: 300, ...options });

async function makeRig(): Promise<ScannerRig> {
  const twin = createHidTwin(fingerRecording());
  twin.plugged = false;
  const scanner = scannerOf(twin);
  return {
    scanner,
    async plug() {
      twin.plugged = true;
    },
    async unplug() {
      twin.plugged = false;
    },
    async setReady(ready) {
      twin.accessible = ready;
    },
    async setDelayMs(ms) {
      twin.delayMs = ms;
    },
    setFault(fault) {
      twin.fault = twinFaults.find((known) => known === fault) ?? null;
    },
    request,
    streams: false,
    notReady: 'device-not-ready',
    faults: {
      malformed: ['answer-malformed'],
      slow: ['answer-late'],
      'half-closed': ['answer-late'],
      'gone-in-the-middle': ['device-gone'],
      'lies-long': ['answer-malformed'],
      // The first report for ever: its number is not the next.
      floods: ['answer-malformed'],
    },
    async close() {
      await scanner.close();
      expect(twin.openHandles()).toBe(0);
    },
  };
}

describeScanner('hid', twinFaults, makeRig);

describe('hid', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0)) await thing.close();
  });

  async function read(
    lines: readonly ReportLine[],
    asked: CaptureRequest,
    options: Partial<HidOptions> = {},
  ) {
    const twin = createHidTwin(lines);
    const scanner = scannerOf(twin, options);
    open.push(scanner);
    const found = await scanner.discover();
    const [device] = found.ok ? found.value : [];
    const captured = await scanner.capture(device?.id ?? '', asked, ever);
    expect(twin.openHandles()).toBe(0);
    return { twin, device, captured, scanner };
  }

  const textOf = (captured: Awaited<ReturnType<typeof read>>['captured']) =>
    captured.ok
      ? captured.value.map(({ position, bytes }) => [position, Buffer.from(bytes).toString('latin1')])
      : captured.error.kind;

  it('DV30 reads a barcode of several reports from any reader of that usage', async () => {
    const long = Array.from({ length: 150 }, (_, index) => String.fromCharCode(0x30 + (index % 10))).join('');
    const { captured, device } = await read(barcodeRecording(long), text());
    expect(device).toMatchObject({ make: 'Pravesh', model: 'Barcode Twin', modalities: ['text'] });
    expect(textOf(captured)).toEqual([['barcode', long]]);
    expect(captured).toMatchObject({
      value: [{ format: 'scanned-text', attestation: { kind: 'none', transactionId: 'one' } }],
    });
  });

  it('DV30 reads a printed zone that is typed, line by line, to the pause at its end', async () => {
    const { captured } = await read(typedRecording(`${zone}\n`), text());
    expect(textOf(captured)).toEqual([['mrz', zone]]);
    expect(parseMrz(zone.split('\n')).ok).toBe(true);
    const { captured: half } = await read(typedRecording(zone.slice(0, 70)), text());
    expect(textOf(half)).toBe('answer-malformed');
  });

  it('DV30 reads a card, and leaves out a track that could not be read', async () => {
    const { captured } = await read(cardRecording([null, ';12345=9912?', null]), text());
    expect(textOf(captured)).toEqual([['track-2', ';12345=9912?']]);
  });

  it('DV70 is asked for no chip, whoever takes it for a reader of documents', async () => {
    const asked = request({ modality: 'document', positions: [] });
    const { captured, device } = await read(barcodeRecording('SPECIMEN'), asked);
    expect(device?.modalities).toEqual(['text']);
    expect(textOf(captured)).toBe('not-supported');
  });

  it('DV30 takes no keyboard unless its product is named, and no reader nobody described', async () => {
    const unnamed = await read(typedRecording('ABC'), text(), { readers: knownReaders });
    expect(unnamed.device).toBeUndefined();
    const anyKeyboard = { ...zoneWedge, match: { usagePage: 1, usage: 6 } };
    expect(reportMapSchema.safeParse(anyKeyboard).success).toBe(false);
    const wrongDecoder = { ...fingerMap, decoder: { kind: 'text' } };
    expect(reportMapSchema.safeParse(wrongDecoder).success).toBe(false);
  });

  it('DV31 starts and stops a described fingerprint reader, and reads its template by the length it declares', async () => {
    const template = drawnTemplate();
    const filled = Buffer.concat([template, Buffer.alloc(40, 0xee)]);
    const { captured, twin } = await read(fingerRecording(filled), request());
    if (!captured.ok) throw new Error(captured.error.kind);
    expect(captured.value).toMatchObject([
      { position: 'Left IndexFinger', format: 'iso-19794-2', quality: 66 },
    ]);
    expect(Buffer.from(captured.value[0]?.bytes ?? [])).toEqual(template);
    expect(twin.orders).toEqual(['0501', '0500']);
  });

  const picture = join(import.meta.dirname, '../../../shared/data/finger/probe.png');

  it.skipIf(!existsSync(picture))(
    `DV31 makes a template of a reader's picture (${existsSync(picture) ? 'present' : 'needs shared/data/finger'})`,
    async () => {
      const { data, info } = await sharp(readFileSync(picture))
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const grey: ReportMap = reportMapSchema.parse({
        ...fingerMap,
        decoder: { kind: 'grey-8', widthPx: info.width, heightPx: info.height, dpi: 500 },
      });
      const { captured } = await read(fingerRecording(data), request(), { readers: [grey] });
      if (!captured.ok) throw new Error(captured.error.kind);
      const template = readTemplate(captured.value[0]?.bytes ?? new Uint8Array());
      expect(template.ok && template.value.minutiae.length).toBeGreaterThan(15);
      const blank = await read(fingerRecording(Buffer.alloc(data.length, 200)), request(), {
        readers: [grey],
      });
      expect(textOf(blank.captured)).toBe('nothing-on-sensor');
    },
  );

  it.each([
    [1, 'nothing-on-sensor'],
    [2, 'device-failed'],
  ])("DV31 gives a reader's own word %i its kind", async (code, kind) => {
    const { captured } = await read(troubledRecording(code), request());
    expect(captured).toEqual({ ok: false, error: { kind, code: String(code) } });
  });

  it('DV31 says when nobody came, and when what came did not end', async () => {
    const [device] = fingerRecording();
    if (!device) throw new Error('no recording');
    const silent = await read([device], request({ timeoutMs: 100 }));
    expect(textOf(silent.captured)).toBe('capture-timeout');
    const cut = fingerRecording().slice(0, 6);
    expect(textOf((await read(cut, request({ timeoutMs: 100 }))).captured)).toBe('answer-late');
  });

  it('DV32 takes fingers of an unsigned reader only where policy says, and only allowed makes', async () => {
    const strict = { trust: { ...trust, unknownDevices: 'refuse' as const } };
    expect(textOf((await read(fingerRecording(), request(), strict)).captured)).toBe('not-signed');
    expect((await read(barcodeRecording('1'), text(), strict)).captured.ok).toBe(true);
    const others = { trust: { ...trust, allowed: new Set(['Other/Reader']) } };
    expect(textOf((await read(fingerRecording(), request(), others)).captured)).toBe('device-not-allowed');
    const two = await read(fingerRecording(), request({ count: 2 }));
    expect(textOf(two.captured)).toBe('not-supported');
  });

  it("DV32 refuses a device that was put in another's place", async () => {
    const { twin, device, scanner } = await read(fingerRecording(), request());
    const [line] = fingerRecording();
    if (line?.kind !== 'device') throw new Error('no listing');
    twin.listing = { ...line.listing, serial: 'T2' };
    expect(await scanner.capture(device?.id ?? '', request(), ever)).toMatchObject({
      error: { kind: 'identity-changed' },
    });
  });

  it('DV33 ends a flood, whatever it is made of', async () => {
    const endless = barcodeRecording('x'.repeat(60)).slice(0, 3);
    const twin = createHidTwin(endless);
    twin.fault = 'floods';
    const scanner = scannerOf(twin);
    open.push(scanner);
    const found = await scanner.discover();
    const id = (found.ok && found.value[0]?.id) || '';
    expect(await scanner.capture(id, text(), ever)).toMatchObject({
      error: { kind: 'answer-too-large' },
    });
    // Reports of another number, or that carry nothing, fill no memory either.
    const idle = createHidTwin([
      ...endless.slice(0, 2),
      { kind: 'in', path: '/dev/twin0', ms: 0, report: '07'.repeat(64) },
    ]);
    idle.fault = 'floods';
    const other = scannerOf(idle);
    open.push(other);
    await other.discover();
    expect(await other.capture(id, text(), ever)).toMatchObject({ error: { kind: 'answer-too-large' } });
  });

  it('DV33 leaves no handle over a thousand captures, plugs and aborts', async () => {
    const twin = createHidTwin(fingerRecording());
    const scanner = scannerOf(twin, { watchEveryMs: 1 });
    open.push(scanner);
    const events: DeviceEvent['type'][] = [];
    const watching = scanner.watch(({ type }) => events.push(type));
    const found = await scanner.discover();
    const id = (found.ok && found.value[0]?.id) || '';
    const ends = new Set<string>();
    for (let turn = 0; turn < 1_000; turn += 1) {
      const abort = new AbortController();
      twin.plugged = turn % 3 !== 0;
      const capturing = scanner.capture(id, request(), abort.signal);
      if (turn % 3 === 1) setImmediate(() => abort.abort());
      else if (turn % 3 === 2) setImmediate(() => (twin.plugged = false));
      const captured = await capturing;
      ends.add(captured.ok ? 'captured' : captured.error.kind);
    }
    const allowed = ['captured', 'aborted', 'device-gone', 'device-not-found'];
    expect([...ends].filter((end) => !allowed.includes(end))).toEqual([]);
    twin.plugged = true;
    expect((await scanner.capture(id, request(), ever)).ok).toBe(true);
    watching.close();
    expect(twin.openHandles()).toBe(0);
    expect(events).toContain('attached');
  });

  it('DV15 records every report without what was read, and plays back what was recorded whole', async () => {
    const twin = createHidTwin(barcodeRecording('SPECIMEN 12345'));
    const lines: string[] = [];
    const whole: string[] = [];
    const transport = recordReports(
      recordReports(twin.transport, (line) => whole.push(line), { whole: true }),
      (line) => lines.push(line),
    );
    const scanner = createHidScanner({ clock, trust, transport, readers });
    open.push(scanner);
    const found = await scanner.discover();
    const id = (found.ok && found.value[0]?.id) || '';
    const first = await scanner.capture(id, text(), ever);
    expect(lines.some((line) => line.includes('"kind":"in"'))).toBe(true);
    const inHex = Buffer.from('SPECIMEN').toString('hex');
    expect(lines.join('\n')).not.toContain(inHex);
    expect(whole.join('\n')).toContain(inHex);
    const again = await read(parseReportLines(whole), text());
    expect(textOf(again.captured)).toEqual(textOf(first));
  });

  it("DV30 lists through the system's own library, and says so where it cannot", async () => {
    const transport = createNodeHidTransport();
    const listed = await transport.list();
    expect(listed.ok || listed.error.kind === 'driver-unavailable').toBe(true);
    expect(await transport.open('/dev/none-such')).toMatchObject({
      error: { kind: expect.stringMatching(/^(device-gone|driver-unavailable)$/) },
    });
    const scanner = createHidScanner({
      clock,
      trust,
      transport: { ...transport, list: async () => ok([]) },
      readers,
    });
    expect(await scanner.capture('hid/none', text(), ever)).toMatchObject({
      error: { kind: 'device-not-found' },
    });
    await scanner.close();
  });

  it('DV33 takes no chunk out of turn, too long for its report, or too many', async () => {
    const reports = chunked(drawnTemplate());
    const asLines = (given: readonly Buffer[]): ReportLine[] => [
      ...fingerRecording().slice(0, 3),
      ...given.map((report, ms): ReportLine => ({
        kind: 'in',
        path: '/dev/twin0',
        ms,
        report: report.toString('hex'),
      })),
    ];
    const swapped = [...reports.slice(1, 2), ...reports.slice(0, 1), ...reports.slice(2)];
    expect(textOf((await read(asLines(swapped), request())).captured)).toBe('answer-malformed');
    const tooLong = reports.map((report) => Buffer.from(report).fill(60, 4, 5));
    expect(textOf((await read(asLines(tooLong), request())).captured)).toBe('answer-malformed');
    const small = reportMapSchema.parse({ ...fingerMap, framing: { ...fingerMap.framing, maxBytes: 100 } });
    const { captured } = await read(asLines(reports), request(), { readers: [small] });
    expect(textOf(captured)).toBe('answer-too-large');
  });
});
