// The one door between the screens and the main process: every procedure, its shapes, and who may call it.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { caseIdSchema, evidenceIdSchema, officerIdSchema } from '#core/kernel/brand.ts';
import { sha256HexSchema } from '#core/kernel/encoding.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { signedOutcomeSchema } from '#core/reading/signed-source.ts';
import { documentKindSchema, documentSideSchema, fieldNameSchema } from '#core/reading/field.ts';
import { bodyPartSchema, exceptionReasonSchema } from '#core/contract/bank/biometric.ts';
import { branchSchema, consentPurposeSchema, productSchema } from '#core/contract/bank/catalogue.ts';
import { officerSchema } from '#core/contract/bank/identity.ts';
import { type Access, kioskStates, modes } from './access.ts';
import { blobSchema, burstMost } from './binary.ts';
import {
  devicesViewSchema,
  paperSizes,
  previewFrameSchema,
  printerSchema,
  simulatedDeviceSchema,
  testCaptureSchema,
} from './device-view.ts';
import { caseSummarySchema, caseViewSchema, stepSchema } from './case-view.ts';
import { lineViewSchema } from './line-diagnosis.ts';
import { historyRowSchema, outboxItemSchema, outboxShows, outboxViewSchema } from './outbox-view.ts';
import { cannotSchema, livenessPromptSchema, livenessStandSchema } from './liveness.ts';
import { refusalSchema } from './refusal.ts';
import { vaultStandingSchema } from './vault-standing.ts';

const anyone: Access = { roles: 'anyone', modes, kiosk: kioskStates, caseStatus: null };
const staff: Access = { ...anyone, roles: ['officer', 'supervisor'], kiosk: ['ready'] };
const onDraft: Access = { ...staff, caseStatus: ['draft'] };
const onSealed: Access = { ...staff, caseStatus: ['sealed'] };
const onAny: Access = { ...staff, caseStatus: ['draft', 'sealed'] };
/** The staff's own pages: other customers' cases, devices, keys. In self-service a customer stands before the screen. */
const desk: Access = { ...staff, modes: ['staffed', 'field'] };
const onQueued: Access = { ...desk, caseStatus: ['sealed'], roles: ['supervisor'] };

const procedure = oc.$meta<Access>(anyone).errors({
  REFUSED: { status: 409, message: 'refused', data: refusalSchema },
});

const aCase = z.object({ caseId: caseIdSchema });
const officerSecret = z.object({ officerId: officerIdSchema, password: z.string().min(1).max(200) });
/** In self-service what only staff may say comes with their own password: somebody else stands before the screen. */
const byOfficer = { officer: officerSecret.optional() };
/** As a driver names it. */
const aDevice = z.object({ deviceId: z.string().min(1).max(200) });

/** Each has a text: not there, there with no byte, only its beginning, or not the bytes that were pinned. */
export const modelFaults = ['missing', 'empty', 'cut', 'changed'] as const;
export type ModelFault = (typeof modelFaults)[number];

export const shellInfoSchema = z.object({
  shell: z.enum(['electron', 'browser']),
  version: z.string(),
  simulated: z.boolean(),
  /** What this shell lacks against Electron, by key; each has a text. */
  lacks: z.array(z.enum(['os-key-store', 'content-protection', 'kiosk-lock', 'fuses'])),
  /** Model files that could not be had, and why not. */
  modelsMissing: z.array(z.object({ file: z.string(), fault: z.enum(modelFaults) })),
  /** Handed over by the bank running on this machine (development), so that nobody types it; null otherwise. */
  enrolmentCode: z.string().nullable(),
});
export type ShellInfo = z.infer<typeof shellInfoSchema>;

/** What the kiosk says of its own machine; each has a text. */
export const kioskWarnings = [
  'audit-broken',
  'clock-set-back',
  'clock-set-forward',
  'drafts-ending',
  'queue-filling',
  'queue-full',
  'master-data-ageing',
  'master-data-stale',
  'storage-low',
  'storage-reserved',
] as const;
export type KioskWarning = (typeof kioskWarnings)[number];

export const kioskStatusSchema = z.object({
  kiosk: z.enum(kioskStates),
  mode: z.enum(modes),
  bankName: z.string().nullable(),
  branchName: z.string().nullable(),
  officer: officerSchema.nullable(),
  line: z.enum(['online', 'offline', 'unknown', 'paused']),
  /** Cases sealed and not yet accepted by the bank. */
  waiting: z.int().min(0),
  /** Cases whose customer must still answer a code, or that came back. */
  needsAttention: z.int().min(0),
  warnings: z.array(z.enum(kioskWarnings)),
});
export type KioskStatus = z.infer<typeof kioskStatusSchema>;

