// The link as people's own calls use it: the same, and what each call heard is told to the worker, so that the top bar
// does not say "online" to an officer who was just told that there is no line, nor the other way round.
import type { Result } from '#core/kernel/result.ts';
import type { BankLink, LinkFailure } from '../../port/bank-link.ts';

export function tellingLink(link: BankLink, told: (answer: Result<unknown, LinkFailure>) => void): BankLink {
  async function tell<T>(call: Promise<Result<T, LinkFailure>>): Promise<Result<T, LinkFailure>> {
    const answer = await call;
    told(answer);
    return answer;
  }
  return {
    ...link,
    signIn: (officerId, password) => tell(link.signIn(officerId, password)),
    sendCode: (caseId, mobile, language) => tell(link.sendCode(caseId, mobile, language)),
    answerCode: (challengeId, code) => tell(link.answerCode(challengeId, code)),
    identityExists: (identityHash) => tell(link.identityExists(identityHash)),
    sendLateCode: (caseId) => tell(link.sendLateCode(caseId)),
    answerLateCode: (caseId, code) => tell(link.answerLateCode(caseId, code)),
  };
}
