// Where in a document's picture an Aadhaar number stands, so that its first digits are covered wherever the picture is shown.
import { useMemo } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { EvidenceId } from '#core/kernel/brand.ts';
import type { Box } from '#core/reading/field.ts';

export function useCoveredBoxes(view: CaseView, evidenceId: EvidenceId | null): readonly Box[] {
  const covered = view.reading?.covered;
  return useMemo(
    () => (covered ?? []).filter((place) => place.evidenceId === evidenceId).map(({ box }) => box),
    [covered, evidenceId],
  );
}
