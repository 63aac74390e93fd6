// Cases at every stage of the journey, for tests: invented people, numbers from UIDAI's and the kiosk's own test ranges.
import { caseIdSchema, evidenceIdSchema, officerIdSchema, packetIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { FaceOutcome } from '#core/contract/bank/case-file.ts';
import { applyEvent, startCase } from './apply-event.ts';
import type { CaseEvent } from './case-event.ts';
import type { CaseState, EvidenceItem } from './case-state.ts';

type Of<T extends CaseEvent['type']> = Extract<CaseEvent, { type: T }>;

export const at = instantSchema.parse('2026-11-20T09:00:00.000Z');
export const caseId = caseIdSchema.parse('0193a1b2-0000-7000-8000-0000000000a1');
export const packetId = packetIdSchema.parse('0193a1b2-0000-7000-8000-0000000000b1');
const officer = { officerId: officerIdSchema.parse('asha'), name: 'Asha Rao', role: 'officer' } as const;

export const evidenceId = (n: number) =>
  evidenceIdSchema.parse(`0193a1b2-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);

export function item(n: number, role: EvidenceItem['role']): EvidenceItem {
  return {
    evidenceId: evidenceId(n),
    role,
    mediaType: 'image/jpeg',
    origin: 'camera',
    flags: [],
    capturedAt: at,
  };
}

export const newCase = () =>
  startCase({ caseId, mode: 'staffed', simulated: true, language: 'en', officer, at });

export const consentGiven: Of<'consent-given'> = {
  type: 'consent-given',
  at,
  textVersion: '1',
  purposes: [
    { purposeId: 'data-processing', given: true },
    { purposeId: 'marketing', given: false },
  ],
  required: ['data-processing'],
};
export const productChosen: Of<'product-chosen'> = {
  type: 'product-chosen',
  productId: 'basic-savings',
  branchId: 'b1',
  catalogueVersion: '1',
};
export const mobileUnverified: Of<'mobile-kept-unverified'> = {
  type: 'mobile-kept-unverified',
  mobile: '+919876543210',
};
export const side = (which: 'front' | 'back', n: number): Of<'side-captured'> => ({
  type: 'side-captured',
  kind: 'aadhaar',
  side: which,
  item: item(n, which === 'front' ? 'document-front' : 'document-back'),
});
export const documentRead: Of<'document-read'> = {
  type: 'document-read',
  at,
  reading: {
    kind: 'aadhaar',
    portrait: { side: 'front', box: { x: 10, y: 10, width: 100, height: 120 } },
    covered: [
      { side: 'front', box: { x: 5, y: 5, width: 50, height: 10 } },
      { side: 'back', box: { x: 6, y: 7, width: 50, height: 10 } },
    ],
    fields: [
      { name: 'name', value: 'Meera Nair', confidence: 0.93, source: 'ocr', proof: null, where: null },
      { name: 'dateOfBirth', value: '1990-04-02', confidence: 0.97, source: 'ocr', proof: null, where: null },
      {
        name: 'aadhaarNumber',
        value: 'XXXX XXXX 0124',
        confidence: 0.99,
        source: 'ocr',
        proof: 'verhoeff',
        where: { side: 'front', box: { x: 5, y: 5, width: 50, height: 10 } },
      },
    ],
  },
  identity: { identityHash: 'a'.repeat(64), aadhaar: { lastFour: '0124', whole: null } },
};
export const readingConfirmed: Of<'reading-confirmed'> = {
  type: 'reading-confirmed',
  at,
  fields: [
    { name: 'name', value: 'Meera Nair' },
    { name: 'dateOfBirth', value: '1990-04-02' },
    { name: 'aadhaarNumber', value: 'XXXX XXXX 0124' },
  ],
};
export const selfie = (outcome: FaceOutcome, n = 30): CaseEvent => ({
  type: 'selfie-compared',
  selfie: item(n, 'selfie'),
  portrait: item(n + 1, 'portrait'),
  outcome,
  score: outcome === 'unavailable' ? null : 0.5,
  missing: outcome === 'unavailable' ? ['mobilefacenet.onnx'] : [],
  models: [],
  modelSet: outcome === 'unavailable' ? null : 'primary',
  quality: null,
  template: null,
  sameFaceIn: [],
});
export const judged = (verdict: 'same-person' | 'send-to-review', reason = 'Compared by eye'): CaseEvent => ({
  type: 'face-judged',
  verdict: { verdict, reason, at },
});

/** Applies events that must all be accepted. */
export function after(events: readonly CaseEvent[], from: CaseState = newCase()): CaseState {
  return events.reduce((state, event) => {
    const applied = applyEvent(state, event);
    if (!applied.ok) throw new Error(`refused ${event.type}: ${applied.error.kind}`);
    return applied.value.state;
  }, from);
}

export const journeyToFace: readonly CaseEvent[] = [
  consentGiven,
  productChosen,
  mobileUnverified,
  side('front', 1),
  side('back', 2),
  documentRead,
  readingConfirmed,
];
export const journeyToReview: readonly CaseEvent[] = [
  ...journeyToFace,
  selfie('match'),
  { type: 'moved', to: 'review' },
];
