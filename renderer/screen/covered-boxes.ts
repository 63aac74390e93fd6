// Where in a document's picture the Aadhaar number stands, so that its first digits are covered wherever the picture is shown.
import { useMemo } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { EvidenceId } from '#core/kernel/brand.ts';
import type { Box } from '#core/reading/field.ts';

export function useCoveredBoxes(view: CaseView, evidenceId: EvidenceId | null): readonly Box[] {
  const fields = view.reading?.fields;
  return useMemo(
    () =>
      (fields ?? []).flatMap(({ name, where }) =>
        name === 'aadhaarNumber' && where !== null && where.evidenceId === evidenceId ? [where.box] : [],
      ),
    [fields, evidenceId],
  );
}
