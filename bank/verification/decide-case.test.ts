// The decision, rule by rule: test titles carry the ids of docs/spec/bank.md, and none may be missing.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { calendarDateSchema, instantSchema } from '#core/kernel/instant.ts';
import { caseFileSchema } from '#core/contract/bank/case-file.ts';
import { firstCatalogue } from '../catalogue/first-catalogue.ts';
import { wholeYears } from '#core/reading/date.ts';
import { decideCase, type CaseFacts } from './decide-case.ts';

const catalogue = firstCatalogue('development', instantSchema.parse('2026-11-01T00:00:00.000Z'));

function goodFile(): CaseFile {
  const at = '2026-11-20T10:00:00.000Z';
  const field = (name: string, value: string): object => ({
    name,
    value,
    readValue: value,
    confidence: 0.9,
    source: 'mrz',
    proof: null,
  });
  return caseFileSchema.parse({
    schema: 'pravesh-case/1',
    caseId: uuidv7(),
    reference: 'PRV-0000-0000',
    kioskId: uuidv7(),
    mode: 'staffed',
    simulated: false,
    language: 'en',
    officer: { officerId: 'asha', name: 'Asha Rao', role: 'officer' },
    startedAt: at,
    sealedAt: at,
    consent: {
      textVersion: catalogue.consentTextVersion,
      at,
      purposes: catalogue.purposes.map(({ purposeId, required }) => ({ purposeId, given: required })),
    },
    product: { productId: 'saral-savings', branchId: 'branch-1003', catalogueVersion: catalogue.version },
    contact: { mobile: '+919812345678', proof: null },
    document: {
      kind: 'passport',
      fields: [
        field('name', 'TESSA SPECIMEN'),
        field('dateOfBirth', '2008-11-20'),
        field('passportNumber', 'Z1234567'),
        field('expiryDate', '2026-11-20'),
      ],
      aadhaar: null,
      identityHash: 'a'.repeat(64),
    },
    face: {
      outcome: 'match',
      score: 0.4,
      unavailableReason: null,
      models: [{ name: 'face', sha256: 'b'.repeat(64) }],
      officerVerdict: null,
    },
    evidence: (['document-front', 'document-back', 'selfie'] as const).map((role) => ({
      evidenceId: uuidv7(),
      role,
      mediaType: 'image/jpeg',
      capturedAt: at,
      origin: 'camera',
      flags: [],
    })),
  });
}

/** A case at the very edge of every rule and on its good side, changed by each test in one thing. */
function facts(change: Partial<CaseFacts> = {}): CaseFacts {
  return {
    file: goodFile(),
    environment: 'development',
    catalogue,
    policy: catalogue.policy,
    mobileVerified: true,
    customerExists: false,
    officersKnown: true,
    ekyc: null,
    acceptedModels: new Set(['b'.repeat(64)]),
    today: calendarDateSchema.parse('2026-12-31'),
    ...change,
  };
}

function withFile(change: (file: CaseFile) => void, more: Partial<CaseFacts> = {}): CaseFacts {
  const file = goodFile();
  change(file);
  return facts({ file, ...more });
}

function setField(file: CaseFile, name: string, value: string): void {
  for (const field of file.document.fields) if (field.name === name) field.value = value;
}

const verdict = (said: 'same-person' | 'send-to-review') => ({
  verdict: said,
  reason: 'No model on this kiosk',
  at: instantSchema.parse('2026-11-20T10:00:00.000Z'),
});

