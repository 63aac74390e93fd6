// How the kiosk's master data stand: which version of each section, and when the bank last confirmed them.
import { createHash } from 'node:crypto';
import { masterSections, sectionsOf } from '#core/contract/bank/master-data.ts';
import type { MasterDataStanding } from '#core/contract/kiosk/line-diagnosis.ts';
import type { OpenVault } from './vault-session.ts';

/** Enough to tell two versions apart when read out over a telephone. */
const shownDigits = 8;

export function masterDataStanding(vault: Pick<OpenVault, 'store' | 'catalogue'>): MasterDataStanding | null {
  const { catalogue, store } = vault;
  if (!catalogue) return null;
  const texts = sectionsOf(catalogue);
  return {
    version: catalogue.version,
    asOf: catalogue.asOf,
    seenAt: store.masterDataSeenAt(),
    sections: masterSections.flatMap((section) => {
      const text = texts[section];
      if (text === undefined) return [];
      const version = createHash('sha256').update(text, 'utf8').digest('hex').slice(0, shownDigits);
      const serial = section === 'keys' || section === 'lists' ? catalogue[section]?.serial : undefined;
      return [{ section, version, ...(serial !== undefined && { serial }) }];
    }),
  };
}
