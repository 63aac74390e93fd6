import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantSchema } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { CaptureRequest, Scanner, ScannerFailure } from '#electron/port/scanner.ts';
import { describeScanner, expectMapped, type ScannerRig } from '#test/conformance/scanner-suite.ts';
import type { TrustStore } from '../trust/trust-store.ts';
import { createPcscScanner } from './pcsc-scanner.ts';
import { openPcsc, type CardChannel, type Pcsc } from './pcsc-library.ts';
import { portraitOf } from './portrait.ts';
import { playCommands, recordCommands } from './record-commands.ts';
import type { PassportFiles } from './read-passport.ts';
import type { PaceInfo } from './security-infos.ts';
import { lackOfCardService, startCardService } from './virtual-passport/card-service.ts';
import { createCountry, createSpecimen, specimenKey } from './virtual-passport/specimen.ts';
import {
  createVirtualChip,
  layOnReader,
  type ChipAccess,
  type LaidCard,
} from './virtual-passport/virtual-passport.ts';

const country = createCountry(new Date());
const stranger = createCountry(new Date());
const specimen = createSpecimen(country, 12_000);
const trust: TrustStore = {
  roots: [country.authority.certificate],
  revoked: new Set(),
  allowed: null,
  unknownDevices: 'refuse',
};
const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const ever = new AbortController().signal;
const request = (): CaptureRequest => ({
  modality: 'document',
  count: 1,
  positions: [],
  exceptions: [],
  timeoutMs: 10_000,
  requestedQuality: 0,
  transactionId: 'one',
  documentKey: specimenKey,
});

type Tamper = (answer: Buffer, count: number) => Result<Buffer, ScannerFailure>;

/** A reader with the chip on it and no wire between. */
function direct(
  files: PassportFiles,
  tamper: Tamper = (answer) => ok(answer),
  access?: ChipAccess,
): () => Promise<Result<Pcsc, ScannerFailure>> {
  const chip = createVirtualChip(files, specimenKey, access);
  let count = 0;
  const channel: CardChannel = {
    async transmit(command) {
      count += 1;
      return tamper(chip.answer(command), count);
    },
    close: async () => undefined,
  };
  return async () =>
    ok({
      readers: async () => ok([{ reader: 'Direct', hasCard: true }]),
      connect: async () => ok(channel),
      close: async () => undefined,
    });
}

async function read(
  files: PassportFiles,
  change: Partial<{ request: CaptureRequest; trust: TrustStore; tamper: Tamper; access: ChipAccess }> = {},
) {
  const scanner = createPcscScanner({
    clock,
    trust: change.trust ?? trust,
    open: direct(files, change.tamper, change.access),
  });
  const captured = await scanner.capture('pcsc/Direct', change.request ?? request(), ever);
  await scanner.close();
  return captured.ok ? captured.value : captured.error.kind;
}

