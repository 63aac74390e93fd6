// A passport's chip in a case: the real driver with a virtual chip, the real store.
import { afterEach, describe, expect, test } from 'vitest';
import { v7 } from 'uuid';
import {
  after,
  consentGiven,
  item,
  mobileUnverified,
  newCase,
  productChosen,
} from '#core/case/case.fixture.ts';
import type { CaseEvent } from '#core/case/case-event.ts';
import type { FieldReading } from '#core/reading/field.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { createScanners } from '../adapter/scanner/open-scanners.ts';
import { changeOf, newCaseId } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { systemSchedule } from '../adapter/system/schedule.ts';
import { createChanges } from './changes.ts';
import { readChip } from './chip.ts';
import { createDevices, type Devices } from './devices/devices.ts';

const temp = useTempStore();
const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const asha = { officerId: officerIdSchema.parse('asha'), name: 'Asha Rao', role: 'officer' } as const;
const open: Devices[] = [];
afterEach(async () => {
  for (const devices of open.splice(0)) await devices.close();
});

async function withReader() {
  const devices = createDevices({
    scanners: createScanners({ clock, simulated: true }),
    clock,
    schedule: systemSchedule,
    newId: v7,
    onChange: () => undefined,
    log: () => undefined,
  });
  open.push(devices);
  await devices.plug('passport', true);
  const following = devices.follow();
  while (devices.view().devices.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  following.close();
  return { devices, deviceId: devices.view().devices[0]?.deviceId ?? '' };
}

const field = (
  name: FieldReading['name'],
  value: string,
  proof: FieldReading['proof'] = 'check-digits',
): FieldReading => ({ name, value, confidence: 0.9, source: 'mrz', proof, where: null });

/** The specimen's page, as it was read. */
const fields = [
  field('name', 'ANNA MARIA ERIKSSON', null),
  field('dateOfBirth', '1974-08-12'),
  field('passportNumber', 'L898902C3'),
  field('expiryDate', '2012-04-15'),
];

function caseWith(read: readonly FieldReading[]) {
  const store = temp.open();
  const events: CaseEvent[] = [
    consentGiven,
    productChosen,
    mobileUnverified,
    { type: 'side-captured', kind: 'passport', side: 'front', item: item(1, 'document-front') },
    {
      type: 'document-read',
      at: clock.now(),
      reading: { kind: 'passport', portrait: null, covered: [], fields: [...read] },
      identity: { identityHash: 'a'.repeat(64), aadhaar: null },
    },
  ];
  const state = { ...after(events, newCase()), caseId: newCaseId() };
  valueOf(store.save(changeOf(state, null)));
  return { store, caseId: state.caseId, vault: { store, officer: asha } };
}

describe("a passport's chip in the case", () => {
  test('DV60 CS34 proves the fields, and its files and portrait are kept as they were signed', async () => {
    const { devices, deviceId } = await withReader();
    const { store, caseId, vault } = caseWith(fields);
    const ports = { clock, changes: createChanges(), devices, newId: v7 };
    const state = valueOf(await readChip(ports, vault, caseId, deviceId, undefined));
    expect(state.reading?.fields.every(({ proof }) => proof === 'issuer-signature')).toBe(true);
    const chip = state.reading?.chip;
    expect(chip).toMatchObject({ attestation: { kind: 'document' } });
    const portrait = state.reading?.signedPortrait;
    expect(portrait).toMatchObject({ role: 'chip-portrait', mediaType: 'image/jpeg' });
    expect(chip?.files.map(({ flags }) => flags[0])).toEqual(['DG1', 'DG2', 'SOD']);
    const [dg1] = chip?.files ?? [];
    if (!dg1 || !portrait) throw new Error('nothing held');
    expect([...valueOf(store.evidence(caseId, dg1.evidenceId)).subarray(0, 1)]).toEqual([0x61]);
    expect(valueOf(store.evidence(caseId, portrait.evidenceId))).toHaveLength(12_000);
    expect(state.reading?.confirmed).toBe(null);
  });

  test('DV60 stays closed to another page, and the case as it was', async () => {
    const { devices, deviceId } = await withReader();
    const { store, caseId, vault } = caseWith([...fields.slice(0, 3), field('expiryDate', '2012-04-16')]);
    const ports = { clock, changes: createChanges(), devices, newId: v7 };
    expect(await readChip(ports, vault, caseId, deviceId, undefined)).toEqual({
      ok: false,
      error: { kind: 'scanner-failed', scanner: 'accessDenied' },
    });
    expect(valueOf(store.load(caseId)).state.reading?.chip).toBe(null);
  });

  test('DV60 another name on the page is refused, though the key fits', async () => {
    const { devices, deviceId } = await withReader();
    const { store, caseId, vault } = caseWith([field('name', 'PETRA LINDQVIST', null), ...fields.slice(1)]);
    const ports = { clock, changes: createChanges(), devices, newId: v7 };
    expect(await readChip(ports, vault, caseId, deviceId, undefined)).toEqual({
      ok: false,
      error: { kind: 'chip-differs', subject: 'name' },
    });
    expect(valueOf(store.load(caseId)).state.reading?.fields[0]?.proof).toBe(null);
  });

  test('CS35 another picture of the page drops what the chip gave', async () => {
    const { devices, deviceId } = await withReader();
    const { caseId, vault } = caseWith(fields);
    const ports = { clock, changes: createChanges(), devices, newId: v7 };
    const state = valueOf(await readChip(ports, vault, caseId, deviceId, undefined));
    const again = after(
      [{ type: 'side-captured', kind: 'passport', side: 'front', item: item(2, 'document-front') }],
      state,
    );
    expect(again.reading).toBe(null);
  });

  test('CS34 is none of a case whose page was not read', async () => {
    const { devices, deviceId } = await withReader();
    const { caseId, vault } = caseWith(fields.slice(0, 2));
    const ports = { clock, changes: createChanges(), devices, newId: v7 };
    expect(await readChip(ports, vault, caseId, deviceId, undefined)).toMatchObject({
      error: { kind: 'reading-not-done' },
    });
  });
});
