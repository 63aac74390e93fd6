// A case at its review that is asked for fingers or eyes, over the real driver, a simulated scanner on a real socket, and the
// real store. For tests of what is captured.
import { afterEach, beforeEach } from 'vitest';
import { v7 } from 'uuid';
import { after, journeyToReview, newCase, productChosen } from '#core/case/case.fixture.ts';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { templateOfPicture } from '#native/finger-picture/template-of-picture.ts';
import { createSbiScanner } from '#native/sbi/sbi-scanner.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator, type SbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';
import { changeOf, newCaseId } from '../adapter/case-store/store.fixture.ts';
import { valueOf, type TempStore } from '../adapter/case-store/temp-store.fixture.ts';
import { systemSchedule } from '../adapter/system/schedule.ts';
import { captureBiometrics, type TriedOnce } from './biometrics.ts';
import { createChanges } from './changes.ts';
import { createDevices, type Devices } from './devices/devices.ts';

const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const keys = createDeviceKeys(new Date());
const asha = { officerId: officerIdSchema.parse('asha'), name: 'Asha Rao', role: 'officer' } as const;
const deviceIds = { Finger: 'sbi/simulated-1', Iris: 'sbi/simulated-iris-1' } as const;

export interface CasesToCapture {
  readonly type: keyof typeof deviceIds;
  readonly asked: readonly BodyPart[];
  readonly gives?: 'template' | 'picture';
}

/** One scanner a test, found before it begins. */
export function casesToCapture(temp: TempStore, { type, asked, gives = 'template' }: CasesToCapture) {
  const deviceId = deviceIds[type];
  let simulator: SbiSimulator;
  let devices: Devices;
  let following: { close(): void };

  beforeEach(async () => {
    const started = await startSbiSimulator({ ports: [0], keys, now: () => new Date(), type, gives });
    if (!started) throw new Error('no port');
    simulator = started;
    const trust = {
      roots: [keys.root],
      revoked: new Set<string>(),
      allowed: null,
      unknownDevices: 'refuse',
    } as const;
    const scanner = createSbiScanner({ clock, trust, env: 'Developer', ports: [simulator.port] });
    devices = createDevices({
      scanners: {
        open: async () => ({ scanners: [scanner], missing: [] }),
        templateOf: templateOfPicture,
        useLists: () => {},
        simulated: null,
        close: () => scanner.close(),
      },
      clock,
      schedule: systemSchedule,
      newId: v7,
      onChange: () => undefined,
      log: () => undefined,
    });
    following = devices.follow();
    while (!devices.device(deviceId)) await new Promise((resolve) => setTimeout(resolve, 10));
  });
  afterEach(async () => {
    following.close();
    await devices.close();
    await simulator.close();
  });

  return {
    get simulator() {
      return simulator;
    },
    get devices() {
      return devices;
    },
    /** The reference mock's orders. */
    async order(path: 'score' | 'delay', body: unknown): Promise<void> {
      await fetch(`http://127.0.0.1:${simulator.port}/admin/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
    },
    atReview() {
      const store = temp.open();
      const events = journeyToReview.map((event) =>
        event.type === 'product-chosen'
          ? { ...productChosen, biometrics: { ask: 'optional' as const, parts: [...asked] } }
          : event,
      );
      const state = { ...after(events, newCase()), caseId: newCaseId() };
      valueOf(store.save(changeOf(state, null)));
      const ports = { clock, changes: createChanges(), devices, newId: v7 };
      const vault = { store, officer: asha };
      const { caseId } = state;
      const tries: TriedOnce[] = [];
      const capture = (
        parts: readonly BodyPart[],
        { onTry = () => undefined, signal }: { onTry?: () => void; signal?: AbortSignal } = {},
      ) =>
        captureBiometrics(
          ports,
          vault,
          caseId,
          { deviceId, parts },
          (tried) => {
            tries.push(tried);
            onTry();
          },
          signal,
        );
      return { store, ports, vault, caseId, tries, capture };
    },
  };
}