function changed(file: Buffer, at: number): Buffer {
  const bytes = Buffer.from(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

describe('passports through pcsc', () => {
  it('DV24 are opened with the printed zone, read, proved, and give the portrait', async () => {
    const captures = await read(specimen);
    if (typeof captures === 'string') throw new Error(captures);
    expect(captures.map(({ position }) => position)).toEqual(['DG1', 'DG2', 'SOD', 'portrait']);
    expect(captures[0]?.bytes).toEqual(specimen.dg1);
    expect(captures[1]?.bytes).toEqual(specimen.dg2);
    expect(captures[3]).toMatchObject({
      format: 'jpeg',
      attestation: { kind: 'document', transactionId: 'one' },
    });
    expect(captures[3]?.bytes).toHaveLength(12_000);
  });

  it('DV24 stay closed to the wrong printed zone, and to no zone at all', async () => {
    const wrong = { ...request(), documentKey: { ...specimenKey, birthDate: '740813' } };
    expect(await read(specimen, { request: wrong })).toBe('access-denied');
    expect(await read(specimen, { request: { ...request(), documentKey: null } })).toBe('request-refused');
  });

  it('DV25 are refused when a data group, the signature, or the signed digests were changed', async () => {
    expect(await read({ ...specimen, dg1: changed(specimen.dg1, 40) })).toBe('document-altered');
    expect(await read({ ...specimen, dg2: changed(specimen.dg2, 5_000) })).toBe('document-altered');
    const end = specimen.sod.length - 1;
    expect(await read({ ...specimen, sod: changed(specimen.sod, end) })).toBe('signature-wrong');
    const kinds = new Set<string>();
    const small = createSpecimen(country, 300);
    for (let at = 4; at < small.sod.length; at += 37) {
      const said = await read({ ...small, sod: changed(small.sod, at) });
      kinds.add(typeof said === 'string' ? said : `read with byte ${at} changed`);
    }
    // Bytes that nobody signs and nobody reads: versions, the signer's name beside the certificate.
    const unsigned = [...kinds].filter((kind) => kind.startsWith('read with byte'));
    expect(unsigned.length).toBeLessThan(6);
    const refusals = [
      'answer-malformed',
      'certificate-expired',
      'document-altered',
      'issuer-unknown',
      'signature-wrong',
    ];
    expect([...kinds].filter((kind) => !unsigned.includes(kind) && !refusals.includes(kind))).toEqual([]);
    expect(kinds.size - unsigned.length).toBeGreaterThanOrEqual(3);
  }, 60_000);

  it('DV25 of a country whose root is not in the store are named so, and taken only where policy says', async () => {
    const foreign = createSpecimen(stranger, 2_000);
    expect(await read(foreign)).toBe('issuer-unknown');
    const captures = await read(foreign, { trust: { ...trust, unknownDevices: 'record' } });
    expect(captures).toMatchObject([{ attestation: { kind: 'none' } }, {}, {}, {}]);
    const revoked = new Set([country.signer.certificate.fingerprint256]);
    expect(await read(specimen, { trust: { ...trust, revoked } })).toBe('certificate-revoked');
  });

  it('DV26 taken away, lying, or answering for another in the middle end the reading by name', async () => {
    const gone: Tamper = (answer, count) =>
      count === 20 ? { ok: false, error: { kind: 'card-removed' } } : ok(answer);
    expect(await read(specimen, { tamper: gone })).toBe('card-removed');
    expect(
      await read(specimen, { tamper: (answer, count) => ok(count === 20 ? changed(answer, 9) : answer) }),
    ).toBe('signature-wrong');
    expect(
      await read(specimen, { tamper: (answer, count) => ok(count === 20 ? Buffer.of(0x69, 0x88) : answer) }),
    ).toBe('signature-wrong');
    expect(await read({ ...specimen, dg2: Buffer.from('758301ffff00', 'hex') })).toBe('answer-too-large');
    expect(await read({ ...specimen, dg2: Buffer.from('7580', 'hex') })).toBe('answer-malformed');
    for (const kind of ['card-removed', 'access-denied', 'document-altered', 'issuer-unknown'] as const)
      expectMapped(kind);
  });

  it('DV26 with a portrait that is no picture give none', () => {
    expect(portraitOf(specimen.dg2)?.bytes).toHaveLength(12_000);
    expect(portraitOf(specimen.dg1)).toBeNull();
    for (let cut = 0; cut < 120; cut += 1) expect(portraitOf(specimen.dg2.subarray(0, cut))).toBeNull();
  });
});

const paceProtocol = (mapping: number, cipher: number) =>
  Buffer.from([0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x04, mapping, cipher]);
const generic: PaceInfo = { protocol: paceProtocol(2, 2), mapping: 'generic', bits: 128, parameterId: 13 };
const modern: ChipAccess = { pace: generic, basic: false, accessNumber: '314159' };
const withNumber = (accessNumber: string) => ({ ...request(), documentKey: { accessNumber } });

describe('passports, recorded', () => {
  /** The same bytes each time: what a recording was made with. */
  function seededDraw(): (bytes: number) => Buffer {
    let count = 0;
    return (bytes) => {
      count += 1;
      const seed = createHash('sha256').update(`draw ${count}`).digest();
      return Buffer.alloc(bytes, seed);
    };
  }

  it.each([
    ['basic access', undefined],
    ['PACE', { ...modern, basic: false }],
  ] as const)('DV15 every command under %s, and played back with the same chance', async (_, access) => {
    const lines: string[] = [];
    const whole: string[] = [];
    const files = createSpecimen(country, 300);
    const open = recordCommands(
      recordCommands(direct(files, undefined, access), (line) => whole.push(line), { whole: true }),
      (line) => lines.push(line),
    );
    const scanner = createPcscScanner({ clock, trust, open, draw: seededDraw() });
    const first = await scanner.capture('pcsc/Direct', request(), ever);
    await scanner.close();
    if (!first.ok) throw new Error(first.error.kind);
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.every((line) => /"answer":"\[\d+ bytes, sha256 [0-9a-f]{16}\][0-9a-f]{4}"/.test(line))).toBe(
      true,
    );
    const again = createPcscScanner({ clock, trust, open: playCommands(whole), draw: seededDraw() });
    const played = await again.capture('pcsc/Direct', request(), ever);
    await again.close();
    if (!played.ok) throw new Error(played.error.kind);
    expect(played.value.map(({ bytes }) => bytes)).toEqual(first.value.map(({ bytes }) => bytes));
    // Without that chance the old answers open nothing.
    const fresh = createPcscScanner({ clock, trust, open: playCommands(whole) });
    expect((await fresh.capture('pcsc/Direct', request(), ever)).ok).toBe(false);
    await fresh.close();
  });
});

describe('passports by PACE', () => {
  const accessOf = (said: Awaited<ReturnType<typeof read>>) =>
    typeof said === 'string' ? said : said[0]?.attestation.facts['access'];

  it.each([
    [12, 128, 2],
    [13, 128, 2],
    [15, 192, 3],
    [16, 256, 4],
    [17, 256, 4],
    [18, 256, 4],
  ] as const)('DV38 are opened on curve %i with AES of %i bits', async (parameterId, bits, cipher) => {
    const small = createSpecimen(country, 300);
    const pace = { ...generic, protocol: paceProtocol(2, cipher), bits, parameterId };
    const said = await read(small, { access: { ...modern, pace } });
    expect(accessOf(said)).toBe(`PACE, generic mapping, AES-${bits}`);
    expect(typeof said === 'string' ? said : said.map(({ position }) => position)).toEqual([
      'DG1',
      'DG2',
      'SOD',
      'portrait',
    ]);
  });

  it.each([
    [12, 128, 2],
    [13, 256, 4],
    [15, 192, 3],
    [18, 256, 4],
  ] as const)(
    'DV38 are opened by the integrated mapping, curve %i, AES of %i bits',
    async (parameterId, bits, cipher) => {
      const protocol = paceProtocol(4, cipher);
      const pace: PaceInfo = { mapping: 'integrated', protocol, bits, parameterId };
      const said = await read(createSpecimen(country, 300), { access: { ...modern, pace } });
      expect(accessOf(said)).toBe(`PACE, integrated mapping, AES-${bits}`);
    },
  );

  it('DV38 open to the access number too, and stay closed to another, and to another zone', async () => {
    expect(accessOf(await read(specimen, { access: modern, request: withNumber('314159') }))).toMatch(
      /^PACE/,
    );
    expect(await read(specimen, { access: modern, request: withNumber('271828') })).toBe('access-denied');
    const wrong = { ...request(), documentKey: { ...specimenKey, birthDate: '740813' } };
    expect(await read(specimen, { access: modern, request: wrong })).toBe('access-denied');
    // A chip that knows both forms is not tried a second time with a wrong zone.
    expect(await read(specimen, { access: { ...modern, basic: true }, request: wrong })).toBe(
      'access-denied',
    );
    expect(await read(specimen, { request: withNumber('314159') })).toBe('not-supported');
  });

  it('DV38 fall back to basic access where the chip tells of a form nobody speaks, or gives up on its own', async () => {
    const integers = { ...generic, protocol: paceProtocol(1, 2) };
    const older = { ...modern, pace: integers, basic: true };
    expect(accessOf(await read(specimen, { access: older }))).toBe('BAC');
    const isPace: Tamper = (answer, count) => ok(count === 5 ? Buffer.of(0x6a, 0x80) : answer);
    const both = { ...modern, basic: true };
    expect(accessOf(await read(specimen, { access: both, tamper: isPace }))).toBe('BAC');
    expect(await read(specimen, { access: modern, tamper: isPace })).toBe('access-denied');
    expect(accessOf(await read(specimen, { access: both }))).toMatch(/^PACE/);
  });

  it('DV38 end by name when anything under PACE was changed', async () => {
    const kinds = new Set<string>();
    for (let at = 4; at < 16; at += 1) {
      const said = await read(createSpecimen(country, 300), {
        access: modern,
        tamper: (answer, count) => ok(count === at ? changed(answer, 8 % answer.length) : answer),
      });
      kinds.add(typeof said === 'string' ? said : 'read');
    }
    const refusals = ['access-denied', 'answer-malformed', 'not-supported', 'signature-wrong'];
    expect([...kinds].filter((kind) => !refusals.includes(kind))).toEqual([]);
  });
});

/** A reader that comes and goes, with a card that does; what a driver sees of it is what PC/SC would say. */
async function makeRig(): Promise<ScannerRig> {
  let plugged = false;
  let hasCard = true;
  let delayMs = 0;
  let fault: string | null = null;
  const chip = createVirtualChip(specimen, specimenKey);
  const answered = (command: Buffer): Result<Buffer, ScannerFailure> => {
    if (fault === 'gone-in-the-middle') return err({ kind: 'card-removed' });
    if (fault === 'malformed') return ok(Buffer.of(0x90));
    return ok(fault === 'lies-short' ? Buffer.of(0x61, 0x90, 0x00) : chip.answer(command));
  };
  const pcsc: Pcsc = {
    readers: async () => ok(plugged ? [{ reader: 'Rig', hasCard }] : []),
    async connect() {
      if (!plugged) return err({ kind: 'device-gone' });
      if (!hasCard) return err({ kind: 'card-removed' });
      await new Promise((resolve) => setTimeout(resolve, Math.min(delayMs, 500)));
      let count = 0;
      return ok({
        async transmit(command) {
          count += 1;
          // The chip is opened by then.
          return count < 7 ? ok(chip.answer(command)) : answered(command);
        },
        close: async () => chip.reset(),
      });
    },
    close: async () => undefined,
  };
  const scanner = createPcscScanner({ clock, trust, open: async () => ok(pcsc) });
  return {
    scanner,
    async plug() {
      plugged = true;
    },
    async unplug() {
      plugged = false;
    },
    async setReady(ready) {
      hasCard = ready;
    },
    async setDelayMs(ms) {
      delayMs = ms;
    },
    setFault(name) {
      fault = name;
    },
    request,
    streams: false,
    notReady: 'card-removed',
    faults: {
      'gone-in-the-middle': ['card-removed'],
      malformed: ['signature-wrong'],
      'lies-short': ['signature-wrong'],
    },
    close: () => scanner.close(),
  };
}

describeScanner('pcsc', ['gone-in-the-middle', 'malformed', 'lies-short'], makeRig);

const lack = lackOfCardService();

describe.skipIf(lack !== null)(`passports through the system's own PC/SC (${lack ?? 'present'})`, () => {
  let service: { close(): Promise<void> };
  let card: LaidCard | null = null;
  let scanner: Scanner;

  beforeAll(async () => {
    service = await startCardService();
    scanner = createPcscScanner({ clock, trust, open: openPcsc });
    // Small: the virtual reader takes 44 ms a command (two small writes, and TCP waits for the acknowledgement).
    const chip = createVirtualChip(createSpecimen(country, 1_500), specimenKey);
    for (let tries = 0; tries < 40 && !card; tries += 1) {
      card = await layOnReader(chip);
      if (!card) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  afterAll(async () => {
    await scanner.close();
    await card?.remove();
    await service.close();
  });

  /** The reader's id once the card is seen. */
  async function readyReader(): Promise<string> {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = await scanner.discover();
      const ready = found.ok && found.value.find(({ status }) => status === 'ready');
      if (ready) return ready.id;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return '';
  }

  it('DV24 are read by BAC, secure messaging and passive authentication', async () => {
    const id = await readyReader();
    expect(id).toMatch(/^pcsc\/Virtual PCD/);
    const captured = await scanner.capture(id, request(), ever);
    if (!captured.ok) throw new Error(captured.error.kind);
    expect(captured.value.at(-1)).toMatchObject({ position: 'portrait', attestation: { kind: 'document' } });
    const second = scanner.capture(id, request(), ever);
    expect(await scanner.capture(id, request(), ever)).toMatchObject({ error: { kind: 'device-busy' } });
    expect((await second).ok).toBe(true);
    const wrong = { ...request(), documentKey: { ...specimenKey, expiryDate: '300101' } };
    expect(await scanner.capture(id, wrong, ever)).toMatchObject({ error: { kind: 'access-denied' } });
    await card?.remove();
    const gone = await scanner.capture(id, request(), ever);
    card = null;
    expect(gone.ok ? 'read' : gone.error.kind).toBeOneOf(['card-removed', 'device-gone', 'device-failed']);
  });

  it('DV38 are read by PACE with the access number', async () => {
    const chip = createVirtualChip(createSpecimen(country, 300), specimenKey, modern);
    // The virtual reader's second slot.
    for (let tries = 0; tries < 200 && !card; tries += 1) {
      card = await layOnReader(chip, 35_964);
      if (!card) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const captured = await scanner.capture(await readyReader(), withNumber('314159'), ever);
    if (!captured.ok) throw new Error(captured.error.kind);
    expect(captured.value.at(-1)?.attestation).toMatchObject({
      kind: 'document',
      facts: { access: 'PACE, generic mapping, AES-128' },
    });
  });
});
