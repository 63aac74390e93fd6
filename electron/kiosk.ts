// The kiosk without a shell: adapters are chosen here, services put together, and the router handed to whichever shell runs.
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { modelManifest, type ModelName } from './adapter/model-store/manifest.ts';
import type { ModelFailure, ModelStore } from './adapter/model-store/open-model-store.ts';
import { createArgon2Verifier } from './adapter/password-verifier/argon2-verifier.ts';
import { createPdfReceipts } from './adapter/receipt/pdf-receipt.ts';
import { createPacketSealer } from './adapter/packet-sealer/create-packet-sealer.ts';
import { createBankLink } from './adapter/bank-link/create-bank-link.ts';
import { createOpenBank } from './adapter/bank-link/open-bank.ts';
import { openCaseStore } from './adapter/case-store/open-case-store.ts';
import { rotateStore } from './adapter/case-store/rotate-store.ts';
import { openDocumentReader } from './adapter/document-reader/open-document-reader.ts';
import { openFaceModel } from './adapter/face-model/open-face-model.ts';
import { createOpenIssuerTrust } from './adapter/issuer-trust/open-issuer-trust.ts';
import { createLineProbe } from './adapter/line-probe/create-line-probe.ts';
import { createSystemPrinting } from './adapter/printing/system-printing.ts';
import { systemClock } from './adapter/system/clock.ts';
import { systemDisk } from './adapter/system/disk.ts';
import { livenessMachine } from './adapter/system/liveness-machine.ts';
import { systemSchedule } from './adapter/system/schedule.ts';
import type { Mode } from '#core/contract/kiosk/access.ts';
import type { ModelFault, ShellInfo } from '#core/contract/kiosk/contract.ts';
import type { Clock } from './port/clock.ts';
import type { LivenessMachine } from './port/liveness-machine.ts';
import type { PagePicture, Printing } from './port/printing.ts';
import type { Scanners } from './port/scanners.ts';
import type { KeyStore } from './port/key-store.ts';
import type { WorkerHost } from './port/worker-host.ts';
import { createRouter, type KioskRouter } from './router/router.ts';
import { createAccess } from './service/access.ts';
import { createChanges } from './service/changes.ts';
import { createDevices } from './service/devices/devices.ts';
import { diagnoseLine } from './service/diagnose-line.ts';
import { createLiveness } from './service/liveness.ts';
import { createFingerSignIn } from './service/finger-sign-in.ts';
import { createSealing } from './service/seal.ts';
import { createStartSync } from './service/sync/sync-service.ts';
import { startUpkeep } from './service/upkeep/upkeep.ts';
import type { Ports, VaultSession } from './service/vault-session.ts';
import { createWrongTries } from './service/wrong-tries.ts';

