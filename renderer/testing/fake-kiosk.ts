// A kiosk's main process in memory, for tests and the story page only: the contract's router with the same order of
// steps, and a switch for each way things can go. It reads nothing, compares nothing and is never part of the app.
import { implement, ORPCError } from '@orpc/server';
import type { CaseView, FieldView, Step } from '#core/contract/kiosk/case-view.ts';
import { steps } from '#core/contract/kiosk/case-view.ts';
import { kioskContract, type KioskStatus, type ShellInfo } from '#core/contract/kiosk/contract.ts';
import type { LivenessPrompt } from '#core/contract/kiosk/liveness.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { caseIdSchema, evidenceIdSchema, type EvidenceId, officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { documentLayouts } from '#core/reading/kinds/layouts.ts';
import type { OfficerRole } from '#core/contract/bank/identity.ts';
import type { OutboxItem } from '#core/contract/kiosk/outbox-view.ts';
import type { DevicesView } from '#core/contract/kiosk/device-view.ts';
import { fakeDevices, fakeFrame, fakePrinters, noDevices, plugged } from './fake-devices.ts';
import { fakeDiagnosis, fakeHistory, fakeStanding, fakeQueue, isShown } from './fake-queue.ts';
import { hasBiometrics, noBiometrics, withCaptures, withException } from './fake-biometrics.ts';
import { catalogue, readFields, receiptPdf } from './fake-case.ts';

type Face = NonNullable<CaseView['face']>;
type Bank = NonNullable<CaseView['bank']>;

export interface FakeOptions {
  readonly kiosk: KioskStatus['kiosk'];
  readonly signedIn: boolean;
  readonly line: KioskStatus['line'];
  readonly simulated: boolean;
  readonly faceOutcome: Face['outcome'];
  readonly bankState: Bank['state'];
  /** Refused at these procedures, once each, in this order. */
  readonly refuse: Readonly<Record<string, Refusal>>;
  readonly readMs: number;
  readonly queue: readonly OutboxItem[];
  readonly role: OfficerRole;
  readonly devices: 'none' | 'some';
  readonly liveness: 'none' | 'demanded';
}

export const fakeDefaults: FakeOptions = {
  kiosk: 'ready',
  signedIn: true,
  line: 'online',
  simulated: true,
  faceOutcome: 'match',
  bankState: 'opened',
  refuse: {},
  readMs: 900,
  queue: fakeQueue,
  role: 'officer',
  devices: 'some',
  liveness: 'none',
};

/** The one code the fake takes; it is no code of any bank. */
export const fakeCode = '246810';
const officer = { officerId: officerIdSchema.parse('asha.rao'), name: 'Asha Rao', role: 'officer' } as const;

let made = 0;
function uuid(): string {
  made += 1;
  return `0193${String(made).padStart(4, '0')}-0000-7000-8000-${String(made).padStart(12, '0')}`;
}
const later = (seconds: number) => instantSchema.parse(new Date(Date.now() + seconds * 1000).toISOString());
const pause = (ms: number) =>
  new Promise((resume) => {
    setTimeout(resume, ms);
  });

function missingOf(view: CaseView, step: Step): boolean {
  switch (step) {
    case 'consent':
      return view.consent === null;
    case 'product':
      return view.product === null;
    case 'contact':
      return view.contact === null || view.contact.state === 'code-sent';
    case 'document':
      return view.document === null || view.document.sidesMissing.length > 0;
    case 'reading':
      return view.reading?.confirmed !== true;
    case 'face':
      return (
        (view.liveness !== null &&
          view.liveness.outcome !== 'live' &&
          view.liveness.officerVerdict === null) ||
        view.face === null ||
        (view.face.outcome !== 'match' && view.face.officerVerdict === null)
      );
    case 'biometrics':
      return false;
    case 'review':
    case 'done':
      return view.status === 'draft';
    default:
      return true;
  }
}

export interface FakeKiosk {
  readonly router: ReturnType<typeof makeRouter>;
  readonly view: () => CaseView | null;
  /** Opens a case that has everything before this step. */
  seed(step: Step): Promise<void>;
}

