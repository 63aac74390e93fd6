// A router over the whole kiosk contract that answers with what it was given, and keeps a record of it: what carriers are tried with.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { implement } from '@orpc/server';
import { caseViewSchema, type CaseView } from '#core/contract/kiosk/case-view.ts';
import { kioskContract, type KioskStatus } from '#core/contract/kiosk/contract.ts';
import type { CaseId } from '#core/kernel/brand.ts';

export const status: KioskStatus = {
  kiosk: 'ready',
  mode: 'staffed',
  bankName: 'Sahyadri Bank',
  branchName: 'Pune Camp',
  officer: null,
  line: 'offline',
  waiting: 3,
  needsAttention: 0,
  warnings: [],
};

/** UUIDv7 number n. */
export function caseIdOf(n: number): CaseId {
  return `01890000-0000-7000-8000-${String(n).padStart(12, '0')}` as CaseId;
}

export const unknownCase = caseIdOf(404);
export const throwingCase = caseIdOf(500);
export const slowCase = caseIdOf(600);
export const secretOfTheMistake = 'the name of a customer';

export interface Seen {
  arrivals: string[];
  pictures: { bytes: number; type: string; sha256: string }[];
  watchersOpen: number;
  watchersEnded: number;
}

export function echoRouter() {
  const seen: Seen = { arrivals: [], pictures: [], watchersOpen: 0, watchersEnded: 0 };
  const pictures = new Map<string, Blob>();
  const os = implement(kioskContract);

  const watcher = async function* (signal: AbortSignal | undefined) {
    seen.watchersOpen += 1;
    try {
      for (let waiting = 0; ; waiting += 1) {
        yield { ...status, waiting };
        await sleep(5, undefined, signal === undefined ? {} : { signal });
      }
    } finally {
      seen.watchersEnded += 1;
    }
  };

  const router = os.router({
    shell: {
      info: os.shell.info.handler(() => ({
        shell: 'browser',
        version: '0.1.0',
        simulated: true,
        lacks: ['os-key-store', 'fuses'],
        modelsMissing: [],
        enrolmentCode: null,
      })),
      watch: os.shell.watch.handler(({ signal }) => watcher(signal)),
    },
    setup: { enrol: os.setup.enrol.handler(() => status) },
    session: {
      signIn: os.session.signIn.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'credentials-wrong', triesLeft: 2 } });
      }),
      recover: os.session.recover.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'recovery-key-wrong' } });
      }),
      fingerReady: os.session.fingerReady.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'kiosk-locked' } });
      }),
      signInByFinger: os.session.signInByFinger.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'finger-not-enrolled' } });
      }),
      enrolFinger: os.session.enrolFinger.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'finger-needs-password' } });
      }),
      signOut: os.session.signOut.handler(() => null),
    },
    vault: {
      standing: os.vault.standing.handler(() => ({
        keyChangedAt: null,
        keyChangeAsked: false,
        recoveryWritten: null,
        salvages: [],
      })),
      renewKey: os.vault.renewKey.handler(() => null),
      admitCredential: os.vault.admitCredential.handler(() => null),
      withdrawCredential: os.vault.withdrawCredential.handler(() => null),
    },
    catalogue: {
      get: os.catalogue.get.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'no-line' } });
      }),
    },
    line: {
      diagnose: os.line.diagnose.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'kiosk-not-enrolled' } });
      }),
    },
    devices: {
      watch: os.devices.watch.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'scanner-failed', scanner: 'deviceNotFound' } });
      }),
      test: os.devices.test.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'scanner-failed', scanner: 'deviceNotFound' } });
      }),
      preview: os.devices.preview.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'scanner-failed', scanner: 'deviceNotFound' } });
      }),
      simulate: os.devices.simulate.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'scanner-failed', scanner: 'deviceNotFound' } });
      }),
      printers: os.devices.printers.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'scanner-failed', scanner: 'deviceNotFound' } });
      }),
      testPrint: os.devices.testPrint.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'scanner-failed', scanner: 'deviceNotFound' } });
      }),
    },
    outbox: {
      list: os.outbox.list.handler(() => ({ items: [], more: false, waiting: 0, parked: 0, withdrawals: 0 })),
      history: os.outbox.history.handler(() => []),
      retry: os.outbox.retry.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'already-delivered' } });
      }),
      reopen: os.outbox.reopen.handler(({ input }) => view(input.caseId)),
      export: os.outbox.export.handler(() => new Blob([])),
    },
    case: {
      list: os.case.list.handler(() => []),
      start: os.case.start.handler(() => view(caseIdOf(1))),
      get: os.case.get.handler(async ({ input, errors }) => {
        seen.arrivals.push(input.caseId);
        if (input.caseId === unknownCase) {
          throw errors.REFUSED({ data: { kind: 'case-not-found', subject: 'case' } });
        }
        if (input.caseId === throwingCase) throw new TypeError(secretOfTheMistake);
        if (input.caseId === slowCase) await sleep(200);
        return view(input.caseId);
      }),
      watch: os.case.watch.handler(async function* ({ input }) {
        yield view(input.caseId);
      }),
      goTo: os.case.goTo.handler(({ input }) => view(input.caseId)),
      abandon: os.case.abandon.handler(() => null),
      setCorrectionAside: os.case.setCorrectionAside.handler(({ input }) => view(input.caseId)),
      withdrawConsent: os.case.withdrawConsent.handler(() => ({ bankTold: false })),
      giveConsent: os.case.giveConsent.handler(({ input }) => view(input.caseId)),
      chooseProduct: os.case.chooseProduct.handler(({ input }) => view(input.caseId)),
      sendCode: os.case.sendCode.handler(({ input }) => view(input.caseId)),
      answerCode: os.case.answerCode.handler(({ input }) => view(input.caseId)),
      keepMobileUnverified: os.case.keepMobileUnverified.handler(({ input }) => view(input.caseId)),
      pictureOfPdf: os.case.pictureOfPdf.handler(({ input }) => input.file),
      addDocument: os.case.addDocument.handler(async ({ input }) => {
        const bytes = new Uint8Array(await input.image.arrayBuffer());
        seen.pictures.push({ bytes: bytes.length, type: input.image.type, sha256: sha256(bytes) });
        pictures.set(input.caseId, new Blob([bytes], { type: input.image.type }));
        return view(input.caseId);
      }),
      read: os.case.read.handler(async function* ({ input }) {
        for (const percent of [0, 25, 50, 75, 100]) yield { type: 'progress' as const, percent };
        yield { type: 'read' as const, case: view(input.caseId) };
      }),
      scanCode: os.case.scanCode.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'chip-differs', subject: 'name' } });
      }),
      readChip: os.case.readChip.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'chip-differs', subject: 'name' } });
      }),
      askEkyc: os.case.askEkyc.handler(({ input }) => view(input.caseId)),
      confirmReading: os.case.confirmReading.handler(({ input }) => view(input.caseId)),
      addSelfie: os.case.addSelfie.handler(({ input }) => view(input.caseId)),
      beginLiveness: os.case.beginLiveness.handler(() => ({
        checkId: caseIdOf(7),
        nonce: '0'.repeat(64),
        prompt: { ask: 'look-straight' },
      })),
      addLivenessFrame: os.case.addLivenessFrame.handler(() => ({ state: 'ended' })),
      askOfficer: os.case.askOfficer.handler(({ input }) => view(input.caseId)),
      judgeLiveness: os.case.judgeLiveness.handler(({ input }) => view(input.caseId)),
      judgeFace: os.case.judgeFace.handler(({ input }) => view(input.caseId)),
      captureBiometrics: os.case.captureBiometrics.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'biometric-not-asked' } });
      }),
      exceptBiometric: os.case.exceptBiometric.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'biometric-not-asked' } });
      }),
      seal: os.case.seal.handler(({ input }) => view(input.caseId)),
      sendLateCode: os.case.sendLateCode.handler(({ input }) => view(input.caseId)),
      answerLateCode: os.case.answerLateCode.handler(({ input }) => view(input.caseId)),
      evidence: os.case.evidence.handler(({ input, errors }) => {
        const picture = pictures.get(input.caseId);
        if (picture === undefined) throw errors.REFUSED({ data: { kind: 'case-not-found' } });
        return picture;
      }),
      printReceipt: os.case.printReceipt.handler(() => null),
      receipt: os.case.receipt.handler(({ errors }) => {
        throw errors.REFUSED({ data: { kind: 'case-closed' } });
      }),
    },
  });
  return { router, seen };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function view(caseId: CaseId): CaseView {
  return caseViewSchema.parse({
    caseId,
    reference: `R-${caseId.slice(-4)}`,
    status: 'draft',
    simulated: true,
    startedAt: '2026-11-20T10:00:00.000Z',
    at: 'consent',
    steps: [],
    consent: null,
    product: null,
    contact: null,
    document: null,
    reading: null,
    face: null,
    liveness: null,
    biometrics: null,
    delivery: null,
    bank: null,
    correction: null,
    mayCorrect: false,
    blockedBy: null,
  });
}