export const catalogueViewSchema = z.object({
  version: z.string(),
  asOf: instantSchema,
  products: z.array(productSchema),
  branches: z.array(branchSchema),
  purposes: z.array(consentPurposeSchema),
  /** The bank can ask UIDAI. */
  aadhaarEkyc: z.boolean(),
});
export type CatalogueView = z.infer<typeof catalogueViewSchema>;

export const readingEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), percent: z.number().min(0).max(100) }),
  z.object({ type: z.literal('read'), case: caseViewSchema }),
]);
export type ReadingEvent = z.infer<typeof readingEventSchema>;

export const biometricEventSchema = z.discriminatedUnion('type', [
  /** A try is done; the next begins unless this was the last. */
  z.object({ type: z.literal('tried'), number: z.int().positive(), quality: z.number().nullable() }),
  z.object({ type: z.literal('taken'), case: caseViewSchema }),
]);
export type BiometricEvent = z.infer<typeof biometricEventSchema>;

export const kioskContract = {
  shell: {
    info: procedure.output(shellInfoSchema),
    /** The present state first, then every change. */
    watch: procedure.output(eventIterator(kioskStatusSchema)),
  },
  setup: {
    /** One act: the bank takes the kiosk in, and the first officer's password wraps the new master key. */
    enrol: procedure
      .meta({ ...anyone, kiosk: ['unenrolled'] })
      .input(
        z.object({
          code: z.string().trim().min(1).max(4000),
          officerId: officerIdSchema,
          password: z.string().min(1).max(200),
        }),
      )
      .output(kioskStatusSchema),
  },
  session: {
    signIn: procedure
      .meta({ ...anyone, kiosk: ['locked', 'ready'] })
      .input(officerSecret)
      .output(officerSchema),
    /** A locked kiosk that no password opens, by the recovery key that the bank gave back; then the officer signs in. */
    recover: procedure
      .meta({ ...anyone, kiosk: ['locked'] })
      .input(
        z.object({
          recoveryKey: z.string().max(200),
          officerId: officerIdSchema,
          password: z.string().min(1).max(200),
        }),
      )
      .output(officerSchema),
    /** Whether a finger could be captured now; drivers look while somebody follows. */
    fingerReady: procedure
      .meta({ ...anyone, kiosk: ['ready'] })
      .output(eventIterator(z.object({ ready: z.boolean() }))),
    /** Matched on this kiosk, with or without a line. Whoever hangs up ends it. */
    signInByFinger: procedure
      .meta({ ...anyone, kiosk: ['ready'] })
      .input(z.object({ officerId: officerIdSchema }))
      .output(officerSchema),
    /** Of whoever is signed in by password: two or three captures of one finger. */
    enrolFinger: procedure.meta(desk).output(z.null()),
    signOut: procedure.meta(staff).output(z.null()),
  },
  vault: {
    standing: procedure.meta(desk).output(vaultStandingSchema),
    /** Another master key for all that is kept here: made now, taken when the vault is opened next. */
    renewKey: procedure.meta({ ...desk, roles: ['supervisor'] }).output(z.null()),
    /** The system's credential opens this kiosk at its start from now on, without an officer. */
    admitCredential: procedure.meta({ ...desk, roles: ['supervisor'] }).output(z.null()),
    withdrawCredential: procedure.meta({ ...desk, roles: ['supervisor'] }).output(z.null()),
  },
  catalogue: {
    get: procedure.meta(staff).output(catalogueViewSchema),
  },
  line: {
    /** Looks now, layer by layer; takes some seconds where one is silent. */
    diagnose: procedure.meta(staff).output(lineViewSchema),
  },
  devices: {
    /** What is connected, now and after every change. Drivers look only while somebody follows. */
    watch: procedure.meta(staff).output(eventIterator(devicesViewSchema)),
    /** One capture to see that the device works; what it captured is wiped at once. Whoever hangs up ends it. */
    test: procedure.meta(desk).input(aDevice).output(testCaptureSchema),
    /** Live pictures until whoever asked hangs up. */
    preview: procedure.meta(desk).input(aDevice).output(eventIterator(previewFrameSchema)),
    /** Plugs a simulated device in or out; refused where nothing is simulated. */
    simulate: procedure
      .meta(staff)
      .input(
        z.object({
          device: simulatedDeviceSchema,
          attached: z.boolean(),
          /** What lies on the reader: the customer's own passport. Left out: a specimen of nobody's. */
          passport: z.object({ zone: z.string().length(88), portrait: blobSchema }).optional(),
        }),
      )
      .output(z.null()),
    printers: procedure.meta(staff).output(z.array(printerSchema)),
    testPrint: procedure
      .meta(desk)
      .input(
        z.object({ printer: z.string().max(200), paper: z.enum(paperSizes), language: z.string().max(16) }),
      )
      .output(z.null()),
  },
  outbox: {
    list: procedure
      .meta(desk)
      .input(z.object({ show: z.enum(outboxShows) }))
      .output(outboxViewSchema),
    /** From the audit, also after the case is gone: acts, moments and officers' ids, nothing of the customer. */
    history: procedure
      .meta({ ...desk, caseStatus: ['draft', 'sealed', 'abandoned'] })
      .input(aCase)
      .output(z.array(historyRowSchema)),
    /** A parked or resting case goes with the next sending. */
    retry: procedure.meta(onQueued).input(aCase).output(outboxItemSchema),
    /** Opens a case that the bank refused, to be corrected and sealed as its next version. */
    reopen: procedure.meta(onQueued).input(aCase).output(caseViewSchema),
    /** The sealed packet as one file, to be carried to the bank by hand. */
    export: procedure.meta(onQueued).input(aCase).output(blobSchema),
  },
  case: {
    list: procedure.meta(desk).output(z.array(caseSummarySchema)),
    start: procedure
      .meta(staff)
      .input(z.object({ language: z.string().max(16) }))
      .output(caseViewSchema),
    get: procedure.meta(onAny).input(aCase).output(caseViewSchema),
    /** The present view first, then every change, the bank's answers included. */
    watch: procedure.meta(onAny).input(aCase).output(eventIterator(caseViewSchema)),
    /** Back anywhere; forward only as far as the case's own demands are met. */
    goTo: procedure
      .meta(onDraft)
      .input(aCase.extend({ step: stepSchema }))
      .output(caseViewSchema),
    /** Wipes everything captured; what remains is that a case was abandoned. */
    abandon: procedure.meta(onDraft).input(aCase).output(z.null()),
    /** A correction rests; the case stands as it was sealed. */
    setCorrectionAside: procedure.meta(onDraft).input(aCase).output(caseViewSchema),
    /** Destroys everything of the customer on this kiosk, sealed or not; what the law asks to be kept stays. */
    withdrawConsent: procedure
      .meta(onAny)
      .input(aCase)
      /** Whether the case was sealed, so that the bank is told. */
      .output(z.object({ bankTold: z.boolean() })),
    giveConsent: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          purposes: z
            .array(z.object({ purposeId: z.string(), given: z.boolean() }))
            .max(20)
            // One answer a purpose: two that differ would let the screen choose which counts.
            .refine((all) => new Set(all.map((one) => one.purposeId)).size === all.length),
        }),
      )
      .output(caseViewSchema),
    chooseProduct: procedure
      .meta(onDraft)
      .input(aCase.extend({ productId: z.string(), branchId: z.string() }))
      .output(caseViewSchema),
    /** Sends a code. Without a line it refuses with `no-line`: then keepMobileUnverified. Never repeated by a machine. */
    sendCode: procedure
      .meta(onDraft)
      .input(aCase.extend({ mobile: z.string().max(20) }))
      .output(caseViewSchema),
    answerCode: procedure
      .meta(onDraft)
      .input(aCase.extend({ code: z.string().max(12) }))
      .output(caseViewSchema),
    keepMobileUnverified: procedure
      .meta(onDraft)
      .input(aCase.extend({ mobile: z.string().max(20) }))
      .output(caseViewSchema),
    /** A PDF's page as the picture that `addDocument` takes: the first for the front, the second for the back. */
    pictureOfPdf: procedure
      .meta(onDraft)
      .input(aCase.extend({ side: documentSideSchema, file: blobSchema }))
      .output(blobSchema),
    /** One side of the document; another kind than before starts the document anew. */
    addDocument: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          kind: documentKindSchema,
          side: documentSideSchema,
          origin: z.enum(['camera', 'file']),
          image: blobSchema,
          flags: z.array(z.string().max(40)).max(8),
        }),
      )
      .output(caseViewSchema),
    read: procedure.meta(onDraft).input(aCase).output(eventIterator(readingEventSchema)),
    /** The signed code of a card by a reader of codes, before the card is read. Whoever hangs up ends it. */
    scanCode: procedure
      .meta(onDraft)
      .input(aCase.extend({ deviceId: aDevice.shape.deviceId }))
      .output(z.object({ signed: signedOutcomeSchema })),
    /** Opens the passport's chip with what was read off its page. Whoever hangs up ends it. */
    readChip: procedure
      .meta(onDraft)
      .input(aCase.extend({ deviceId: aDevice.shape.deviceId }))
      .output(caseViewSchema),
    /**
     * Asks UIDAI through the bank by a registered device. The number is typed for this and kept nowhere. Whoever hangs up ends it.
     */
    askEkyc: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          deviceId: aDevice.shape.deviceId,
          number: z.string().max(20),
          /** The customer agrees, now, that number and finger go to UIDAI. */
          agreed: z.boolean(),
        }),
      )
      .output(caseViewSchema),
    confirmReading: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          /** Every field the person sees, as it should stand; masked numbers are left out. */
          fields: z.array(z.object({ name: fieldNameSchema, value: z.string().max(300) })).max(20),
        }),
      )
      .output(caseViewSchema),
    /**
     * The selfie, and further frames of the same moment, in the order they were taken; the answer holds the outcome of
     * the comparison. `asItIs`: somebody has seen why it falls short and cannot mend it; a person then compares.
     */
    addSelfie: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          image: blobSchema,
          more: z
            .array(blobSchema)
            .max(burstMost - 1)
            .optional(),
          asItIs: z.boolean().optional(),
          ...byOfficer,
        }),
      )
      .output(caseViewSchema),
    judgeFace: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          verdict: z.enum(['same-person', 'send-to-review']),
          reason: z.string().max(500),
          ...byOfficer,
        }),
      )
      .output(caseViewSchema),
    /** A new check of liveness, another nonce each time; a check that was left unfinished counts as a try. */
    beginLiveness: procedure
      .meta(onDraft)
      .input(aCase.extend({ cannot: z.array(cannotSchema).max(9), camera: z.string().max(300) }))
      .output(z.object({ checkId: z.uuidv7(), nonce: sha256HexSchema, prompt: livenessPromptSchema })),
    /** One frame; `previous` is the SHA-256 of the frame before it, the nonce for the first. Ended: the case says how. */
    addLivenessFrame: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          checkId: z.uuidv7(),
          image: blobSchema,
          previous: sha256HexSchema,
          capturedAtMs: z.number(),
        }),
      )
      .output(livenessStandSchema),
    /** The customer wishes that a person looks instead: always possible. */
    askOfficer: procedure.meta(onDraft).input(aCase).output(caseViewSchema),
    judgeLiveness: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          verdict: z.enum(['seen-in-person', 'send-to-review']),
          reason: z.string().max(500),
          ...byOfficer,
        }),
      )
      .output(caseViewSchema),
    /** Up to three tries of one finger, a slap, or a pair of irises; the best is kept. Whoever hangs up ends it. */
    captureBiometrics: procedure
      .meta(onDraft)
      .input(aCase.extend({ deviceId: aDevice.shape.deviceId, parts: z.array(bodyPartSchema).min(1).max(4) }))
      .output(eventIterator(biometricEventSchema)),
    /** A part that cannot be captured: why, in words, with a picture of it. */
    exceptBiometric: procedure
      .meta(onDraft)
      .input(
        aCase.extend({
          part: bodyPartSchema,
          reason: exceptionReasonSchema,
          note: z.string().max(500),
          image: blobSchema,
          ...byOfficer,
        }),
      )
      .output(caseViewSchema),
    /** Seals, queues and starts to send; answers as soon as the packet is durable. */
    seal: procedure.meta(onDraft).input(aCase).output(caseViewSchema),
    /** The late code of a case that was enrolled without a line. */
    sendLateCode: procedure.meta(onSealed).input(aCase).output(caseViewSchema),
    answerLateCode: procedure
      .meta(onSealed)
      .input(aCase.extend({ code: z.string().max(12) }))
      .output(caseViewSchema),
    evidence: procedure
      .meta(onAny)
      .input(aCase.extend({ evidenceId: evidenceIdSchema }))
      .output(blobSchema),
    receipt: procedure
      .meta(onSealed)
      .input(aCase.extend({ language: z.string().max(16) }))
      .output(blobSchema),
    /** The receipt to one of the system's printers. */
    printReceipt: procedure
      .meta(onSealed)
      .input(
        aCase.extend({
          language: z.string().max(16),
          printer: z.string().max(200),
          paper: z.enum(paperSizes),
        }),
      )
      .output(z.null()),
  },
};
export type KioskContract = typeof kioskContract;