/** Of a check before the camera: what is asked, and after how many frames the next. */
const fakePrompts = [
  { ask: 'look-straight' },
  { ask: 'gesture', gesture: 'smile' },
  { ask: 'gesture', gesture: 'turn-left' },
  { ask: 'colours', colours: ['red', 'green', 'blue'], stepMs: 550 },
] satisfies [LivenessPrompt, ...LivenessPrompt[]];
const fakeFramesEach = 10;

interface Room {
  asked: number;
  options: FakeOptions;
  status: KioskStatus;
  cases: Map<string, CaseView>;
  pictures: Map<string, Blob>;
  changed: Set<() => void>;
  refused: Set<string>;
  devices: DevicesView;
  renewed: boolean;
  unattended: boolean;
}

function put(room: Room, view: CaseView): CaseView {
  const open = steps.find((step) => missingOf(view, step)) ?? 'done';
  const at = view.status === 'sealed' ? 'done' : view.at;
  const openIndex = steps.indexOf(open);
  const next: CaseView = {
    ...view,
    at,
    steps: steps
      .filter((step) => step !== 'biometrics' || at === step || hasBiometrics(view))
      .map((step) => {
        const index = steps.indexOf(step);
        if (step === at) return { step, state: 'here' };
        if (step === 'face' && view.face?.outcome === 'mismatch') return { step, state: 'problem' };
        return { step, state: index < openIndex || view.status === 'sealed' ? 'done' : 'to-come' };
      }),
  };
  room.cases.set(next.caseId, next);
  for (const tell of room.changed) tell();
  return next;
}

function advance(room: Room, view: CaseView): CaseView {
  return put(room, { ...view, at: steps.find((step) => missingOf(view, step)) ?? 'done' });
}

function fresh(liveness: FakeOptions['liveness']): CaseView {
  const caseId = caseIdSchema.parse(uuid());
  return {
    caseId,
    reference: `PR-${String(4000 + made)}-K7`,
    status: 'draft',
    simulated: true,
    startedAt: later(0),
    at: 'consent',
    steps: [],
    consent: null,
    product: null,
    contact: null,
    document: null,
    reading: null,
    face: null,
    liveness:
      liveness === 'demanded' ? { outcome: null, why: null, triesLeft: 3, officerVerdict: null } : null,
    biometrics: noBiometrics,
    delivery: null,
    correction: null,
    mayCorrect: false,
    bank: null,
    blockedBy: null,
  };
}