export interface KioskOptions {
  readonly dataDir: string;
  readonly shell: 'electron' | 'browser';
  readonly version: string;
  readonly simulated: boolean;
  readonly keyStore: KeyStore;
  readonly workers: WorkerHost;
  readonly models: ModelStore;
  /** Left out: staffed. */
  readonly mode?: Mode;
  /** Left out: the process's own; a test counts time. */
  readonly livenessMachine?: LivenessMachine;
  /** Handed over by the bank on this machine (development); null: a person types it. */
  readonly enrolmentCode: string | null;
  /** The machine's own unless a test turns it. */
  readonly clock?: Clock;
  /** Left out: a kiosk without devices, which looks at no port of this machine. */
  readonly scanners?: Scanners;
  /** The shell's own way to printers; left out: CUPS by its programs. */
  readonly printing?: (pictureOf: PagePicture) => Printing;
  /** Names of events and facts without PII. */
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

export interface Kiosk {
  readonly router: KioskRouter;
  /** Where a model of the manifest lies, verified; null when it is not to be had. */
  modelFile(file: string): Promise<string | null>;
  close(): Promise<void>;
}

const noScanners: Scanners = {
  open: () => Promise.resolve({ scanners: [], missing: [] }),
  templateOf: () => Promise.resolve(null),
  useLists: () => {},
  simulated: null,
  close: () => Promise.resolve(),
};

const lacking = {
  electron: [],
  browser: ['os-key-store', 'content-protection', 'kiosk-lock', 'fuses'],
} as const;

const faultOf = {
  'model-missing': 'missing',
  'model-empty': 'empty',
  'model-cut': 'cut',
  'model-hash': 'changed',
} as const satisfies Readonly<Record<ModelFailure['kind'], ModelFault>>;

export function createKiosk(options: KioskOptions): Kiosk {
  const { shell, models, workers, log, clock = systemClock } = options;
  const session: VaultSession = { open: null };
  const disk = systemDisk(options.dataDir);
  const machine = { clock, schedule: systemSchedule, random: Math.random };
  const changes = createChanges();
  const devices = createDevices({
    scanners: options.scanners ?? noScanners,
    clock,
    schedule: systemSchedule,
    newId: uuidv7,
    onChange: () => changes.devices(),
    log,
  });
  const reader = openDocumentReader(workers, models);
  const pictureOf: PagePicture = async (pdf, index) => {
    const page = await reader.pdfPage(pdf, index);
    return page.ok ? page.value : null;
  };
  const ports: Ports = {
    dataDir: options.dataDir,
    shell,
    version: options.version,
    simulated: options.simulated,
    mode: options.mode ?? 'staffed',
    clock,
    newId: uuidv7,
    keyStore: options.keyStore,
    openStore: (store) => openCaseStore({ ...store, clock }),
    rotateStore: (keys) => rotateStore({ ...keys, clock }),
    openBank: createOpenBank(),
    connectBank: (enrolment) => createBankLink(enrolment, { ...machine, log }),
    diagnoseLine: (link, bankUrl) => diagnoseLine({ probe: createLineProbe(), link, ...machine }, bankUrl),
    startSync: createStartSync({ ...machine, log }),
    startUpkeep: (needs) => startUpkeep({ ...needs, ...machine, disk, log }),
    passwords: createArgon2Verifier(),
    sealer: createPacketSealer(),
    reader,
    issuerTrust: createOpenIssuerTrust(join(options.dataDir, 'issuer-keys')),
    faces: openFaceModel(workers, models),
    receipts: createPdfReceipts(),
    devices,
    printing: options.printing?.(pictureOf) ?? createSystemPrinting(),
    changes,
  };
  const wrongTries = createWrongTries();
  const access = createAccess(ports, session, wrongTries);

  async function openUnattended(): Promise<void> {
    const outcome = await access.openUnattended();
    if (outcome !== 'not-admitted') log('vault-unattended', { outcome });
  }
  /** A mistake in it leaves the kiosk locked; told by its class alone. */
  const started = openUnattended().catch((thrown: unknown) =>
    log('vault-unattended', { outcome: thrown instanceof Error ? thrown.name : 'thrown' }),
  );

  async function missingModels(): Promise<ShellInfo['modelsMissing']> {
    const located = await Promise.all(modelManifest.models.map(({ name }) => models.locate(name)));
    return located.flatMap((found) =>
      found.ok ? [] : [{ file: found.error.file, fault: faultOf[found.error.kind] }],
    );
  }

  const router = createRouter({
    ports,
    session,
    access,
    finger: createFingerSignIn(ports, session, wrongTries),
    sealing: createSealing(ports),
    liveness: createLiveness(ports, options.livenessMachine ?? livenessMachine),
    shellInfo: async () => ({
      shell,
      version: options.version,
      simulated: options.simulated,
      lacks: [...lacking[shell]],
      modelsMissing: await missingModels(),
      enrolmentCode: (await access.state()) === 'unenrolled' ? options.enrolmentCode : null,
    }),
  });

  return {
    router,
    async modelFile(file) {
      const entry = modelManifest.models.find((model) => model.file === file);
      const located = entry ? await models.locate(entry.name satisfies ModelName) : null;
      return located?.ok ? located.value.path : null;
    },
    async close() {
      await started;
      const { open } = session;
      session.open = null;
      await open?.line?.sync.close();
      open?.line?.link.close();
      open?.upkeep.close();
      open?.held.forgetAll();
      open?.store.close();
      open?.masterKey.fill(0);
      await Promise.all([ports.reader.close(), ports.faces.close(), devices.close()]);
    },
  };
}
