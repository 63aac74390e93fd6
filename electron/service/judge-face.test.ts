// An officer's judgement of two faces goes to the bank under the name of who judged. Over the real store.
import { expect, it } from 'vitest';
import { after, journeyToFace, newCase, selfie } from '#core/case/case.fixture.ts';
import { buildCaseFile } from '#core/case/build-case-file.ts';
import { caseFileSchema } from '#core/contract/bank/case-file.ts';
import { kioskIdSchema, officerIdSchema } from '#core/kernel/brand.ts';
import { changeOf, clock, newCaseId, noon } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { createChanges } from './changes.ts';
import { judgeFace } from './face.ts';

const temp = useTempStore();
const ports = { clock, changes: createChanges() };
const vikram = {
  officerId: officerIdSchema.parse('vikram'),
  name: 'Vikram Joshi',
  role: 'supervisor',
} as const;
const judgement = { verdict: 'same-person', reason: ' Compared by eye ' } as const;

function atFace() {
  const store = temp.open();
  const state = { ...after([...journeyToFace, selfie('unavailable')], newCase()), caseId: newCaseId() };
  valueOf(store.save(changeOf(state, null)));
  return { store, caseId: state.caseId };
}

it('names who judged, also where another officer began the case', () => {
  const { store, caseId } = atFace();
  const state = valueOf(judgeFace(ports, { store, officer: vikram }, caseId, judgement));
  const kioskId = kioskIdSchema.parse(newCaseId());
  const file = caseFileSchema.parse(buildCaseFile(state, { kioskId, sealedAt: noon }));
  expect(file.officer.officerId).toBe('asha');
  expect(file.face.officerVerdict).toEqual({
    verdict: 'same-person',
    reason: 'Compared by eye',
    at: noon,
    officer: vikram,
  });
});

it('takes no judgement from nobody', () => {
  const { store, caseId } = atFace();
  expect(judgeFace(ports, { store, officer: null }, caseId, judgement)).toEqual({
    ok: false,
    error: { kind: 'not-signed-in' },
  });
});
