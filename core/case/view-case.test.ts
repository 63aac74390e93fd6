import { describe, expect, it } from 'vitest';
import { caseViewSchema } from '#core/contract/kiosk/case-view.ts';
import { after, journeyToFace, journeyToReview, newCase, readingConfirmed, selfie } from './case.fixture.ts';
import { referenceOf } from './reference.ts';
import { maskMobile, viewCase } from './view-case.ts';

describe('a case as the screens see it', () => {
  it('fits the contract at every stage', () => {
    const stages = journeyToReview.map((_, index) => after(journeyToReview.slice(0, index + 1)));
    for (const state of [newCase(), ...stages]) {
      expect(caseViewSchema.parse(viewCase(state, null)).caseId).toBe(state.caseId);
    }
  });

  it('CS17 shows four digits of a mobile and no more', () => {
    const view = viewCase(after(journeyToFace), null);
    expect(view.contact?.mobileMasked).toBe('+91 ••••• •3210');
    expect(JSON.stringify(view)).not.toContain('987654');
    expect(maskMobile('+4915112345678')).toMatch(/5678$/);
  });

  it('CS17 names every place in the pictures where the number stands, on either side', () => {
    const view = viewCase(after(journeyToFace), null);
    const sides = view.document?.sides ?? [];
    expect(
      view.reading?.covered.map(({ evidenceId }) => sides.find((one) => one.evidenceId === evidenceId)?.side),
    ).toEqual(['front', 'back']);
  });

  it('FM11 shows a score to staff, and to nobody where the customer stands before the screen', () => {
    const compared = [...journeyToFace, selfie('review')];
    for (const [mode, shown] of [
      ['staffed', true],
      ['field', true],
      ['self-service', false],
    ] as const) {
      const { face } = viewCase(after(compared, { ...newCase(), mode }), null);
      expect(face?.outcome).toBe('review');
      expect(face?.score !== null, mode).toBe(shown);
    }
  });

  it('CD8 a number that nothing proves is shown for a look, however surely it was read', () => {
    const state = after(journeyToFace);
    const { reading } = state;
    if (!reading) throw new Error('no reading');
    const field = (name: 'panNumber' | 'dateOfBirth', confidence: number) =>
      ({ name, value: '', confidence, source: 'ocr', proof: null, where: null }) as const;
    const fields = [field('panNumber', 1), field('dateOfBirth', 1), field('dateOfBirth', 0.84)];
    const view = viewCase({ ...state, reading: { ...reading, fields, confirmed: null } }, null);
    expect(view.reading?.fields.map(({ needsLook }) => needsLook)).toEqual([true, false, true]);
  });

  it('marks a mismatch as a problem once another step is looked at', () => {
    const other = after([...journeyToFace, selfie('mismatch'), { type: 'moved', to: 'reading' }]);
    expect(viewCase(other, null).steps.find(({ step }) => step === 'face')?.state).toBe('problem');
  });

  it('says what was typed over a reading, and takes its proof away', () => {
    const corrected = after(
      [
        {
          ...readingConfirmed,
          fields: [{ name: 'name', value: 'Meera K Nair' }],
        },
      ],
      after(journeyToFace),
    );
    const name = viewCase(corrected, null).reading?.fields.find((field) => field.name === 'name');
    expect(name).toMatchObject({ value: 'Meera K Nair', source: 'typed', proof: null });
  });

  it('names a case so that nothing is misheard', () => {
    expect(referenceOf(newCase().caseId)).toMatch(/^PRV-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  });
});
