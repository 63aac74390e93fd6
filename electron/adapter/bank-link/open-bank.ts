// The bank before enrolment: nothing it says is believed until its signing key has the fingerprint of the code.
import {
  bankIdentitySchema,
  enrolReplySchema,
  enrolRequestSchema,
  type BankIdentity,
  type EnrolmentCode,
} from '#core/contract/bank/identity.ts';
import { timeClaimsSchema } from '#core/contract/bank/time.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { LinkFailure, OpenBank } from '../../port/bank-link.ts';
import { fingerprintOf, readWord, sealingKeyIsSigned, signingKeyOf } from './bank-words.ts';
import { openHttpLine, type HttpLine, type LineLimits } from './http-line.ts';
import { readAnswer } from './read-answer.ts';

/** GET /v1/bank, believed only when `isBank` knows the signing key and that key signed the sealing key. */
export async function askIdentity(
  line: HttpLine,
  isBank: (signingKey: string) => boolean,
): Promise<Result<BankIdentity, LinkFailure>> {
  const answer = await line.ask({ method: 'GET', path: '/v1/bank' });
  if (!answer.ok) return answer;
  const identity = readAnswer(answer.value, bankIdentitySchema);
  if (!identity.ok) return identity;
  const { signingKey, sealingKey } = identity.value;
  const known = Buffer.from(signingKey, 'base64url').length === 32 && isBank(signingKey);
  if (!known || !sealingKeyIsSigned(signingKeyOf(signingKey), sealingKey))
    return err({ kind: 'bank-mismatch' });
  const { timeWord } = identity.value;
  if (timeWord === undefined) return identity;
  // A time that is not the bank's own word is not this bank's answer.
  const proved = await readWord(signingKeyOf(signingKey), 'pravesh-time', timeWord, timeClaimsSchema);
  return proved ? ok({ ...identity.value, time: proved.time }) : err({ kind: 'bank-mismatch' });
}

export function createOpenBank(options: { readonly limits?: Partial<LineLimits> } = {}): OpenBank {
  async function withLine<T>(code: EnrolmentCode, use: (line: HttpLine) => Promise<T>): Promise<T> {
    const line = openHttpLine({ url: code.url, ...options });
    try {
      return await use(line);
    } finally {
      line.close();
    }
  }
  const identityOn = (line: HttpLine, code: EnrolmentCode) =>
    askIdentity(line, (signingKey) => fingerprintOf(signingKey) === code.fingerprint);

  return {
    identity: (code) => withLine(code, (line) => identityOn(line, code)),
    enrol: (code, request) =>
      withLine(code, async (line) => {
        // Asked again here, so that the token is shown to nobody but the bank of the code.
        const bank = await identityOn(line, code);
        if (!bank.ok) return bank;
        const bytes = Buffer.from(JSON.stringify(enrolRequestSchema.parse(request)));
        // A token serves once: a lost answer must show as such, not as a token spent by our own repetition.
        const answer = await line.ask({
          method: 'POST',
          path: '/v1/devices',
          body: { type: 'application/json', bytes },
          onceOnly: true,
        });
        if (!answer.ok) return answer;
        const reply = readAnswer(answer.value, enrolReplySchema);
        return reply.ok ? ok(reply.value) : reply;
      }),
  };
}
