// Slow work that something else overtook: what it brings home is refused, and the case stays as it is. Over the real store.
import { describe, expect, it } from 'vitest';
import { challengeSchema } from '#core/contract/bank/mobile.ts';
import type { Officer } from '#core/contract/bank/identity.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { ok } from '#core/kernel/result.ts';
import { productChosen, consentGiven, after, newCase } from '#core/case/case.fixture.ts';
import { changeOf, clock, newCaseId, noon } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { begunOn, changeCase, type ChangeVault } from './change-case.ts';
import { createChanges } from './changes.ts';
import { answerCode, sendCode } from './contact.ts';

const temp = useTempStore();
const ports = { clock, changes: createChanges() };
const officer = (id: string): Officer => ({
  officerId: officerIdSchema.parse(id),
  name: id,
  role: 'officer',
});

/** A case at the mobile step, at a bank whose answer to a code comes only after `meanwhile`. */
function atContact(meanwhile: () => Promise<unknown>) {
  const store = temp.open();
  const caseId = newCaseId();
  valueOf(store.save(changeOf({ ...after([consentGiven, productChosen], newCase()), caseId }, null)));
  let sent = 0;
  const link = {
    sendCode: () => {
      sent += 1;
      return Promise.resolve(
        ok(
          challengeSchema.parse({
            challengeId: `0193a1b2-0000-7000-8000-00000000000${sent}`,
            expiresAt: noon,
            resendAt: noon,
            triesLeft: 5,
          }),
        ),
      );
    },
    answerCode: async () => {
      await meanwhile();
      return ok('e30.e30.c2ln');
    },
    sendLateCode: () => Promise.reject(new Error('not asked here')),
    answerLateCode: () => Promise.reject(new Error('not asked here')),
  };
  const vault: { -readonly [K in keyof ChangeVault]: ChangeVault[K] } & { line: { link: typeof link } } = {
    store,
    officer: officer('asha'),
    line: { link },
  };
  return { vault, caseId, contact: () => valueOf(store.load(caseId)).state.contact };
}

describe('work that was overtaken', () => {
  it('does not call a number verified that was entered while the other number’s code was judged', async () => {
    const { vault, caseId, contact } = atContact(() => sendCode(ports, vault, caseId, '9876543211'));
    valueOf(await sendCode(ports, vault, caseId, '9876543210'));
    expect(await answerCode(ports, vault, caseId, '123456')).toEqual({
      ok: false,
      error: { kind: 'case-changed' },
    });
    expect(contact()).toMatchObject({ state: 'code-sent', mobile: '+919876543211' });
  });

  it('is nobody’s after the officer who began it has gone, or given way to another', async () => {
    for (const next of [null, officer('vikram')]) {
      const { vault, caseId, contact } = atContact(async () => {
        vault.officer = next;
      });
      valueOf(await sendCode(ports, vault, caseId, '9876543210'));
      expect(await answerCode(ports, vault, caseId, '123456')).toEqual({
        ok: false,
        error: { kind: 'not-signed-in' },
      });
      expect(contact()?.state).toBe('code-sent');
    }
  });

  it('counts as it should where nothing came between', async () => {
    const { vault, caseId, contact } = atContact(() => Promise.resolve());
    valueOf(await sendCode(ports, vault, caseId, '9876543210'));
    valueOf(await answerCode(ports, vault, caseId, '123456'));
    expect(contact()).toMatchObject({ state: 'verified', mobile: '+919876543210' });
  });

  it('is refused to one who abandoned the case meanwhile', () => {
    const { vault, caseId } = atContact(() => Promise.resolve());
    const begun = begunOn(vault, valueOf(vault.store.load(caseId)));
    valueOf(changeCase(ports, vault, caseId, { type: 'abandoned' }));
    const moved = changeCase(ports, vault, caseId, { type: 'moved', to: 'consent' }, { begun });
    expect(moved.ok).toBe(false);
  });
});