function makeRouter(room: Room) {
  const os = implement(kioskContract);
  const refuse = (refusal: Refusal) =>
    new ORPCError('REFUSED', { defined: true, status: 409, message: 'refused', data: refusal });
  const pass = (procedure: string) => {
    const refusal = room.options.refuse[procedure];
    if (!refusal || room.refused.has(procedure)) return;
    room.refused.add(procedure);
    throw refuse(refusal);
  };
  const find = (caseId: string): CaseView => {
    const view = room.cases.get(caseId);
    if (!view) throw refuse({ kind: 'case-not-found' });
    return view;
  };
  const keep = (blob: unknown): EvidenceId => {
    const id = evidenceIdSchema.parse(uuid());
    if (blob instanceof Blob) room.pictures.set(id, blob);
    return id;
  };
  const setStatus = (status: Partial<KioskStatus>) => {
    room.status = { ...room.status, ...status };
    for (const tell of room.changed) tell();
    return room.status;
  };
  async function* watchOf<T>(now: () => T, signal: AbortSignal | undefined): AsyncGenerator<T> {
    let wake: () => void = () => {};
    const tell = () => wake();
    room.changed.add(tell);
    signal?.addEventListener('abort', tell);
    try {
      // oxlint-disable-next-line no-unmodified-loop-condition -- the signal's owner changes it while this waits
      while (signal?.aborted !== true) {
        const next = new Promise<void>((resume) => {
          wake = resume;
        });
        yield now();
        await next;
      }
    } finally {
      room.changed.delete(tell);
    }
  }
  const toBank = async (caseId: string) => {
    await pause(600);
    const view = find(caseId);
    if (room.status.line !== 'online') return;
    put(room, { ...view, delivery: { state: 'accepted', reason: null } });
    await pause(600);
    const state: Bank['state'] =
      view.contact?.state === 'unverified' ? 'awaiting-mobile' : room.options.bankState;
    put(room, { ...find(caseId), bank: bankAnswer(state) });
    setStatus({ waiting: 0 });
  };

  return os.router({
    shell: {
      info: os.shell.info.handler((): ShellInfo => ({
        shell: 'browser',
        version: '0.1.0',
        simulated: room.options.simulated,
        lacks: ['os-key-store', 'content-protection', 'kiosk-lock', 'fuses'],
        modelsMissing:
          room.options.faceOutcome === 'unavailable'
            ? [{ file: 'face_recognition.onnx', fault: 'missing' }]
            : [],
        enrolmentCode: room.options.kiosk === 'unenrolled' ? `PRV1-${'x7Gq'.repeat(30)}` : null,
      })),
      watch: os.shell.watch.handler(({ signal }) => watchOf(() => room.status, signal)),
    },
    setup: {
      enrol: os.setup.enrol.handler(() => {
        pass('setup.enrol');
        return setStatus({
          kiosk: 'ready',
          officer,
          bankName: 'Pravesh Demo Bank',
          branchName: 'Hazratganj',
        });
      }),
    },
    session: {
      signIn: os.session.signIn.handler(() => {
        pass('session.signIn');
        setStatus({ kiosk: 'ready', officer });
        return officer;
      }),
      recover: os.session.recover.handler(() => {
        throw refuse({ kind: 'recovery-key-wrong' });
      }),
      fingerReady: os.session.fingerReady.handler(({ signal }) =>
        watchOf(() => ({ ready: room.devices.devices.length > 0 }), signal),
      ),
      signInByFinger: os.session.signInByFinger.handler(async () => {
        await pause(400);
        pass('session.signInByFinger');
        setStatus({ kiosk: 'ready', officer });
        return officer;
      }),
      enrolFinger: os.session.enrolFinger.handler(async () => {
        await pause(400);
        pass('session.enrolFinger');
        return null;
      }),
      signOut: os.session.signOut.handler(() => {
        setStatus({ officer: null });
        return null;
      }),
    },
    vault: {
      standing: os.vault.standing.handler(() => fakeStanding(room.renewed, room.unattended)),
      renewKey: os.vault.renewKey.handler(() => {
        room.renewed = true;
        return null;
      }),
      admitCredential: os.vault.admitCredential.handler(() => {
        room.unattended = true;
        return null;
      }),
      withdrawCredential: os.vault.withdrawCredential.handler(() => {
        room.unattended = false;
        return null;
      }),
    },
    catalogue: { get: os.catalogue.get.handler(() => catalogue) },
    line: { diagnose: os.line.diagnose.handler(() => fakeDiagnosis()) },
    devices: {
      watch: os.devices.watch.handler(({ signal }) => watchOf(() => room.devices, signal)),
      test: os.devices.test.handler(async () => {
        await pause(400);
        pass('devices.test');
        return { quality: 82, pieces: 1, tookMs: 1240, proof: 'signed' };
      }),
      preview: os.devices.preview.handler(async function* ({ signal }) {
        // oxlint-disable-next-line no-unmodified-loop-condition -- the signal's owner changes it while this waits
        while (signal?.aborted !== true) {
          yield fakeFrame();
          await pause(120);
        }
      }),
      simulate: os.devices.simulate.handler(({ input }) => {
        room.devices = plugged(room.devices, input.device, input.attached);
        for (const tell of room.changed) tell();
        return null;
      }),
      printers: os.devices.printers.handler(() => {
        pass('devices.printers');
        return fakePrinters;
      }),
      testPrint: os.devices.testPrint.handler(() => {
        pass('devices.testPrint');
        return null;
      }),
    },
    outbox: {
      list: os.outbox.list.handler(({ input }) => {
        const items = room.options.queue.filter((item) => isShown(item, input.show));
        const count = (...states: string[]) =>
          room.options.queue.filter((item) => states.includes(item.state)).length;
        return {
          items,
          more: false,
          waiting: count('waiting', 'sending'),
          parked: count('parked'),
          withdrawals: 1,
        };
      }),
      history: os.outbox.history.handler(() => fakeHistory),
      retry: os.outbox.retry.handler(({ input }) => {
        const item = room.options.queue.find((each) => each.caseId === input.caseId);
        if (!item) throw refuse({ kind: 'already-delivered' });
        return { ...item, state: 'waiting', reason: 'retried' };
      }),
      reopen: os.outbox.reopen.handler(({ input }) => {
        pass('outbox.reopen');
        const reason = room.options.queue.find((each) => each.caseId === input.caseId)?.reason ?? null;
        const before = room.cases.get(input.caseId) ?? [...room.cases.values()].at(-1);
        if (!before) throw refuse({ kind: 'correction-not-possible' });
        const bankReasons = before.bank?.reasons ?? [];
        const correction = { version: 2, reason, bankReasons };
        return put(room, { ...before, status: 'draft', at: 'review', correction });
      }),
      export: os.outbox.export.handler(() => new Blob(['sealed'])),
    },
    case: {
      list: os.case.list.handler(() =>
        [...room.cases.values()].map((view) => ({
          caseId: view.caseId,
          reference: view.reference,
          status: view.status,
          at: view.at,
          startedAt: view.startedAt,
          simulated: view.simulated,
          customerName: view.reading?.fields.find((field) => field.name === 'name')?.value ?? null,
          delivery: view.delivery?.state ?? null,
          bankState: view.bank?.state ?? null,
          accountNumber: view.bank?.accountNumber ?? null,
          ...(view.status === 'draft' && room.cases.size > 2 ? { endsAt: later(2 * 86_400) } : {}),
        })),
      ),
      start: os.case.start.handler(() => put(room, fresh(room.options.liveness))),
      get: os.case.get.handler(({ input }) => find(input.caseId)),
      watch: os.case.watch.handler(({ input, signal }) => watchOf(() => find(input.caseId), signal)),
      goTo: os.case.goTo.handler(({ input }) => {
        pass('case.goTo');
        return put(room, { ...find(input.caseId), at: input.step });
      }),
      abandon: os.case.abandon.handler(({ input }) => {
        room.cases.delete(input.caseId);
        return null;
      }),
      setCorrectionAside: os.case.setCorrectionAside.handler(({ input }) =>
        put(room, { ...find(input.caseId), status: 'sealed', correction: null }),
      ),
      withdrawConsent: os.case.withdrawConsent.handler(({ input }) => {
        pass('case.withdrawConsent');
        room.cases.delete(input.caseId);
        return { bankTold: true };
      }),
      giveConsent: os.case.giveConsent.handler(({ input }) => {
        pass('case.giveConsent');
        const given = new Set(input.purposes.filter((each) => each.given).map((each) => each.purposeId));
        const missing = catalogue.purposes.find((each) => each.required && !given.has(each.purposeId));
        if (missing) throw refuse({ kind: 'consent-required', subject: missing.purposeId });
        return advance(room, { ...find(input.caseId), consent: { purposes: input.purposes } });
      }),
      chooseProduct: os.case.chooseProduct.handler(({ input }) =>
        advance(room, {
          ...find(input.caseId),
          product: { productId: input.productId, branchId: input.branchId },
        }),
      ),
      sendCode: os.case.sendCode.handler(({ input }) => {
        pass('case.sendCode');
        if (room.status.line !== 'online') throw refuse({ kind: 'no-line' });
        if (!/^\+91[6-9]\d{9}$/u.test(input.mobile)) throw refuse({ kind: 'mobile-invalid' });
        return put(room, {
          ...find(input.caseId),
          contact: {
            mobileMasked: `+91 ••••• •${input.mobile.slice(-4)}`,
            state: 'code-sent',
            expiresAt: later(300),
            resendAt: later(30),
            triesLeft: 5,
          },
        });
      }),
      answerCode: os.case.answerCode.handler(({ input }) => {
        const view = find(input.caseId);
        if (!view.contact) throw refuse({ kind: 'code-not-requested' });
        if (input.code !== fakeCode) throw refuse({ kind: 'code-wrong', triesLeft: 4 });
        return advance(room, { ...view, contact: { ...view.contact, state: 'verified' } });
      }),
      keepMobileUnverified: os.case.keepMobileUnverified.handler(({ input }) =>
        advance(room, {
          ...find(input.caseId),
          contact: {
            mobileMasked: `+91 ••••• •${input.mobile.slice(-4)}`,
            state: 'unverified',
            expiresAt: null,
            resendAt: null,
            triesLeft: null,
          },
        }),
      ),
      pictureOfPdf: os.case.pictureOfPdf.handler(({ input }) => {
        pass(`case.pictureOfPdf.${input.side}`);
        return new Blob([], { type: 'image/jpeg' });
      }),
      addDocument: os.case.addDocument.handler(({ input }) => {
        pass(`case.addDocument.${input.side}`);
        const view = find(input.caseId);
        const before = view.document?.kind === input.kind ? view.document.sides : [];
        const sides = [
          ...before.filter((each) => each.side !== input.side),
          { side: input.side, evidenceId: keep(input.image) },
        ].toSorted((a, b) => b.side.localeCompare(a.side));
        const sidesMissing = documentLayouts[input.kind].sides.filter(
          (side) => !sides.some((each) => each.side === side),
        );
        const next: CaseView = {
          ...view,
          document: { kind: input.kind, sides, sidesMissing: [...sidesMissing] },
          reading: null,
          face: null,
        };
        return sidesMissing.length === 0 ? advance(room, next) : put(room, next);
      }),
      read: os.case.read.handler(async function* ({ input }) {
        pass('case.read');
        for (const percent of [10, 40, 70, 100]) {
          yield { type: 'progress' as const, percent };
          await pause(room.options.readMs / 4);
        }
        const view = find(input.caseId);
        const front = view.document?.sides[0];
        if (!view.document || !front) throw refuse({ kind: 'side-missing', subject: 'front' });
        yield {
          type: 'read' as const,
          case: put(room, {
            ...view,
            reading: readingOf(false, readFields(view.document.kind, front.evidenceId)),
          }),
        };
      }),
      scanCode: os.case.scanCode.handler(async () => {
        await pause(room.options.readMs);
        pass('case.scanCode');
        return { signed: 'genuine' as const };
      }),
      readChip: os.case.readChip.handler(async ({ input }) => {
        await pause(room.options.readMs);
        pass('case.readChip');
        const view = find(input.caseId);
        if (!view.reading) throw refuse({ kind: 'reading-not-done' });
        const fields = view.reading.fields.map((field) => ({
          ...field,
          source: 'chip' as const,
          proof: 'issuer-signature' as const,
          needsLook: false,
          editable: false,
        }));
        return put(room, { ...view, reading: { ...view.reading, fields, chip: { portrait: true } } });
      }),
      askEkyc: os.case.askEkyc.handler(async ({ input }) => {
        await pause(room.options.readMs);
        pass('case.askEkyc');
        const view = find(input.caseId);
        if (!view.reading) throw refuse({ kind: 'reading-not-done' });
        if (!input.agreed) throw refuse({ kind: 'ekyc-needs-consent' });
        const ekyc = { outcome: 'confirmed' as const, simulated: true };
        return put(room, { ...view, reading: { ...view.reading, ekyc } });
      }),
      confirmReading: os.case.confirmReading.handler(({ input }) => {
        pass('case.confirmReading');
        const view = find(input.caseId);
        if (!view.reading) throw refuse({ kind: 'reading-not-done' });
        const fields = view.reading.fields.map((field) => {
          const typed = input.fields.find((each) => each.name === field.name)?.value ?? field.value;
          return typed === field.value
            ? field
            : { ...field, value: typed, source: 'typed' as const, proof: null };
        });
        return advance(room, { ...view, reading: readingOf(true, fields) });
      }),
      beginLiveness: os.case.beginLiveness.handler(({ input }) => {
        pass('case.beginLiveness');
        find(input.caseId);
        room.asked = 0;
        return { checkId: uuid(), nonce: '0'.repeat(64), prompt: fakePrompts[0] };
      }),
      addLivenessFrame: os.case.addLivenessFrame.handler(({ input }) => {
        pass('case.addLivenessFrame');
        room.asked += 1;
        const prompt = fakePrompts[Math.floor(room.asked / fakeFramesEach)];
        if (prompt) return { state: 'asking', prompt };
        const view = find(input.caseId);
        const passed = { outcome: 'live', why: null, triesLeft: 3, officerVerdict: null } as const;
        const face: Face = {
          selfieId: keep(input.image),
          portraitId: view.document?.sides[0]?.evidenceId ?? null,
          outcome: 'match',
          missing: [],
          modelSet: 'primary',
          score: 0.71,
          officerVerdict: null,
        };
        put(room, { ...view, face, liveness: passed });
        return { state: 'ended' };
      }),
      askOfficer: os.case.askOfficer.handler(({ input }) => {
        const view = find(input.caseId);
        const wished = { outcome: 'officer', why: 'wished', triesLeft: 3, officerVerdict: null } as const;
        return put(room, { ...view, liveness: wished });
      }),
      judgeLiveness: os.case.judgeLiveness.handler(({ input }) => {
        const view = find(input.caseId);
        const { verdict } = input;
        return put(room, {
          ...view,
          liveness: view.liveness && { ...view.liveness, officerVerdict: verdict },
        });
      }),
      addSelfie: os.case.addSelfie.handler(async ({ input }) => {
        await pause(300);
        pass('case.addSelfie');
        const view = find(input.caseId);
        const outcome = room.options.faceOutcome;
        const scores = { match: 0.71, review: 0.34, mismatch: 0.08, unavailable: null };
        return put(room, {
          ...view,
          face: {
            selfieId: keep(input.image),
            portraitId: view.document?.sides[0]?.evidenceId ?? null,
            outcome,
            missing: outcome === 'unavailable' ? ['face_recognition.onnx'] : [],
            score: scores[outcome],
            modelSet: 'primary',
            officerVerdict: null,
          },
        });
      }),
      judgeFace: os.case.judgeFace.handler(({ input }) => {
        const view = find(input.caseId);
        if (!view.face) throw refuse({ kind: 'selfie-missing' });
        if (input.reason.trim().length < 3) throw refuse({ kind: 'reason-required' });
        return advance(room, { ...view, face: { ...view.face, officerVerdict: input.verdict } });
      }),
      captureBiometrics: os.case.captureBiometrics.handler(async function* ({ input }) {
        for (const number of [1, 2]) {
          await pause(room.options.readMs / 2);
          yield { type: 'tried' as const, number, quality: 78 };
        }
        pass('case.captureBiometrics');
        yield { type: 'taken' as const, case: put(room, withCaptures(find(input.caseId), input.parts)) };
      }),
      exceptBiometric: os.case.exceptBiometric.handler(({ input }) => {
        if (input.note.trim().length < 3) throw refuse({ kind: 'reason-required' });
        return put(room, withException(find(input.caseId), input.part, input.reason));
      }),
      seal: os.case.seal.handler(({ input }) => {
        pass('case.seal');
        const sealed = put(room, {
          ...find(input.caseId),
          status: 'sealed',
          delivery: { state: 'waiting', reason: null },
        });
        setStatus({ waiting: 1 });
        void toBank(input.caseId);
        return sealed;
      }),
      sendLateCode: os.case.sendLateCode.handler(({ input }) => {
        const view = find(input.caseId);
        if (!view.contact) throw refuse({ kind: 'mobile-not-entered' });
        return put(room, {
          ...view,
          contact: { ...view.contact, expiresAt: later(300), resendAt: later(30), triesLeft: 5 },
        });
      }),
      answerLateCode: os.case.answerLateCode.handler(({ input }) => {
        if (input.code !== fakeCode) throw refuse({ kind: 'code-wrong', triesLeft: 4 });
        return put(room, { ...find(input.caseId), bank: bankAnswer('opened') });
      }),
      evidence: os.case.evidence.handler(({ input }) => {
        const blob = room.pictures.get(input.evidenceId);
        if (!blob) throw refuse({ kind: 'case-not-found' });
        return blob;
      }),
      printReceipt: os.case.printReceipt.handler(() => {
        pass('case.printReceipt');
        return null;
      }),
      receipt: os.case.receipt.handler(({ input }) => receiptPdf(`Receipt ${find(input.caseId).reference}`)),
    },
  });
}

