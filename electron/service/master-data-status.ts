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
    sections: masterSections.map((section) => ({
      section,
      version: createHash('sha256').update(texts[section], 'utf8').digest('hex').slice(0, shownDigits),
    })),
  };
}
