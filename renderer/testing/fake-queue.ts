// A queue for the story page: one case of each state, and a history as the audit gives it.
import type { HistoryRow, OutboxItem, OutboxShow } from '#core/contract/kiosk/outbox-view.ts';
import { lineLayers, type LineView } from '#core/contract/kiosk/line-diagnosis.ts';
import type { VaultStanding } from '#core/contract/kiosk/vault-standing.ts';
import { caseIdSchema, officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';

const minuteMs = 60_000;
const ago = (minutes: number): Instant =>
  instantSchema.parse(new Date(Date.now() - minutes * minuteMs).toISOString());

function item(sequence: number, minutes: number, rest: Partial<OutboxItem>): OutboxItem {
  return {
    caseId: caseIdSchema.parse(`01930000-0000-7000-8000-${String(sequence).padStart(12, '0')}`),
    reference: `PRV-7K2M-9${sequence}Q`,
    sequence,
    state: 'waiting',
    reason: null,
    tries: 0,
    sealedAt: ago(minutes),
    nextTryAt: null,
    ...rest,
  };
}

export const fakeQueue: readonly OutboxItem[] = [
  item(41, 4 * 24 * 60, { state: 'parked', reason: 'packet-schema', tries: 1 }),
  item(42, 300, { state: 'waiting', reason: 'bank-failed', tries: 4, nextTryAt: ago(-2) }),
  item(43, 64, { state: 'sending' }),
  item(44, 12, { state: 'waiting', reason: 'no-line' }),
  item(45, 1, {}),
  item(40, 5 * 24 * 60, { state: 'accepted', tries: 1 }),
];

export function isShown({ state }: OutboxItem, show: OutboxShow): boolean {
  if (show === 'waiting') return state === 'waiting' || state === 'sending';
  return show === 'open' ? state !== 'accepted' : state === show;
}

const asha = officerIdSchema.parse('asha.rao');
const row = (minutes: number, act: HistoryRow['act'], rest: Partial<HistoryRow> = {}): HistoryRow => ({
  at: ago(minutes),
  act,
  officerId: null,
  reason: null,
  bankState: null,
  ...rest,
});

export const fakeHistory: HistoryRow[] = [
  row(400, 'case.started', { officerId: asha }),
  row(398, 'case.consent-given', { officerId: asha }),
  row(397, 'case.mobile-kept-unverified', { officerId: asha }),
  row(395, 'case.side-captured', { officerId: asha }),
  row(394, 'case.document-read', { officerId: asha }),
  row(392, 'case.selfie-compared', { officerId: asha }),
  row(390, 'case.sealed', { officerId: asha }),
  row(390, 'packet.sending'),
  row(389, 'packet.waiting', { reason: 'no-line' }),
  row(60, 'packet.parked', { reason: 'packet-schema' }),
];

/** A line that ends at a network's own sign-in page. */
export function fakeDiagnosis(): LineView {
  const endsAt = lineLayers.indexOf('certificate');
  return {
    at: ago(0),
    masterData: {
      version: '2026-11-1',
      asOf: ago(9 * 24 * 60),
      seenAt: ago(3 * 60),
      sections: [
        { section: 'products', version: '7c1e22f0' },
        { section: 'branches', version: '90ab41d3' },
        { section: 'consents', version: '1f5503ce' },
        { section: 'settings', version: 'e8d27b46' },
        { section: 'keys', version: '3c90a1de', serial: 4 },
        { section: 'lists', version: 'b17740c2', serial: 12 },
      ],
    },
    layers: lineLayers.map((layer, index) => {
      if (index < endsAt) return { layer, outcome: 'good', cause: null, ms: 12 * (index + 1) };
      if (index > endsAt) return { layer, outcome: 'not-reached', cause: null, ms: null };
      return { layer, outcome: 'bad', cause: 'certificate-other-name', ms: 41 };
    }),
  };
}

/** A kiosk whose file was damaged once, with a case lost. */
export function fakeStanding(keyChangeAsked: boolean, admitted: boolean): VaultStanding {
  return {
    keyChangedAt: ago(200 * 24 * 60),
    keyChangeAsked,
    recoveryWritten: true,
    unattended: { credential: 'usable', admitted },
    salvages: [
      {
        at: ago(3 * 24 * 60),
        folder: 'damaged-1',
        faults: 3,
        cases: 41,
        casesLost: 1,
        pictures: 118,
        packets: 39,
        packetsCut: 1,
        auditRows: 812,
        actsLost: 4,
      },
    ],
  };
}
