// Officers known by a finger: the real driver over a simulated scanner on a socket of its own, and the real store.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { templateOfPicture } from '#native/finger-picture/template-of-picture.ts';
import { createSbiScanner } from '#native/sbi/sbi-scanner.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { startSbiSimulator, type SbiSimulator } from '#native/sbi/simulator/sbi-simulator.ts';
import { actOn } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { systemSchedule } from '../adapter/system/schedule.ts';
import type { CaseStore } from '../port/case-store.ts';
import { createChanges } from './changes.ts';
import { createDevices, type Devices } from './devices/devices.ts';
import { createFingerSignIn, type FingerSignIn } from './finger-sign-in.ts';
import type { OpenVault } from './vault-session.ts';
import { createWrongTries, triesAllowed } from './wrong-tries.ts';

const temp = useTempStore();
const keys = createDeviceKeys(new Date());
const asha = { officerId: officerIdSchema.parse('asha'), name: 'Asha Rao', role: 'officer' } as const;
const vikram = officerIdSchema.parse('vikram');
const dayMs = 86_400_000;
let skewMs = 0;
const clock = { now: () => instantSchema.parse(new Date(Date.now() + skewMs).toISOString()) };
const logged: string[] = [];
let simulator: SbiSimulator;
let devices: Devices;
let store: CaseStore;
let vault: Pick<OpenVault, 'store' | 'officer' | 'signedInBy'>;
let finger: FingerSignIn;

async function open(unknownDevices: 'refuse' | 'record' = 'refuse', roots = [keys.root]): Promise<void> {
  const trust = { roots, revoked: new Set<string>(), allowed: null, unknownDevices };
  const real = { now: () => instantSchema.parse(new Date().toISOString()) };
  const scanner = createSbiScanner({ clock: real, trust, env: 'Developer', ports: [simulator.port] });
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
    log: (event, facts) => void logged.push(JSON.stringify([event, facts])),
  });
  devices.follow();
  while (!devices.view().devices.some(({ proof }) => proof !== null))
    await new Promise((resolve) => setTimeout(resolve, 10));
  finger = createFingerSignIn(
    { clock, devices, changes: createChanges() },
    {
      get open() {
        return vault;
      },
    },
    createWrongTries(),
  );
}

beforeEach(async () => {
  skewMs = 0;
  const started = await startSbiSimulator({ ports: [0], keys, now: () => new Date() });
  if (!started) throw new Error('no port');
  simulator = started;
  store = temp.open();
  valueOf(store.saveOfficer({ ...asha, verifier: 'v', cachedAt: clock.now() }, actOn(null)));
  vault = { store, officer: asha, signedInBy: 'password' };
});
afterEach(async () => {
  await devices.close();
  await simulator.close();
});

const leave = () => {
  vault.officer = null;
};

describe('an officer known by a finger', () => {
  test('AC20 is enrolled after a password, signs in, and is not enrolled again by the finger', async () => {
    await open();
    expect(await finger.signIn(asha.officerId, undefined)).toMatchObject({
      error: { kind: 'finger-not-enrolled' },
    });
    valueOf(await finger.enrol(undefined));
    leave();
    expect(valueOf(await finger.signIn(asha.officerId, undefined))).toEqual(asha);
    expect(vault).toMatchObject({ officer: asha, signedInBy: 'finger' });
    expect(await finger.enrol(undefined)).toMatchObject({ error: { kind: 'finger-needs-password' } });
    leave();
    expect(await finger.enrol(undefined)).toMatchObject({ error: { kind: 'not-signed-in' } });
    expect(await finger.signIn(vikram, undefined)).toMatchObject({
      error: { kind: 'officer-not-known-here' },
    });
  });

  test('DV69 a scanner that gives pictures knows an officer too, and nobody else', async () => {
    await simulator.close();
    const started = await startSbiSimulator({ ports: [0], keys, now: () => new Date(), gives: 'picture' });
    if (!started) throw new Error('no port');
    simulator = started;
    await open();
    valueOf(await finger.enrol(undefined));
    leave();
    simulator.onSensor = 'Left RingFinger';
    expect(await finger.signIn(asha.officerId, undefined)).toMatchObject({ error: { kind: 'finger-wrong' } });
    simulator.onSensor = null;
    expect(valueOf(await finger.signIn(asha.officerId, undefined))).toEqual(asha);
  });

  test('AC21 another finger is refused, counted, and the fifth closes the door to the right one too', async () => {
    await open();
    valueOf(await finger.enrol(undefined));
    leave();
    simulator.onSensor = 'Left RingFinger';
    for (let left = triesAllowed - 1; left >= 0; left -= 1)
      expect(await finger.signIn(asha.officerId, undefined)).toEqual({
        ok: false,
        error: { kind: 'finger-wrong', triesLeft: left },
      });
    simulator.onSensor = null;
    expect(await finger.signIn(asha.officerId, undefined)).toMatchObject({
      error: { kind: 'officer-locked' },
    });
    expect(vault.officer).toBe(null);
  });

  test('AC21 a smudge is no try, and a week without the bank needs the password', async () => {
    await open();
    valueOf(await finger.enrol(undefined));
    leave();
    const score = (qualityScore: number) =>
      fetch(`http://127.0.0.1:${simulator.port}/admin/score`, {
        method: 'POST',
        body: JSON.stringify({ qualityScore }),
      });
    await score(20);
    for (let tries = 0; tries <= triesAllowed; tries += 1)
      expect(await finger.signIn(asha.officerId, undefined)).toMatchObject({
        error: { kind: 'biometric-quality-low' },
      });
    await score(80);
    skewMs = 8 * dayMs;
    expect(await finger.signIn(asha.officerId, undefined)).toMatchObject({
      error: { kind: 'officer-needs-line' },
    });
    skewMs = 0;
    valueOf(await finger.signIn(asha.officerId, undefined));
  });

  test('AC20 a device that nobody vouches for lets nobody in, also where it is taken otherwise', async () => {
    await open('record', []);
    expect(await finger.enrol(undefined)).toMatchObject({ error: { kind: 'scanner-failed' } });
  });

  test('AC20 two fingers are not enrolled as one', async () => {
    await open();
    const enrolling = finger.enrol(undefined);
    while (simulator.captures < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    simulator.onSensor = 'Left RingFinger';
    expect(await enrolling).toMatchObject({ error: { kind: 'biometric-captures-differ' } });
    expect(store.officer(asha.officerId)?.finger).toBe(undefined);
  });

  test('AC22 the template is in the store, and in no answer, log or audit row', async () => {
    await open();
    const enrolled = await finger.enrol(undefined);
    const kept = store.officer(asha.officerId)?.finger?.template ?? '';
    expect(Buffer.from(kept, 'base64').toString('latin1', 0, 3)).toBe('FMR');
    leave();
    const entered = await finger.signIn(asha.officerId, undefined);
    const said = JSON.stringify([enrolled, entered, devices.view(), logged]);
    expect(said).not.toContain(kept.slice(0, 40));
    expect(said).not.toContain('template');
  });
});
