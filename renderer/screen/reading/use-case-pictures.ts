// The document's pictures as bitmaps, for the pieces beside the fields; closed when the step is left.
import { useEffect, useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { EvidenceId } from '#core/kernel/brand.ts';
import { attempt } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';

export function useCasePictures(view: CaseView): ReadonlyMap<EvidenceId, ImageBitmap> {
  const kiosk = useKiosk();
  const [pictures, setPictures] = useState<ReadonlyMap<EvidenceId, ImageBitmap>>(new Map());
  const { caseId } = view;
  const ids = view.document?.sides.map(({ evidenceId }) => evidenceId).join(' ') ?? '';
  useEffect(() => {
    let gone = false;
    const opened: ImageBitmap[] = [];
    const load = async (evidenceId: EvidenceId) => {
      const answer = await attempt(async () => {
        const bytes = await kiosk.case.evidence({ caseId, evidenceId });
        const blob = bytes instanceof Blob ? bytes : new Blob([await bytes.arrayBuffer()]);
        return createImageBitmap(blob);
      });
      // Without the picture the row says so: the reading can still be compared with the document in the hand.
      if (!answer.ok) return;
      opened.push(answer.value);
      if (gone) answer.value.close();
      else setPictures((before) => new Map(before).set(evidenceId, answer.value));
    };
    for (const evidenceId of ids.split(' ').filter(Boolean)) void load(evidenceId as EvidenceId);
    return () => {
      gone = true;
      for (const bitmap of opened) bitmap.close();
      setPictures(new Map());
    };
  }, [kiosk, caseId, ids]);
  return pictures;
}
