// What is written into the customer's photo, so that it cannot serve for anything else. Rule LP2 of docs/spec/face.md.
import type { CaseState } from '#core/case/case-state.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { LivePhotoMarks } from '../port/face-model.ts';
import type { OpenVault } from './vault-session.ts';

export function livePhotoMarks(
  { reference, officer: begunBy, simulated }: CaseState,
  { vault, at }: { readonly vault: Pick<OpenVault, 'line' | 'officer'>; readonly at: Instant },
): LivePhotoMarks {
  const { name, officerId } = vault.officer ?? begunBy;
  const place = vault.line?.enrolment.branchName ?? '';
  // The bank's own clock is in UTC, and a picture that travels says its time zone.
  const when = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
  return {
    reference,
    lines: [
      place === '' ? reference : `${reference} · ${place}`,
      `${name} (${officerId}) · ${when}`,
      ...(simulated ? ['SIMULATED'] : []),
    ],
  };
}
