// The bank's signed word that a number answered for a case, and the check of such a word when it comes back.
import { mobileProofClaimsSchema } from '#core/contract/bank/mobile.ts';
import { instantOf } from '../clock.ts';
import type { BankContext } from '../context.ts';
import { readWord, signWord } from '../keys/signed-word.ts';
import type { Answered } from './challenge.ts';

export function proveMobile(bank: BankContext, answered: Answered): Promise<string> {
  return signWord(bank.keys, 'pravesh-mobile-proof', { ...answered, verifiedAt: instantOf(bank.now()) });
}

/** True only for our own word about exactly this case and this number. */
export async function provesMobile(
  bank: BankContext,
  proof: string,
  about: { readonly caseId: string; readonly mobile: string },
): Promise<boolean> {
  const word = await readWord(bank.keys, 'pravesh-mobile-proof', proof);
  if (!word.ok) return false;
  const claims = mobileProofClaimsSchema.safeParse(word.value);
  return claims.success && claims.data.caseId === about.caseId && claims.data.mobile === about.mobile;
}
