// Each layer broken in turn: the first that does not carry is named, what lies behind it is not claimed.
import { describe, expect, it } from 'vitest';
import { lineLayers, type LineCause, type LineLayer } from '#core/contract/kiosk/line-diagnosis.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { err } from '#core/kernel/result.ts';
import type { LinkFailure } from '../port/bank-link.ts';
import type { LineProbe } from '../port/line-probe.ts';
import { diagnoseLine } from './diagnose-line.ts';
import { bankFailed, createSpokenBank, deviceRefused, noLine } from './sync/spoken-bank.fixture.ts';

const now = instantSchema.parse('2026-11-20T12:00:00.000Z');

interface Broken {
  readonly probe?: Partial<Record<keyof LineProbe, LineCause>>;
  readonly probed?: LinkFailure;
  readonly asDevice?: LinkFailure;
  readonly clockMs?: number;
}

async function look(broken: Broken, url = 'https://bank.example:8443') {
  const bank = createSpokenBank();
  bank.trouble = (call) => (call === 'probe' ? broken.probed : broken.asDevice) ?? null;
  const asked: string[] = [];
  const tell =
    (layer: keyof LineProbe) =>
    (...place: unknown[]) => {
      asked.push([layer, ...place].join(' '));
      return Promise.resolve(broken.probe?.[layer] ?? null);
    };
  const probe: LineProbe = {
    network: tell('network'),
    name: tell('name'),
    connection: tell('connection'),
    certificate: tell('certificate'),
  };
  const at = instantSchema.parse(new Date(Date.parse(now) + (broken.clockMs ?? 0)).toISOString());
  const clock = { now: () => at };
  const diagnosis = await diagnoseLine(
    { probe, link: bank.link, clock, schedule: { elapsedMs: () => 0 } },
    url,
  );
  return { layers: diagnosis.layers, asked, calls: bank.calls };
}

describe('the diagnosis of a line', () => {
  it('SY54 a good line is good in every layer', async () => {
    const { layers, asked } = await look({});
    expect(layers.map(({ layer, outcome }) => [layer, outcome])).toEqual(
      lineLayers.map((layer) => [layer, 'good']),
    );
    expect(asked).toEqual([
      'network',
      'name bank.example',
      'connection bank.example 8443',
      'certificate bank.example 8443',
    ]);
  });

  it.each<[LineLayer, LineCause, Broken]>([
    ['network', 'no-network', { probe: { network: 'no-network' } }],
    ['name', 'name-unknown', { probe: { name: 'name-unknown' } }],
    ['connection', 'connection-refused', { probe: { connection: 'connection-refused' } }],
    ['certificate', 'certificate-date', { probe: { certificate: 'certificate-date' } }],
    ['bank', 'bank-silent', { probed: noLine }],
    ['bank', 'bank-failed', { probed: bankFailed }],
    ['bank', 'bank-other', { probed: { kind: 'bank-mismatch' } }],
    ['bank', 'bank-not', { probed: { kind: 'bank-answer-unreadable' } }],
    ['enrolment', 'device-refused', { asDevice: deviceRefused }],
    ['enrolment', 'bank-failed', { asDevice: bankFailed }],
    ['schema', 'answer-unreadable', { asDevice: { kind: 'bank-answer-unreadable' } }],
  ])('SY54 %s broken (%s) is named, and nothing behind it is claimed', async (layer, cause, broken) => {
    const { layers, calls } = await look(broken);
    const index = lineLayers.indexOf(layer);
    expect(layers[index]).toMatchObject({ outcome: 'bad', cause });
    expect(layers.slice(0, index).every(({ outcome }) => outcome === 'good')).toBe(true);
    expect(layers.slice(index + 1).every(({ outcome }) => outcome === 'not-reached')).toBe(true);
    // Below the bank nothing of the kiosk was sent.
    expect(calls.length === 0).toBe(index < lineLayers.indexOf('bank'));
  });

  it.each([
    [20_000, 'clock-ahead'],
    [-20_000, 'clock-behind'],
  ] as const)('SY54 a clock %i ms off is told, and what lies behind is looked at', async (clockMs, cause) => {
    const { layers } = await look({ clockMs });
    expect(layers[5]).toMatchObject({ layer: 'clock', outcome: 'bad', cause });
    expect(layers.slice(6).map(({ outcome }) => outcome)).toEqual(['good', 'good']);
  });

  it('SY54 a bank on this machine needs neither cable, name nor certificate', async () => {
    const { layers, asked } = await look({}, 'http://127.0.0.1:4000');
    expect(asked).toEqual(['connection 127.0.0.1 4000']);
    expect(layers.filter(({ outcome }) => outcome === 'not-needed').map(({ layer }) => layer)).toEqual([
      'network',
      'name',
      'certificate',
    ]);
  });

  it('SY54 an answer that failed says nothing of the catalogue itself', async () => {
    expect(err(noLine).ok).toBe(false);
    const { layers } = await look({ asDevice: noLine });
    expect(layers[6]).toMatchObject({ layer: 'enrolment', cause: 'bank-silent' });
  });
});
