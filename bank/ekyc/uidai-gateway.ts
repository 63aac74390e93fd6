// The way to UIDAI, as a port: a bank that may ask (as KUA, over its ASA) puts its own behind it. In development a stand-in
// answers by rule and says that it is one. Whatever stands here opens no PidData, keeps none and logs none.
import type { EkycHead } from '#core/contract/bank/ekyc.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';

export type UidaiPerson = EkycHead['claimed'];

export type UidaiAnswer =
  | { readonly kind: 'known'; readonly person: UidaiPerson }
  /** UIDAI's code (Authentication API 2.5, error codes). */
  | { readonly kind: 'refused'; readonly code: string };

export type UidaiGateway = {
  readonly simulated: boolean;
  readonly ask: (
    request: Pick<EkycHead, 'number' | 'transactionId' | 'consentAt' | 'claimed'> & {
      readonly pidData: Uint8Array;
    },
  ) => Promise<Result<UidaiAnswer, { readonly kind: 'uidai-silent' }>>;
};

/** By the number's digit before its check digit, so that every outcome can be had; any other: known, as claimed. */
const rules: Readonly<Record<string, string>> = { '7': '300', '8': '330', '9': '998' };
const otherNameAt = '6';

export const standInForUidai: UidaiGateway = {
  simulated: true,
  async ask({ number, claimed }) {
    await Promise.resolve();
    const digit = number.at(-2) ?? '';
    const code = rules[digit];
    if (code !== undefined) return ok({ kind: 'refused', code });
    const person = digit === otherNameAt ? { ...claimed, name: 'Somebody Else' } : claimed;
    return ok({ kind: 'known', person });
  },
};

/** A bank that asks nobody says so, and no finger is laid down for it. */
export const noUidai: UidaiGateway = {
  simulated: false,
  ask: async () => err({ kind: 'uidai-silent' }),
};
