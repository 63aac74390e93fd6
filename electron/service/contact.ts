// The customer's mobile: the bank sends and judges the code; without a line the number is kept as unverified.
import { mobileSchema, codeSchema } from '#core/contract/bank/mobile.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { begunOn, changeCase, type ChangePorts, type ChangeVault } from './change-case.ts';
import type { BankLink } from '../port/bank-link.ts';
import { refusalOfLink, refusalOfStore } from './refusal-of.ts';

type MobileLine = Pick<BankLink, 'sendCode' | 'answerCode' | 'sendLateCode' | 'answerLateCode'>;
type ContactVault = ChangeVault & { readonly line: { readonly link: MobileLine } | null };

/** Takes spaces, dashes and a national number as people write it; returns E.164 or null. */
export function normaliseMobile(text: string): string | null {
  const digits = text.replaceAll(/[\s().-]/g, '');
  const national = /^0?([6-9]\d{9})$/.exec(digits);
  const number = national ? `+91${national[1]}` : digits;
  return mobileSchema.safeParse(number).success ? number : null;
}

export async function sendCode(
  ports: ChangePorts,
  vault: ContactVault,
  caseId: CaseId,
  text: string,
): Promise<Result<CaseState, Refusal>> {
  const mobile = normaliseMobile(text);
  if (mobile === null) return err({ kind: 'mobile-invalid' });
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  if (!vault.line) return err({ kind: 'no-line' });
  const sent = await vault.line.link.sendCode(caseId, mobile, loaded.value.state.language);
  if (!sent.ok) return err(refusalOfLink(sent.error));
  // Of two sent at once the bank knows the later one only, and that is the one answered last: no revision is asked for.
  return changeCase(ports, vault, caseId, { type: 'code-sent', mobile, challenge: sent.value });
}

export async function answerCode(
  ports: ChangePorts,
  vault: ContactVault,
  caseId: CaseId,
  code: string,
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { contact } = loaded.value.state;
  if (contact?.state !== 'code-sent') return err({ kind: 'code-not-requested' });
  if (!codeSchema.safeParse(code).success) {
    return err({ kind: 'code-wrong', triesLeft: contact.challenge.triesLeft });
  }
  if (!vault.line) return err({ kind: 'no-line' });
  const begun = begunOn(vault, loaded.value);
  const answered = await vault.line.link.answerCode(contact.challenge.challengeId, code);
  if (answered.ok)
    return changeCase(ports, vault, caseId, { type: 'mobile-verified', proof: answered.value }, { begun });
  const refusal = refusalOfLink(answered.error);
  if (refusal.triesLeft !== undefined) {
    const counted = changeCase(
      ports,
      vault,
      caseId,
      { type: 'code-refused', triesLeft: refusal.triesLeft },
      { begun },
    );
    if (!counted.ok) return counted;
  }
  return err(refusal);
}

export function keepMobileUnverified(
  ports: ChangePorts,
  vault: ContactVault,
  caseId: CaseId,
  text: string,
): Result<CaseState, Refusal> {
  const mobile = normaliseMobile(text);
  if (mobile === null) return err({ kind: 'mobile-invalid' });
  return changeCase(ports, vault, caseId, { type: 'mobile-kept-unverified', mobile });
}

/** The code of a case enrolled without a line, asked for once the bank has it. */
export async function sendLateCode(vault: ContactVault, caseId: CaseId): Promise<Result<null, Refusal>> {
  if (!vault.line) return err({ kind: 'no-line' });
  const sent = await vault.line.link.sendLateCode(caseId);
  return sent.ok ? ok(null) : err(refusalOfLink(sent.error));
}

export async function answerLateCode(
  ports: ChangePorts,
  vault: ContactVault,
  caseId: CaseId,
  code: string,
): Promise<Result<CaseState, Refusal>> {
  if (!codeSchema.safeParse(code).success) return err({ kind: 'code-wrong' });
  if (!vault.line) return err({ kind: 'no-line' });
  const answered = await vault.line.link.answerLateCode(caseId, code);
  if (!answered.ok) return err(refusalOfLink(answered.error));
  return changeCase(ports, vault, caseId, { type: 'bank-answered', status: answered.value });
}
