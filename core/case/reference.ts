// The short name of a case that a person can read out over a telephone: no I, L, O, U, so nothing is misheard.
import type { CaseId } from '#core/kernel/brand.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** PRV-XXXX-XXXX: the last 40 bits of the case id (random in UUIDv7) in Crockford's base 32. */
export function referenceOf(caseId: CaseId): string {
  const bits = BigInt(`0x${caseId.replaceAll('-', '').slice(-10)}`);
  const digits = Array.from(
    { length: 8 },
    (_, index) => alphabet[Number((bits >> BigInt(35 - 5 * index)) & 31n)],
  );
  return `PRV-${digits.slice(0, 4).join('')}-${digits.slice(4).join('')}`;
}