function bankAnswer(state: Bank['state']): Bank {
  const opened = state === 'opened';
  const reasons: Bank['reasons'] =
    state === 'in-review' ? ['face-review'] : state === 'refused' ? ['customer-exists'] : [];
  return {
    state,
    reasons: state === 'awaiting-mobile' ? ['mobile-unverified'] : reasons,
    accountNumber: opened ? '40730012345678' : null,
    ifsc: opened ? 'PRVH0000101' : null,
  };
}

/** `picture` gives the bytes that stand for everything captured in a seeded case. */
function readingOf(confirmed: boolean, fields: FieldView[]): NonNullable<CaseView['reading']> {
  const covered = fields.flatMap(({ name, where }) => (name === 'aadhaarNumber' && where ? [where] : []));
  const hints = [
    {
      flag: 'one-angle' as const,
      side: 'front' as const,
      evidence: [{ measure: 'angles' as const, value: 1, limit: 2 }],
    },
  ];
  return { confirmed, ekyc: null, chip: null, fields, covered, hints };
}

export function makeFakeKiosk(given: Partial<FakeOptions>, picture: () => Promise<Blob>): FakeKiosk {
  const options = { ...fakeDefaults, ...given };
  const enrolled = options.kiosk !== 'unenrolled';
  const room: Room = {
    options,
    status: {
      kiosk: options.kiosk,
      mode: 'staffed',
      bankName: enrolled ? 'Pravesh Demo Bank' : null,
      branchName: enrolled ? 'Hazratganj' : null,
      officer: options.signedIn && options.kiosk === 'ready' ? { ...officer, role: options.role } : null,
      line: options.line,
      waiting: 0,
      needsAttention: 0,
      warnings: [],
    },
    cases: new Map(),
    pictures: new Map(),
    changed: new Set(),
    asked: 0,
    refused: new Set(),
    devices: options.devices === 'none' ? noDevices : fakeDevices,
    renewed: false,
    unattended: true,
  };
  const seed = async (step: Step) => {
    const until = steps.indexOf(step);
    const has = (each: Step) => until > steps.indexOf(each);
    const [front, back, selfie] = [uuid(), uuid(), uuid()].map((id) => evidenceIdSchema.parse(id));
    if (!front || !back || !selfie) return;
    const bytes = await picture();
    for (const id of [front, back, selfie]) room.pictures.set(id, bytes);
    const outcome = options.faceOutcome;
    const sealed = step === 'done';
    put(room, {
      ...fresh(room.options.liveness),
      at: step,
      status: sealed ? 'sealed' : 'draft',
      consent: has('consent')
        ? {
            purposes: catalogue.purposes.map((each) => ({ purposeId: each.purposeId, given: each.required })),
          }
        : null,
      product: has('product') ? { productId: 'basic', branchId: 'b1' } : null,
      contact: has('contact')
        ? {
            mobileMasked: '+91 ••••• •3210',
            state: options.bankState === 'awaiting-mobile' ? 'unverified' : 'verified',
            expiresAt: null,
            resendAt: null,
            triesLeft: null,
          }
        : null,
      document: has('document')
        ? {
            kind: 'aadhaar',
            sides: [
              { side: 'front', evidenceId: front },
              { side: 'back', evidenceId: back },
            ],
            sidesMissing: [],
          }
        : null,
      reading: has('reading') ? readingOf(true, readFields('aadhaar', front)) : null,
      face: has('face')
        ? {
            selfieId: selfie,
            portraitId: front,
            outcome,
            missing: [],
            score: 0.71,
            modelSet: outcome === 'unavailable' ? null : 'primary',
            officerVerdict: outcome === 'match' ? null : 'send-to-review',
          }
        : null,
      mayCorrect: sealed && options.bankState === 'refused',
      delivery: sealed ? { state: options.line === 'online' ? 'accepted' : 'waiting', reason: null } : null,
      bank: sealed && options.line === 'online' ? bankAnswer(options.bankState) : null,
    });
  };
  return { router: makeRouter(room), view: () => [...room.cases.values()].at(-1) ?? null, seed };
}
