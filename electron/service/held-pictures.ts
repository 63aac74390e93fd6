// Pictures of a document between the camera and the reading: in this process's memory alone, for they still show what must be
// black before a picture is stored. A kiosk that stops forgets them, and the customer shows the document once more.
import type { CaseId, EvidenceId } from '#core/kernel/brand.ts';
import { ok } from '#core/kernel/result.ts';
import type { DocumentSide } from '#core/reading/field.ts';
import type { CaseStore } from '../port/case-store.ts';

/** Customers whose pictures may wait at once: one at the kiosk, one set aside. Beyond that the longest waiting are forgotten. */
const mostCases = 2;

export interface HeldPictures {
  keep(caseId: CaseId, evidenceId: EvidenceId, bytes: Uint8Array): void;
  has(caseId: CaseId, evidenceId: EvidenceId): boolean;
  /** What a reader of codes read off the same card: kept as long as its pictures are held, and told whether it is. */
  keepCode(caseId: CaseId, code: Uint8Array): boolean;
  code(caseId: CaseId): Uint8Array | null;
  /** The same store: it gives out what is held, and what it drops or stores is held no longer. */
  over(store: CaseStore): CaseStore;
  /** A picture of this side was turned down; how often before the one now. */
  turnDown(caseId: CaseId, side: DocumentSide): void;
  timesTurnedDown(caseId: CaseId, side: DocumentSide): number;
  forgetAll(): void;
}

export function holdPictures(): HeldPictures {
  const held = new Map<CaseId, Map<EvidenceId, Uint8Array>>();
  const turnedDown = new Map<CaseId, Map<DocumentSide, number>>();
  const times = (caseId: CaseId, side: DocumentSide): number => turnedDown.get(caseId)?.get(side) ?? 0;
  const codes = new Map<CaseId, Uint8Array>();

  function forget(caseId: CaseId, which: readonly EvidenceId[] | 'all'): void {
    const pictures = held.get(caseId);
    if (!pictures) return;
    for (const evidenceId of which === 'all' ? [...pictures.keys()] : which) {
      // Freed memory keeps its bytes until something else is written there.
      pictures.get(evidenceId)?.fill(0);
      pictures.delete(evidenceId);
    }
    if (pictures.size > 0) return;
    held.delete(caseId);
    codes.get(caseId)?.fill(0);
    codes.delete(caseId);
  }

  return {
    keep(caseId, evidenceId, bytes) {
      const pictures = held.get(caseId) ?? new Map<EvidenceId, Uint8Array>();
      // Put last: the case touched longest ago is the first to be forgotten.
      held.delete(caseId);
      held.set(caseId, pictures.set(evidenceId, bytes));
      for (const waiting of [...held.keys()].slice(0, -mostCases)) forget(waiting, 'all');
    },
    has: (caseId, evidenceId) => held.get(caseId)?.has(evidenceId) ?? false,
    keepCode(caseId, code) {
      if (!held.has(caseId)) return false;
      codes.get(caseId)?.fill(0);
      codes.set(caseId, code);
      return true;
    },
    code: (caseId) => codes.get(caseId) ?? null,
    over: (store) => ({
      ...store,
      save(change) {
        const saved = store.save(change);
        if (!saved.ok) return saved;
        if (change.wipe) turnedDown.delete(change.state.caseId);
        const settled = [...change.dropEvidence, ...change.addEvidence.map(({ evidenceId }) => evidenceId)];
        forget(change.state.caseId, change.wipe ? 'all' : settled);
        return saved;
      },
      evidence(caseId, evidenceId) {
        const bytes = held.get(caseId)?.get(evidenceId);
        // A copy: the held one is blacked out when it is forgotten, whoever still reads it.
        return bytes ? ok(Uint8Array.from(bytes)) : store.evidence(caseId, evidenceId);
      },
    }),
    turnDown(caseId, side) {
      const sides = turnedDown.get(caseId) ?? new Map<DocumentSide, number>();
      turnedDown.set(caseId, sides.set(side, times(caseId, side) + 1));
    },
    timesTurnedDown: times,
    forgetAll() {
      turnedDown.clear();
      for (const caseId of held.keys()) forget(caseId, 'all');
    },
  };
}
