// Fingers of a case over the real driver, a simulated scanner on a real socket, and the real store.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { after, journeyToReview, newCase, productChosen } from '#core/case/case.fixture.ts';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { readTemplate } from '#core/biometrics/minutiae-template.ts';
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
const jpeg = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])]);
const deviceId = 'sbi/simulated-1';
let simulator: SbiSimulator;
let devices: Devices;
let following: { close(): void };

beforeEach(async () => {
  const started = await startSbiSimulator({ ports: [0], keys, now: () => new Date() });
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

async function order(path: string, body: unknown): Promise<void> {
  await fetch(`http://127.0.0.1:${simulator.port}/admin/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
}

function atReview() {
  const store = temp.open();
  const events = journeyToReview.map((event) =>
    event.type === 'product-chosen'
      ? { ...productChosen, biometrics: { ask: 'optional' as const, parts: ['right-thumb' as const] } }
      : event,
  );
  const state = { ...after(events, newCase()), caseId: newCaseId() };
  valueOf(store.save(changeOf(state, null)));
  const ports = { clock, changes: createChanges(), devices, newId: v7 };
  const vault = { store, officer: asha };
  const tries: TriedOnce[] = [];
  return {
    store,
    ports,
    vault,
    tries,
    caseId: state.caseId,
    capture: (parts: readonly BodyPart[], signal?: AbortSignal) =>
      captureBiometrics(
        ports,
        vault,
        state.caseId,
        { deviceId, parts },
        (tried) => tries.push(tried),
        signal,
      ),
  };
}

describe('fingers of a customer', () => {
  test('DV54 two good tries are enough: the best is kept in the vault with its device and proof', async () => {
    const { store, caseId, tries, capture } = atReview();
    const state = valueOf(await capture(['right-thumb']));
    expect(tries).toEqual([
      { number: 1, quality: 82 },
      { number: 2, quality: 82 },
    ]);
    const [held] = state.biometrics.captures;
    expect(held).toMatchObject({
      part: 'right-thumb',
      quality: 82,
      tries: 2,
      isPoor: false,
      agreement: 'match',
      device: { driver: 'sbi', make: 'Pravesh', model: 'Simulated SBI', serial: 'SIM-0001' },
      attestation: { kind: 'signed' },
    });
    if (!held) throw new Error('nothing held');
    expect(readTemplate(valueOf(store.evidence(caseId, held.item.evidenceId))).ok).toBe(true);
    expect(JSON.stringify(devices.view())).not.toContain('FMR');
  });

  test('DV54 a poor finger is tried three times and marked; one that is of no use is refused', async () => {
    const { tries, capture } = atReview();
    await order('score', { qualityScore: 30 });
    const state = valueOf(await capture(['right-thumb']));
    expect(tries.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(state.biometrics.captures[0]).toMatchObject({ isPoor: true, tries: 3 });
    await order('score', { qualityScore: 20 });
    expect(await capture(['right-index'])).toEqual({
      ok: false,
      error: { kind: 'biometric-quality-low', subject: 'right-index' },
    });
  });

  test('DV56 the same finger under two names is refused, in one slap and later', async () => {
    const { capture } = atReview();
    simulator.onSensor = 'Right Thumb';
    expect(await capture(['right-thumb', 'left-thumb'])).toEqual({
      ok: false,
      error: { kind: 'biometric-twice', subject: 'right-thumb' },
    });
    valueOf(await capture(['right-thumb']));
    expect(await capture(['left-thumb'])).toEqual({
      ok: false,
      error: { kind: 'biometric-twice', subject: 'right-thumb' },
    });
    simulator.onSensor = null;
    expect(valueOf(await capture(['left-thumb'])).biometrics.captures).toHaveLength(2);
  });

  test('DV55 fingers that change between two tries are refused', async () => {
    const { ports, vault, caseId } = atReview();
    const swapped = captureBiometrics(
      ports,
      vault,
      caseId,
      { deviceId, parts: ['right-thumb'] },
      () => {
        simulator.onSensor = 'Left RingFinger';
      },
      undefined,
    );
    expect(await swapped).toEqual({
      ok: false,
      error: { kind: 'biometric-captures-differ', subject: 'right-thumb' },
    });
  });

  test('DV54 a slap of four is captured at once, each finger by its name', async () => {
    const { capture } = atReview();
    const slap: BodyPart[] = ['left-index', 'left-middle', 'left-ring', 'left-little'];
    const state = valueOf(await capture(slap));
    expect(state.biometrics.captures.map(({ part }) => part)).toEqual(slap);
  });

  test('DV57 what cannot be captured has the officer, the reason and a picture; a capture takes its place', async () => {
    const { ports, vault, caseId, store, capture } = atReview();
    const asked = { part: 'right-thumb', reason: 'injured', image: jpeg } as const;
    expect(await exceptBiometric(ports, vault, caseId, { ...asked, note: ' ' })).toMatchObject({
      error: { kind: 'reason-required' },
    });
    const state = valueOf(await exceptBiometric(ports, vault, caseId, { ...asked, note: 'Bandaged' }));
    const [exception] = state.biometrics.exceptions;
    expect(exception).toMatchObject({ reason: 'injured', note: 'Bandaged', officer: { officerId: 'asha' } });
    if (!exception) throw new Error('none');
    expect(valueOf(store.evidence(caseId, exception.photo.evidenceId))).toHaveLength(jpeg.size);
    expect(valueOf(await capture(['right-thumb'])).biometrics.exceptions).toEqual([]);
    expect(store.evidence(caseId, exception.photo.evidenceId).ok).toBe(false);
  });

  test('DV58 a device that lies, goes or is stopped leaves the case as it was', async () => {
    const { capture, store, caseId } = atReview();
    simulator.fault = 'wrong-signature';
    expect(await capture(['right-thumb'])).toEqual({
      ok: false,
      error: { kind: 'scanner-failed', scanner: 'signatureWrong' },
    });
    simulator.fault = null;
    await order('delay', { delay: 3_000, method: ['RCAPTURE'] });
    const leaving = new AbortController();
    const stopped = capture(['right-thumb'], leaving.signal);
    leaving.abort();
    expect(await stopped).toEqual({ ok: false, error: { kind: 'scanner-failed', scanner: 'aborted' } });
    expect(valueOf(store.load(caseId)).state.biometrics.captures).toEqual([]);
  });
});
