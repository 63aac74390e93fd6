// A picture of the case, asked for when it is shown and dropped when it is not: no copy stays in the page.
import { useEffect, useState } from 'react';
import type { CaseId, EvidenceId } from '#core/kernel/brand.ts';
import { attempt } from './attempt.ts';
import type { KioskClient } from './kiosk-client.ts';
import { useKiosk } from './kiosk-context.tsx';

/** The bytes as the browser's own Blob; the contract promises only something like it. */
export async function evidenceBlob(
  kiosk: KioskClient,
  caseId: CaseId,
  evidenceId: EvidenceId,
): Promise<Blob> {
  const bytes = await kiosk.case.evidence({ caseId, evidenceId });
  return bytes instanceof Blob ? bytes : new Blob([await bytes.arrayBuffer()], { type: bytes.type });
}

/** Null until it is there, and when it cannot be had. */
export function useEvidence(caseId: CaseId, evidenceId: EvidenceId | null): Blob | null {
  const kiosk = useKiosk();
  const [held, setHeld] = useState<{ readonly evidenceId: EvidenceId; readonly blob: Blob } | null>(null);
  useEffect(() => {
    if (evidenceId === null) return undefined;
    let gone = false;
    const load = async () => {
      const answer = await attempt(() => evidenceBlob(kiosk, caseId, evidenceId));
      if (!gone && answer.ok) setHeld({ evidenceId, blob: answer.value });
    };
    void load();
    return () => {
      gone = true;
    };
  }, [kiosk, caseId, evidenceId]);
  return held !== null && held.evidenceId === evidenceId ? held.blob : null;
}
