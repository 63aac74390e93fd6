// Irises of a case over the real driver, a simulated scanner of eyes on a real socket, and the real store.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { after, journeyToReview, newCase, productChosen } from '#core/case/case.fixture.ts';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { createSbiScanner } from '#native/sbi/sbi-scanner.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator, type SbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';
import { changeOf, newCaseId } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { systemSchedule } from '../adapter/system/schedule.ts';
import { captureBiometrics, exceptBiometric, type TriedOnce } from './biometrics.ts';
import { createChanges } from './changes.ts';
import { createDevices, type Devices } from './devices/devices.ts';

const temp = useTempStore();
const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const keys = createDeviceKeys(new Date());
const asha = { officerId: officerIdSchema.parse('asha'), name: 'Asha Rao', role: 'officer' } as const;
const deviceId = 'sbi/simulated-iris-1';
const pair: readonly BodyPart[] = ['right-iris', 'left-iris'];
let simulator: SbiSimulator;
let devices: Devices;
let following: { close(): void };

beforeEach(async () => {
  const started = await startSbiSimulator({ ports: [0], keys, now: () => new Date(), type: 'Iris' });
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

async function score(qualityScore: number): Promise<void> {
  const body = JSON.stringify({ qualityScore });
  await fetch(`http://127.0.0.1:${simulator.port}/admin/score`, { method: 'POST', body });
}

function atReview() {
  const store = temp.open();
  const events = journeyToReview.map((event) =>
    event.type === 'product-chosen'
      ? { ...productChosen, biometrics: { ask: 'optional' as const, parts: [...pair] } }
      : event,
  );
  const state = { ...after(events, newCase()), caseId: newCaseId() };
  valueOf(store.save(changeOf(state, null)));
  const ports = { clock, changes: createChanges(), devices, newId: v7 };
  const vault = { store, officer: asha };
  const { caseId } = state;
  const tries: TriedOnce[] = [];
  const capture = (parts: readonly BodyPart[]) =>
    captureBiometrics(ports, vault, caseId, { deviceId, parts }, (tried) => tries.push(tried), undefined);
  return { store, ports, vault, caseId, tries, capture };
}

describe('irises of a customer', () => {
  test('DV63 a pair is captured at once, each eye by its name, as a picture of ISO/IEC 19794-6', async () => {
    const { store, caseId, tries, capture } = atReview();
    const { captures } = valueOf(await capture(pair)).biometrics;
    expect(tries.map(({ quality }) => quality)).toEqual([82, 82]);
    expect(captures).toMatchObject([
      { part: 'right-iris', format: 'iso-19794-6', tries: 2, isPoor: false, agreement: 'unavailable' },
      { part: 'left-iris', format: 'iso-19794-6' },
    ]);
    // Eye label of the representation header (ISO/IEC 19794-6:2011, 7.3): right 1, left 2.
    const labels = captures.map(({ item }) => valueOf(store.evidence(caseId, item.evidenceId))[16 + 21]);
    expect(labels).toEqual([1, 2]);
  });

  test('DV63 an eye is good from 60: below, three tries, the best marked as poor; below 25 none', async () => {
    const { tries, capture } = atReview();
    await score(55);
    const { captures } = valueOf(await capture(pair)).biometrics;
    expect(tries).toHaveLength(3);
    expect(captures.every(({ isPoor }) => isPoor)).toBe(true);
    await score(20);
    expect(await capture(pair)).toMatchObject({
      error: { kind: 'biometric-quality-low', subject: 'right-iris' },
    });
  });

  test('DV63 one eye under both names is refused, at once and later', async () => {
    const { capture } = atReview();
    simulator.onSensor = 'Left';
    expect(await capture(pair)).toEqual({
      ok: false,
      error: { kind: 'biometric-twice', subject: 'right-iris' },
    });
    valueOf(await capture(['right-iris']));
    expect(await capture(['left-iris'])).toEqual({
      ok: false,
      error: { kind: 'biometric-twice', subject: 'right-iris' },
    });
  });

  test('DV63 an eye that cannot be captured has its reason and picture, and the other one is captured alone', async () => {
    const { ports, vault, caseId, capture } = atReview();
    const image = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])]);
    const order = { part: 'left-iris', reason: 'injured', note: 'Bandaged', image } as const;
    valueOf(await exceptBiometric(ports, vault, caseId, order));
    const { captures, exceptions } = valueOf(await capture(['right-iris'])).biometrics;
    expect([captures.map(({ part }) => part), exceptions.map(({ part }) => part)]).toEqual([
      ['right-iris'],
      ['left-iris'],
    ]);
  });
});