describe('deciding a case', () => {
  it('BK1 a simulated record is refused in production and welcome in development', () => {
    const simulated = (environment: CaseFacts['environment']) =>
      decideCase(withFile((file) => void (file.simulated = true), { environment }));
    expect(simulated('production')).toEqual({ state: 'refused', reasons: ['simulation-refused'] });
    expect(simulated('development').state).toBe('opened');
  });

  it('BK2 an unknown product, branch or catalogue is refused', () => {
    const product = withFile((file) => void (file.product.productId = 'gold'));
    expect(decideCase(product)).toEqual({ state: 'refused', reasons: ['product-unknown'] });
    const branch = withFile((file) => void (file.product.branchId = 'branch-9999'));
    expect(decideCase(branch)).toEqual({ state: 'refused', reasons: ['product-unknown'] });
    const unknown = decideCase(facts({ catalogue: null }));
    expect(unknown.state).toBe('refused');
    expect(unknown.reasons).toContain('product-unknown');
  });

  it('BK3 each required purpose must be given, under the texts that were issued', () => {
    for (const { purposeId, required } of catalogue.purposes) {
      const without = withFile((file) => {
        for (const p of file.consent.purposes) if (p.purposeId === purposeId) p.given = false;
      });
      expect(decideCase(without).state).toBe(required ? 'refused' : 'opened');
    }
    const none = decideCase(withFile((file) => void (file.consent.purposes = [])));
    expect(none).toEqual({ state: 'refused', reasons: ['consent-missing'] });
    const otherText = decideCase(withFile((file) => void (file.consent.textVersion = 'other')));
    expect(otherText).toEqual({ state: 'refused', reasons: ['consent-missing'] });
  });

  it('BK4 too young by a day is refused, old enough on the birthday is not', () => {
    const young = withFile((file) => setField(file, 'dateOfBirth', '2008-11-21'));
    expect(decideCase(young)).toEqual({ state: 'refused', reasons: ['under-age'] });
    expect(decideCase(facts()).state).toBe('opened');
    const student = withFile((file) => {
      setField(file, 'dateOfBirth', '2010-11-20');
      file.product.productId = 'vidya-student';
    });
    expect(decideCase(student).state).toBe('opened');
    const unborn = withFile((file) => setField(file, 'dateOfBirth', '2030-01-01'));
    expect(decideCase(unborn)).toEqual({ state: 'refused', reasons: ['under-age'] });
    const sealedAhead = withFile(
      (file) => {
        setField(file, 'dateOfBirth', '2008-11-21');
        setField(file, 'expiryDate', '2099-01-01');
        file.sealedAt = instantSchema.parse('2030-01-01T00:00:00.000Z');
      },
      { today: calendarDateSchema.parse('2026-11-20') },
    );
    expect(decideCase(sealedAhead)).toEqual({ state: 'refused', reasons: ['under-age'] });
  });

  it('BK5 a document past its last day is refused', () => {
    const expired = withFile((file) => setField(file, 'expiryDate', '2026-11-19'));
    expect(decideCase(expired)).toEqual({ state: 'refused', reasons: ['document-expired'] });
    expect(decideCase(facts()).state).toBe('opened');
  });

  it('BK6 an existing customer is refused', () => {
    const known = decideCase(facts({ customerExists: true }));
    expect(known).toEqual({ state: 'refused', reasons: ['customer-exists'] });
  });

  it('BK7 only a match with its score and models passes by itself', () => {
    const face = (change: Partial<CaseFile['face']>) =>
      decideCase(withFile((file) => void (file.face = { ...file.face, ...change })));
    expect(face({}).state).toBe('opened');
    expect(face({ score: 0.399 })).toEqual({ state: 'in-review', reasons: ['face-review'] });
    expect(face({ score: null })).toEqual({ state: 'in-review', reasons: ['face-review'] });
    expect(face({ models: [] })).toEqual({ state: 'in-review', reasons: ['face-review'] });
    expect(face({ outcome: 'review', score: 0.35 })).toEqual({
      state: 'in-review',
      reasons: ['face-review'],
    });
    expect(face({ outcome: 'mismatch', score: 0.1 })).toEqual({
      state: 'in-review',
      reasons: ['face-mismatch'],
    });
    // An officer who doubts a match is heard.
    expect(face({ officerVerdict: verdict('send-to-review') })).toEqual({
      state: 'in-review',
      reasons: ['face-review'],
    });
    // The officer's word lifts no mismatch.
    const insisted = face({ outcome: 'mismatch', score: 0.1, officerVerdict: verdict('same-person') });
    expect(insisted).toEqual({ state: 'in-review', reasons: ['face-mismatch'] });
  });

  it('BK8 without a face check the officer’s word stands only where the policy says so', () => {
    const unavailable = (said: 'same-person' | 'send-to-review' | null, allowed: boolean) =>
      decideCase(
        withFile(
          (file) => {
            file.face = {
              outcome: 'unavailable',
              score: null,
              unavailableReason: 'model missing',
              models: [],
              officerVerdict: said === null ? null : verdict(said),
            };
          },
          { policy: { ...catalogue.policy, allowManualFaceMatch: allowed } },
        ),
      );
    expect(unavailable('same-person', true)).toMatchObject({
      state: 'opened',
      reasons: ['face-compared-by-officer'],
    });
    expect(unavailable('same-person', false)).toEqual({
      state: 'in-review',
      reasons: ['face-compared-by-officer'],
    });
    expect(unavailable('send-to-review', true)).toEqual({ state: 'in-review', reasons: ['face-review'] });
    expect(unavailable(null, true)).toEqual({ state: 'in-review', reasons: ['face-review'] });
  });

  it('BK9 a document without what must be judged is looked at by a person', () => {
    const incomplete = { state: 'in-review', reasons: ['document-incomplete'] };
    for (const name of ['name', 'dateOfBirth', 'expiryDate', 'passportNumber']) {
      const without = withFile((file) => {
        file.document.fields = file.document.fields.filter((field) => field.name !== name);
      });
      expect(decideCase(without)).toEqual(incomplete);
    }
    const yearOnly = withFile((file) => setField(file, 'dateOfBirth', '1985'));
    expect(decideCase(yearOnly)).toEqual({
      state: 'in-review',
      reasons: ['document-incomplete', 'birth-date-corrected'],
    });
    const aadhaar = withFile((file) => void (file.document.kind = 'aadhaar'));
    expect(decideCase(aadhaar)).toEqual(incomplete);
    const withoutPicture = (role: string) =>
      decideCase(
        withFile((file) => {
          file.document.kind = 'aadhaar';
          file.document.aadhaar = { lastFour: '1057' };
          file.evidence = file.evidence.filter((item) => item.role !== role);
        }),
      );
    for (const role of ['document-front', 'document-back', 'selfie'])
      expect(withoutPicture(role)).toEqual(incomplete);
    const withDigits = withFile((file) => {
      file.document.kind = 'aadhaar';
      file.document.aadhaar = { lastFour: '1057' };
    });
    expect(decideCase(withDigits).state).toBe('opened');
  });

  it('BK10 an unproved number waits for its code, and says what else is open', () => {
    expect(decideCase(facts({ mobileVerified: false }))).toEqual({
      state: 'awaiting-mobile',
      reasons: ['mobile-unverified'],
    });
    const both = withFile((file) => void (file.face.outcome = 'review'), { mobileVerified: false });
    expect(decideCase(both)).toEqual({
      state: 'awaiting-mobile',
      reasons: ['mobile-unverified', 'face-review'],
    });
    // A refusal needs no code.
    expect(decideCase(facts({ mobileVerified: false, customerExists: true })).state).toBe('refused');
  });

  it('BK11 a case with nothing against it is opened at its branch', () => {
    const decision = decideCase(facts());
    expect(decision).toMatchObject({ state: 'opened', reasons: [], branch: { branchId: 'branch-1003' } });
  });

  it('an officer the bank does not know, or no longer, sends the case to review', () => {
    expect(decideCase(facts({ officersKnown: false }))).toEqual({
      state: 'in-review',
      reasons: ['officer-unknown'],
    });
  });

  it('a match made by another model than those pinned is looked at', () => {
    expect(decideCase(facts({ acceptedModels: new Set() }))).toEqual({
      state: 'in-review',
      reasons: ['model-unknown'],
    });
  });

  it('BK12 a corrected name or date of birth is noted and stops nothing', () => {
    const younger = withFile((file) => setField(file, 'dateOfBirth', '1974-08-13'));
    expect(decideCase(younger)).toMatchObject({ state: 'opened', reasons: ['birth-date-corrected'] });
    const corrected = withFile((file) => setField(file, 'name', 'TESSA SPECIMAN'));
    expect(decideCase(corrected)).toMatchObject({ state: 'opened', reasons: ['name-corrected'] });
    const typed = withFile((file) => {
      for (const field of file.document.fields) if (field.name === 'name') field.readValue = null;
    });
    expect(decideCase(typed)).toMatchObject({ state: 'opened', reasons: [] });
  });

  it('names all refusals at once', () => {
    const many = withFile((file) => setField(file, 'expiryDate', '2020-01-01'), { customerExists: true });
    expect(decideCase(many)).toEqual({ state: 'refused', reasons: ['document-expired', 'customer-exists'] });
  });

  it('every rule of the specification has its test, and no test another rule', () => {
    const spec = readFileSync(new URL('../../docs/spec/bank.md', import.meta.url), 'utf8');
    const written = [...spec.matchAll(/^\| (BK\d+)\s+\|/gm)].map((match) => match[1]);
    expect(written.length).toBeGreaterThan(0);
    const tested = [...readFileSync(new URL(import.meta.url), 'utf8').matchAll(/^ {2}it\('(BK\d+) /gm)];
    expect(tested.map((match) => match[1])).toEqual(written);
  });
});

it('BK27 a PAN card alone goes to a person', () => {
  const alone = withFile((file) => {
    file.document.kind = 'pan';
    for (const field of file.document.fields) {
      if (field.name === 'passportNumber') field.name = 'panNumber';
    }
  });
  expect(decideCase(alone)).toEqual({ state: 'in-review', reasons: ['document-not-enough'] });
});

it('BK26 where somebody must have been there, the kiosk or an officer says so', () => {
  const policy = { ...catalogue.policy, livenessDemandedIn: ['staffed' as const] };
  const checked = (outcome: 'live' | 'officer', verdict: 'seen-in-person' | 'send-to-review' | null) => ({
    ...goodFile(),
    liveness: {
      outcome,
      why: null,
      tries: 0,
      at: goodFile().sealedAt,
      signals: [],
      officerVerdict: verdict && {
        verdict,
        reason: 'Looked at',
        at: goodFile().sealedAt,
        officer: goodFile().officer,
      },
    },
  });
  const review = expect.objectContaining({ state: 'in-review', reasons: ['face-review'] });
  expect(decideCase(facts({ file: goodFile(), policy }))).toEqual(review);
  expect(decideCase(facts({ file: checked('officer', 'send-to-review'), policy }))).toEqual(review);
  expect(decideCase(facts({ file: checked('officer', null), policy }))).toEqual(review);
  expect(decideCase(facts({ file: checked('officer', 'seen-in-person'), policy })).state).toBe('opened');
  expect(decideCase(facts({ file: checked('live', null), policy })).state).toBe('opened');
  expect(decideCase(facts({ file: goodFile() })).state).toBe('opened');
});

describe('wholeYears', () => {
  const years = (from: string, to: string) =>
    wholeYears(calendarDateSchema.parse(from), calendarDateSchema.parse(to));
  it('counts birthdays', () => {
    expect(years('2000-05-10', '2018-05-09')).toBe(17);
    expect(years('2000-05-10', '2018-05-10')).toBe(18);
    expect(years('2004-02-29', '2022-02-28')).toBe(17);
    expect(years('2004-02-29', '2022-03-01')).toBe(18);
  });
});
