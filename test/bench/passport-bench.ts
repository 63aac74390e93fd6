// How long reading a passport's chip takes through the system's PC/SC and a virtual reader: BAC or PACE, DG1, DG2, SOD, proof.
// The reading's own share is the whole less the time for which the card was awaited; null where there is no such reader.
import { instantSchema } from '#core/kernel/instant.ts';
import { ok } from '#core/kernel/result.ts';
import type { CaptureRequest } from '#electron/port/scanner.ts';
import { openPcsc } from '#native/pcsc/pcsc-library.ts';
import { createPcscScanner } from '#native/pcsc/pcsc-scanner.ts';
import { lackOfCardService, startCardService } from '#native/pcsc/virtual-passport/card-service.ts';
import { createCountry, createSpecimen, specimenKey } from '#native/pcsc/virtual-passport/specimen.ts';
import {
  createVirtualChip,
  layOnReader,
  type ChipAccess,
} from '#native/pcsc/virtual-passport/virtual-passport.ts';

const portraitBytes = 15_000;

export async function passportFigures(): Promise<Readonly<Record<string, number | string | null>>> {
  const lack = lackOfCardService();
  if (lack !== null) return { passportMs: null, passportLacks: lack };
  const service = await startCardService();
  const basic = await reading({ pace: null, basic: true, accessNumber: null }, 35_963);
  const pace = await reading({ pace: modern, basic: false, accessNumber: null }, 35_964);
  await service.close();
  return {
    passportMs: basic.ownMs,
    passportWithCardMs: basic.wholeMs,
    pacePassportMs: pace.ownMs,
    pacePassportWithCardMs: pace.wholeMs,
  };
}

/** brainpoolP256r1 with AES-128, which most passports have. */
const modern = {
  protocol: Buffer.from('04007F00070202040202', 'hex'),
  mapping: 'generic',
  bits: 128,
  parameterId: 13,
} as const;

async function reading(
  access: ChipAccess,
  port: number,
): Promise<{ readonly ownMs: number; readonly wholeMs: number }> {
  const country = createCountry(new Date());
  const specimen = createSpecimen(country, portraitBytes);
  const card = await layOnReader(createVirtualChip(specimen, specimenKey, access), port);
  let awaitedMs = 0;
  const scanner = createPcscScanner({
    clock: { now: () => instantSchema.parse(new Date().toISOString()) },
    trust: {
      roots: [country.authority.certificate],
      revoked: new Set(),
      allowed: null,
      unknownDevices: 'refuse',
    },
    async open() {
      const opened = await openPcsc();
      if (!opened.ok) return opened;
      return ok({
        ...opened.value,
        async connect(reader: string) {
          const channel = await opened.value.connect(reader);
          if (!channel.ok) return channel;
          return ok({
            ...channel.value,
            async transmit(command: Buffer) {
              const start = performance.now();
              const answer = await channel.value.transmit(command);
              awaitedMs += performance.now() - start;
              return answer;
            },
          });
        },
      });
    },
  });
  const id = await readyReader(scanner);
  try {
    for (let tries = 1; ; tries += 1) {
      awaitedMs = 0;
      const start = performance.now();
      const captured = await scanner.capture(id, request(), new AbortController().signal);
      const wholeMs = performance.now() - start;
      if (captured.ok) return { ownMs: Math.round(wholeMs - awaitedMs), wholeMs: Math.round(wholeMs) };
      // Just after it was laid there the virtual reader may lose an answer: laid on again, as a person would.
      if (captured.error.kind !== 'card-removed' || tries === triesAllowed)
        throw new Error(`${captured.error.kind} ${captured.error.code ?? ''}`);
    }
  } finally {
    await scanner.close();
    await card?.remove();
  }
}

const triesAllowed = 3;

const request = (): CaptureRequest => ({
  modality: 'document',
  count: 1,
  positions: [],
  exceptions: [],
  timeoutMs: 30_000,
  requestedQuality: 0,
  transactionId: 'bench',
  documentKey: specimenKey,
});

async function readyReader(scanner: ReturnType<typeof createPcscScanner>): Promise<string> {
  for (let tries = 0; tries < 60; tries += 1) {
    const found = await scanner.discover();
    const ready = found.ok ? found.value.find(({ status }) => status === 'ready') : undefined;
    if (ready) return ready.id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the virtual card did not appear');
}
