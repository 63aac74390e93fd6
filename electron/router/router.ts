// The contract's procedures over the services: parses nothing itself (the contract did), decides nothing (the services do).
import { implement, ORPCError } from '@orpc/server';
import type { CaseState, EvidenceItem } from '#core/case/case-state.ts';
import { evidenceOf } from '#core/case/case-state.ts';
import { startCase } from '#core/case/apply-event.ts';
import { viewCase, type Delivery } from '#core/case/view-case.ts';
import type { BiometricPolicy } from '#core/contract/bank/biometric.ts';
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { deliveryReasonOf } from '#core/contract/kiosk/delivery-reason.ts';
import {
  kioskContract,
  type BiometricEvent,
  type KioskStatus,
  type ReadingEvent,
  type ShellInfo,
} from '#core/contract/kiosk/contract.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { caseIdSchema, type CaseId } from '#core/kernel/brand.ts';
import type { Result } from '#core/kernel/result.ts';
import type { UnlockSecret } from '../port/key-store.ts';
import type { Access } from '../service/access.ts';
import { captureBiometrics, exceptBiometric } from '../service/biometrics.ts';
import { changeCase } from '../service/change-case.ts';
import { reopenCase } from '../service/correction.ts';
import { readChip } from '../service/chip.ts';
import * as contact from '../service/contact.ts';
import * as documents from '../service/document.ts';
import { askEkyc } from '../service/ekyc.ts';
import { withdrawConsent } from '../service/erasure.ts';
import { addSelfie, judgeFace } from '../service/face.ts';
import type { FingerSignIn } from '../service/finger-sign-in.ts';
import { freezeOf } from '../service/freeze.ts';
import { kioskStatus, summarise } from '../service/overview.ts';
import { masterDataStanding } from '../service/master-data-status.ts';
import { exportPacket, historyOf, listOutbox, retryDelivery } from '../service/outbox.ts';
import { pictureOfPdf } from '../service/pdf-picture.ts';
import type { Liveness } from '../service/liveness.ts';
import { receiptOf } from '../service/receipt.ts';
import { refusalOfStore } from '../service/refusal-of.ts';
import { scanCode } from '../service/scanned-code.ts';
import type { Sealing } from '../service/seal.ts';
import { renewKey } from '../service/vault-key.ts';
import { admitCredential, withdrawCredential } from '../service/unattended.ts';
import { vaultStanding } from '../service/vault-standing.ts';
import type { OpenVault, Ports, VaultSession } from '../service/vault-session.ts';
import { testDevice } from '../service/devices/test-device.ts';
import { deviceStreams } from './device-streams.ts';
import { guard } from './guard.ts';
import { eventsOf } from './events-of.ts';

export interface RouterParts {
  readonly ports: Ports;
  readonly session: VaultSession;
  readonly access: Access;
  readonly finger: FingerSignIn;
  readonly sealing: Sealing;
  readonly liveness: Liveness;
  readonly shellInfo: () => Promise<ShellInfo>;
}

const unseen = new Set<EvidenceItem['role']>(['aadhaar-number', 'biometric', 'chip-file']);

/** How many cases the officer's list shows, newest first. */
const listLength = 200;

function refused(refusal: Refusal): ORPCError<'REFUSED', Refusal> {
  return new ORPCError('REFUSED', { defined: true, status: 409, message: 'refused', data: refusal });
}

function valueOf<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw refused(result.error);
  return result.value;
}

function caseIdIn(input: unknown): CaseId | null {
  if (typeof input !== 'object' || input === null || !('caseId' in input)) return null;
  const parsed = caseIdSchema.safeParse(input.caseId);
  return parsed.success ? parsed.data : null;
}

/** The product's own word first, then the bank's. */
function biometricsAsked(catalogue: Catalogue, productId: string): { biometrics?: BiometricPolicy } {
  const policy = catalogue.policy.biometrics;
  if (!policy) return {};
  const product = catalogue.products.find((entry) => entry.productId === productId);
  return { biometrics: { ...policy, ask: product?.biometrics ?? policy.ask } };
}

