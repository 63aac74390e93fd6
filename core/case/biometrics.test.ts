import { describe, expect, it } from 'vitest';
import { kioskIdSchema, officerIdSchema } from '#core/kernel/brand.ts';
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { applyEvent } from './apply-event.ts';
import { buildCaseFile } from './build-case-file.ts';
import type { CaseEvent } from './case-event.ts';
import { caseStateSchema, evidenceOf, type HeldCapture } from './case-state.ts';
import { after, at, item, journeyToReview, packetId, productChosen } from './case.fixture.ts';
import { viewCase } from './view-case.ts';

const asking = (ask: 'optional' | 'required', parts: BodyPart[] = ['right-thumb', 'left-thumb']) =>
  journeyToReview.map((event) =>
    event.type === 'product-chosen' ? { ...productChosen, biometrics: { ask, parts } } : event,
  );
const upToFace = (events: readonly CaseEvent[]) => events.slice(0, -1);

const held = (part: BodyPart, n: number): HeldCapture => ({
  part,
  item: { ...item(n, 'biometric'), mediaType: 'application/octet-stream', origin: 'device' },
  format: 'iso-19794-2',
  quality: 71,
  tries: 2,
  isPoor: false,
  agreement: 'match',
  score: 44,
  device: { driver: 'sbi', make: 'Maker', model: 'One', serial: '1' },
  attestation: { kind: 'signed', signer: '', transactionId: 't', at, facts: {} },
});
const captured = (...captures: HeldCapture[]): CaseEvent => ({ type: 'biometrics-captured', captures });
const excepted = (part: BodyPart, n: number, note = 'Lost in an accident'): CaseEvent => ({
  type: 'biometric-excepted',
  exception: {
    part,
    reason: 'missing',
    note,
    photo: item(n, 'biometric-exception'),
    officer: { officerId: officerIdSchema.parse('asha'), name: 'Asha Rao', role: 'officer' },
    at,
  },
});
const kindOf = (event: CaseEvent, from = after(asking('optional'))) => {
  const applied = applyEvent(from, event);
  return applied.ok ? null : applied.error;
};

describe('fingers in the case', () => {
  it('CS30 are no step of a case that is not asked for them', () => {
    const state = after(journeyToReview);
    expect(viewCase(state, null).steps.map(({ step }) => step)).not.toContain('biometrics');
    expect(viewCase(state, null).biometrics).toBe(null);
    expect(kindOf({ type: 'moved', to: 'biometrics' }, state)).toEqual({
      kind: 'step-not-reached',
      subject: 'biometrics',
    });
    expect(kindOf(captured(held('right-thumb', 40)), state)?.kind).toBe('biometric-not-asked');
  });

  it('CS30 that are only offered hold nobody up, and stand in the journey once taken up', () => {
    const state = after(asking('optional'));
    expect(state.at).toBe('review');
    expect(viewCase(state, null).steps.map(({ step }) => step)).not.toContain('biometrics');
    expect(kindOf({ type: 'sealed', packetId, at }, state)).toBe(null);
    const inside = after([{ type: 'moved', to: 'biometrics' }], state);
    expect(viewCase(inside, null).steps.at(-3)).toEqual({ step: 'biometrics', state: 'here' });
  });

  it('CS31 that are required are each captured or excepted before anything is sealed', () => {
    const state = after([...upToFace(asking('required')), { type: 'moved', to: 'biometrics' }]);
    expect(kindOf({ type: 'moved', to: 'review' }, state)?.kind).toBe('step-not-reached');
    const one = after([captured(held('right-thumb', 40))], state);
    expect(viewCase(one, null).blockedBy).toEqual({ kind: 'biometric-missing', subject: 'left-thumb' });
    expect(kindOf({ type: 'sealed', packetId, at }, one)?.kind).toBe('step-not-reached');
    const all = after([excepted('left-thumb', 41), { type: 'moved', to: 'review' }], one);
    expect(kindOf({ type: 'sealed', packetId, at }, all)).toBe(null);
  });

  it('CS32 stand once each: a newer capture or exception drops the older with its evidence', () => {
    const state = after(
      [captured(held('right-thumb', 40), held('left-thumb', 41))],
      after(asking('optional')),
    );
    const again = applyEvent(state, captured(held('right-thumb', 42)));
    if (!again.ok) throw new Error(again.error.kind);
    expect(again.value.effects).toEqual([
      { type: 'drop-evidence', evidenceId: item(40, 'biometric').evidenceId },
    ]);
    const lost = after([excepted('left-thumb', 43)], again.value.state);
    expect(lost.biometrics.captures.map(({ part }) => part)).toEqual(['right-thumb']);
    expect(evidenceOf(lost).filter(({ role }) => role.startsWith('biometric'))).toHaveLength(2);
    expect(kindOf(captured(held('right-index', 44), held('right-index', 45)))?.kind).toBe('biometric-twice');
  });

  it('CS33 an exception has a reason in words', () => {
    expect(kindOf(excepted('left-thumb', 41, ' ? '))?.kind).toBe('reason-required');
  });

  it('CS32 go to the bank with device and attestation, and with nothing where none were given', () => {
    const sealing = { kioskId: kioskIdSchema.parse('0193a1b2-0000-7000-8000-0000000000c1'), sealedAt: at };
    const bare = buildCaseFile(after(asking('optional')), sealing);
    expect(bare.biometrics).toBe(undefined);
    const state = after(
      [captured(held('right-thumb', 40)), excepted('left-thumb', 41)],
      after(asking('optional')),
    );
    const file = buildCaseFile(state, sealing);
    expect(file.biometrics).toMatchObject({
      captures: [{ part: 'right-thumb', device: { make: 'Maker' }, attestation: { kind: 'signed' } }],
      exceptions: [{ part: 'left-thumb', note: 'Lost in an accident' }],
    });
    const ids = new Set(file.evidence.map(({ evidenceId }) => evidenceId));
    expect(ids.has(file.biometrics?.captures[0]?.evidenceId ?? item(1, 'selfie').evidenceId)).toBe(true);
    expect(ids.has(file.biometrics?.exceptions[0]?.photoId ?? item(1, 'selfie').evidenceId)).toBe(true);
  });

  it('CS30 a case kept before there was such a step is asked for none', () => {
    const { biometrics: _none, ...older } = after(journeyToReview);
    expect(caseStateSchema.parse(older).biometrics).toEqual({
      ask: 'off',
      parts: [],
      captures: [],
      exceptions: [],
    });
  });
});