export function createRouter({ ports, session, access, finger, sealing, liveness, shellInfo }: RouterParts) {
  const os = implement(kioskContract);

  const guarded = os.use(async ({ procedure, next }, input) => {
    const caseId = caseIdIn(input);
    const stored = caseId && session.open ? session.open.store.load(caseId) : null;
    if (stored && !stored.ok && stored.error.kind !== 'case-not-found')
      throw refused(refusalOfStore(stored.error));
    const no = guard(procedure['~orpc'].meta, {
      kiosk: await access.state(),
      mode: ports.mode,
      role: session.open?.officer?.role ?? null,
      caseStatus: stored?.ok ? stored.value.state.status : null,
    });
    if (no) throw refused(no);
    return next();
  });

  function vault(): OpenVault {
    if (!session.open) throw refused({ kind: 'kiosk-locked' });
    return session.open;
  }

  function deliveryOf(caseId: CaseId): Delivery | null {
    const record = vault().store.delivery(caseId);
    return record && { state: record.state, reason: deliveryReasonOf(record.reason) };
  }

  /** What staff alone may say; in self-service it is said with their password, and stands under their name. */
  async function officersWord(secret: UnlockSecret | undefined): Promise<void> {
    if (ports.mode !== 'self-service') return;
    if (!secret) throw refused({ kind: 'officer-needed' });
    valueOf(await access.signIn(secret));
  }

  const view = (state: CaseState): CaseView => viewCase(state, deliveryOf(state.caseId));

  function load(caseId: CaseId): CaseState {
    return valueOf(documents.loadCase(ports, vault(), caseId));
  }

  async function* watchCase(caseId: CaseId, signal: AbortSignal | undefined): AsyncGenerator<CaseView> {
    const changes = ports.changes.follow({ caseId }, signal);
    yield view(load(caseId));
    for await (const _change of changes) {
      // Who signs out takes the case from the screen, also where it is only being watched.
      if (!session.open?.officer) return;
      yield view(load(caseId));
    }
  }

  async function* watchKiosk(signal: AbortSignal | undefined): AsyncGenerator<KioskStatus> {
    ports.devices.lookLater();
    const changes = ports.changes.follow('kiosk', signal);
    yield await kioskStatus(ports, session, access);
    for await (const _change of changes) yield await kioskStatus(ports, session, access);
  }

  const devices = deviceStreams(ports, session, refused);

  return guarded.router({
    shell: {
      info: guarded.shell.info.handler(() => shellInfo()),
      watch: guarded.shell.watch.handler(({ signal }) => watchKiosk(signal)),
    },
    setup: {
      enrol: guarded.setup.enrol.handler(async ({ input: { code, officerId, password } }) => {
        valueOf(await access.enrol(code, { officerId, password }));
        return kioskStatus(ports, session, access);
      }),
    },
    session: {
      signIn: guarded.session.signIn.handler(async ({ input }) => valueOf(await access.signIn(input))),
      recover: guarded.session.recover.handler(async ({ input: { recoveryKey, ...secret } }) =>
        valueOf(await access.recover(recoveryKey, secret)),
      ),
      fingerReady: guarded.session.fingerReady.handler(({ signal }) =>
        devices.ready(() => ({ ready: finger.ready() }), signal),
      ),
      signInByFinger: guarded.session.signInByFinger.handler(async ({ input, signal }) =>
        valueOf(await finger.signIn(input.officerId, signal)),
      ),
      enrolFinger: guarded.session.enrolFinger.handler(async ({ signal }) =>
        valueOf(await finger.enrol(signal)),
      ),
      signOut: guarded.session.signOut.handler(() => {
        access.signOut();
        return null;
      }),
    },
    vault: {
      standing: guarded.vault.standing.handler(async () => valueOf(await vaultStanding(ports, vault()))),
      renewKey: guarded.vault.renewKey.handler(async () => valueOf(await renewKey(ports, vault()))),
      admitCredential: guarded.vault.admitCredential.handler(async () =>
        valueOf(await admitCredential(ports, vault())),
      ),
      withdrawCredential: guarded.vault.withdrawCredential.handler(async () =>
        valueOf(await withdrawCredential(ports, vault())),
      ),
    },
    catalogue: {
      get: guarded.catalogue.get.handler(() => {
        const { catalogue } = vault();
        if (!catalogue) throw refused({ kind: 'no-line' });
        const { version, asOf, products, branches, purposes, policy } = catalogue;
        const aadhaarEkyc = policy.aadhaarEkyc === true;
        return { version, asOf, products, branches, purposes, aadhaarEkyc };
      }),
    },
    line: {
      diagnose: guarded.line.diagnose.handler(async () => {
        const { line } = vault();
        if (!line) throw refused({ kind: 'kiosk-not-enrolled' });
        const diagnosis = await ports.diagnoseLine(line.link, line.enrolment.bankUrl);
        return { ...diagnosis, masterData: masterDataStanding(vault()) };
      }),
    },
    devices: {
      watch: guarded.devices.watch.handler(({ signal }) => devices.watch(signal)),
      test: guarded.devices.test.handler(async ({ input, signal }) =>
        valueOf(await testDevice(ports, input.deviceId, signal)),
      ),
      preview: guarded.devices.preview.handler(({ input, signal }) =>
        devices.preview(input.deviceId, signal),
      ),
      simulate: guarded.devices.simulate.handler(async ({ input }) => {
        const { device, attached, passport } = input;
        const laid = passport && {
          zone: passport.zone,
          portrait: new Uint8Array(await passport.portrait.arrayBuffer()),
        };
        if (!(await ports.devices.plug(device, attached, laid))) throw refused({ kind: 'not-simulated' });
        return null;
      }),
      printers: guarded.devices.printers.handler(async () => [...valueOf(await ports.printing.printers())]),
      testPrint: guarded.devices.testPrint.handler(async ({ input }) => {
        const page = await ports.receipts.testPage(input.paper, input.language);
        return valueOf(await ports.printing.print(input.printer, page, 'Pravesh'));
      }),
    },
    outbox: {
      list: guarded.outbox.list.handler(({ input }) => listOutbox(vault(), input.show)),
      history: guarded.outbox.history.handler(({ input }) => [...valueOf(historyOf(vault(), input.caseId))]),
      retry: guarded.outbox.retry.handler(({ input }) =>
        valueOf(retryDelivery(ports, vault(), input.caseId)),
      ),
      reopen: guarded.outbox.reopen.handler(({ input }) =>
        view(valueOf(reopenCase(ports, vault(), input.caseId))),
      ),
      export: guarded.outbox.export.handler(({ input }) => {
        const bytes = valueOf(exportPacket(ports, vault(), input.caseId));
        return new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' });
      }),
    },
    case: {
      list: guarded.case.list.handler(() => {
        const { store, upkeep } = vault();
        const ends = new Map(upkeep.endingDrafts().map(({ caseId, endsAt }) => [caseId, endsAt]));
        return store
          .list(listLength)
          .map(({ state }) => summarise(state, deliveryOf(state.caseId), ends.get(state.caseId)));
      }),
      start: guarded.case.start.handler(({ input }) => {
        const { officer, store } = vault();
        if (!officer) throw refused({ kind: 'not-signed-in' });
        const { stop } = freezeOf(ports, vault());
        if (stop !== null) throw refused({ kind: stop });
        if (!vault().upkeep.hasRoom()) throw refused({ kind: 'storage-reserved' });
        const caseId = caseIdSchema.parse(ports.newId());
        const at = ports.clock.now();
        const state = startCase({
          caseId,
          mode: ports.mode,
          simulated: ports.simulated,
          language: input.language,
          officer,
          at,
          demandsLiveness: vault().catalogue?.policy.livenessDemandedIn?.includes(ports.mode) ?? false,
        });
        const saved = store.save({
          state,
          expectedRevision: null,
          addEvidence: [],
          dropEvidence: [],
          packet: null,
          wipe: false,
          audit: {
            act: 'case.started',
            officerId: officer.officerId,
            caseId,
            at,
            facts: { mode: ports.mode },
          },
        });
        if (!saved.ok) throw refused(refusalOfStore(saved.error));
        ports.changes.kiosk();
        return view(state);
      }),
      get: guarded.case.get.handler(({ input }) => view(load(input.caseId))),
      watch: guarded.case.watch.handler(({ input, signal }) => watchCase(input.caseId, signal)),
      goTo: guarded.case.goTo.handler(({ input }) =>
        view(valueOf(changeCase(ports, vault(), input.caseId, { type: 'moved', to: input.step }))),
      ),
      abandon: guarded.case.abandon.handler(({ input }) => {
        valueOf(changeCase(ports, vault(), input.caseId, { type: 'abandoned' }));
        return null;
      }),
      setCorrectionAside: guarded.case.setCorrectionAside.handler(({ input }) =>
        view(valueOf(changeCase(ports, vault(), input.caseId, { type: 'correction-set-aside' }))),
      ),
      withdrawConsent: guarded.case.withdrawConsent.handler(async ({ input }) => {
        const { status } = valueOf(await withdrawConsent(ports, vault(), input.caseId));
        return { bankTold: status === 'sealed' };
      }),
      giveConsent: guarded.case.giveConsent.handler(({ input }) => {
        const { catalogue } = vault();
        if (!catalogue) throw refused({ kind: 'no-line' });
        const required = catalogue.purposes
          .filter((purpose) => purpose.required)
          .map((entry) => entry.purposeId);
        return view(
          valueOf(
            changeCase(ports, vault(), input.caseId, {
              type: 'consent-given',
              at: ports.clock.now(),
              textVersion: catalogue.consentTextVersion,
              purposes: input.purposes,
              required,
            }),
          ),
        );
      }),
      chooseProduct: guarded.case.chooseProduct.handler(({ input }) => {
        const { catalogue } = vault();
        if (!catalogue?.products.some((entry) => entry.productId === input.productId)) {
          throw refused({ kind: 'product-unknown' });
        }
        if (!catalogue.branches.some((entry) => entry.branchId === input.branchId)) {
          throw refused({ kind: 'branch-unknown' });
        }
        const { caseId, productId, branchId } = input;
        // The bank judges the consent by the text of this catalogue: an older one is asked for again, now and not after sealing.
        if (load(caseId).consent?.textVersion !== catalogue.consentTextVersion) {
          throw refused({ kind: 'consent-required' });
        }
        const event = {
          type: 'product-chosen',
          productId,
          branchId,
          catalogueVersion: catalogue.version,
          ...biometricsAsked(catalogue, productId),
        } as const;
        return view(valueOf(changeCase(ports, vault(), caseId, event)));
      }),
      sendCode: guarded.case.sendCode.handler(async ({ input }) =>
        view(valueOf(await contact.sendCode(ports, vault(), input.caseId, input.mobile))),
      ),
      answerCode: guarded.case.answerCode.handler(async ({ input }) =>
        view(valueOf(await contact.answerCode(ports, vault(), input.caseId, input.code))),
      ),
      keepMobileUnverified: guarded.case.keepMobileUnverified.handler(({ input }) =>
        view(valueOf(contact.keepMobileUnverified(ports, vault(), input.caseId, input.mobile))),
      ),
      pictureOfPdf: guarded.case.pictureOfPdf.handler(async ({ input }) => {
        const bytes = valueOf(await pictureOfPdf(ports.reader, input.file, input.side));
        return new Blob([Uint8Array.from(bytes)], { type: 'image/jpeg' });
      }),
      addDocument: guarded.case.addDocument.handler(async ({ input }) =>
        view(valueOf(await documents.addDocument(ports, vault(), input.caseId, input))),
      ),
      read: guarded.case.read.handler(({ input, signal }) =>
        eventsOf(
          (tell: (event: ReadingEvent) => void) =>
            documents.readDocument(
              ports,
              vault(),
              input.caseId,
              (percent) => tell({ type: 'progress', percent }),
              signal,
            ),
          (done): ReadingEvent => ({ type: 'read', case: view(valueOf(done)) }),
        ),
      ),
      scanCode: guarded.case.scanCode.handler(async ({ input, signal }) => ({
        signed: valueOf(await scanCode(ports, vault(), input.caseId, input.deviceId, signal)),
      })),
      readChip: guarded.case.readChip.handler(async ({ input, signal }) =>
        view(valueOf(await readChip(ports, vault(), input.caseId, input.deviceId, signal))),
      ),
      askEkyc: guarded.case.askEkyc.handler(async ({ input, signal }) =>
        view(valueOf(await askEkyc(ports, vault(), input, signal))),
      ),
      confirmReading: guarded.case.confirmReading.handler(async ({ input }) =>
        view(valueOf(await documents.confirmReading(ports, vault(), input.caseId, input.fields))),
      ),
      addSelfie: guarded.case.addSelfie.handler(async ({ input }) => {
        if (input.asItIs === true) await officersWord(input.officer);
        const images = [input.image, ...(input.more ?? [])];
        const { asItIs } = input;
        return view(valueOf(await addSelfie(ports, vault(), input.caseId, { images, asItIs })));
      }),
      judgeFace: guarded.case.judgeFace.handler(async ({ input: { officer, ...given } }) => {
        await officersWord(officer);
        return view(valueOf(judgeFace(ports, vault(), given.caseId, given)));
      }),
      beginLiveness: guarded.case.beginLiveness.handler(({ input }) =>
        valueOf(liveness.begin(vault(), input.caseId, input)),
      ),
      addLivenessFrame: guarded.case.addLivenessFrame.handler(async ({ input }) =>
        valueOf(await liveness.frame(vault(), input)),
      ),
      askOfficer: guarded.case.askOfficer.handler(({ input }) =>
        view(valueOf(liveness.askOfficer(vault(), input.caseId))),
      ),
      judgeLiveness: guarded.case.judgeLiveness.handler(async ({ input }) => {
        await officersWord(input.officer);
        const { verdict, reason } = input;
        return view(valueOf(liveness.see(vault(), input.caseId, { verdict, reason })));
      }),
      captureBiometrics: guarded.case.captureBiometrics.handler(({ input, signal }) =>
        eventsOf(
          (tell: (event: BiometricEvent) => void) =>
            captureBiometrics(
              ports,
              vault(),
              input.caseId,
              input,
              (tried) => tell({ type: 'tried', ...tried }),
              signal,
            ),
          (done): BiometricEvent => ({ type: 'taken', case: view(valueOf(done)) }),
        ),
      ),
      exceptBiometric: guarded.case.exceptBiometric.handler(async ({ input: { officer, ...given } }) => {
        await officersWord(officer);
        return view(valueOf(await exceptBiometric(ports, vault(), given.caseId, given)));
      }),
      seal: guarded.case.seal.handler(async ({ input }) =>
        view(valueOf(await sealing.seal(vault(), input.caseId))),
      ),
      sendLateCode: guarded.case.sendLateCode.handler(async ({ input }) => {
        valueOf(await contact.sendLateCode(vault(), input.caseId));
        return view(load(input.caseId));
      }),
      answerLateCode: guarded.case.answerLateCode.handler(async ({ input }) =>
        view(valueOf(await contact.answerLateCode(ports, vault(), input.caseId, input.code))),
      ),
      evidence: guarded.case.evidence.handler(({ input }) => {
        const item = evidenceOf(load(input.caseId)).find((entry) => entry.evidenceId === input.evidenceId);
        const bytes = vault().store.evidence(input.caseId, input.evidenceId);
        // A number or a finger is no picture: no screen is ever given it.
        if (!item || unseen.has(item.role) || !bytes.ok) throw refused({ kind: 'case-not-found' });
        return new Blob([new Uint8Array(bytes.value)], { type: item.mediaType });
      }),
      receipt: guarded.case.receipt.handler(async ({ input }) => {
        const pdf = await receiptOf(ports, vault(), load(input.caseId), input);
        return new Blob([new Uint8Array(pdf)], { type: 'application/pdf' });
      }),
      printReceipt: guarded.case.printReceipt.handler(async ({ input }) => {
        const state = load(input.caseId);
        const pdf = await receiptOf(ports, vault(), state, input);
        return valueOf(await ports.printing.print(input.printer, pdf, state.reference));
      }),
    },
  });
}

export type KioskRouter = ReturnType<typeof createRouter>;
