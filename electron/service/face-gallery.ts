// Whether this kiosk has seen the same face under another identity: looked for with the customer's consent only, recorded, never a refusal.
import { keptForDays, galleryPurposeId, searchGallery, templateOf } from '#core/biometrics/face-gallery.ts';
import type { FaceTemplate, GalleryEntry, GalleryHit } from '#core/biometrics/face-gallery.ts';
import type { FaceModelSet, FoundFace } from '#core/biometrics/found-face.ts';
import type { CaseState } from '#core/case/case-state.ts';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import type { CaseStore } from '../port/case-store.ts';

const dayMs = 86_400_000;
/** More cases than a kiosk keeps open details of; the newest are looked at. */
const mostCases = 5_000;

export interface GalleryFinding {
  readonly template: FaceTemplate | null;
  readonly sameFaceIn: readonly GalleryHit[];
}

/** The template belongs to the case: it lies under the case's key and goes when the case is erased. */
export function lookForFace(
  store: Pick<CaseStore, 'list'>,
  state: CaseState,
  seen: { readonly face: FoundFace | null; readonly set: FaceModelSet | undefined },
  now: Instant,
): GalleryFinding {
  const { consent, reading } = state;
  const given = consent?.purposes.some(({ purposeId, given }) => purposeId === galleryPurposeId && given);
  const embedding = seen.face?.embedding;
  if (!consent || !given || !reading || !embedding || !seen.set) return { template: null, sameFaceIn: [] };
  const until = instantSchema.parse(new Date(Date.parse(now) + keptForDays * dayMs).toISOString());
  const template = templateOf(embedding, seen.set.name, { consentText: consent.textVersion, at: now, until });
  const { identityHash } = reading.identity;
  const sameFaceIn = searchGallery({ embedding, set: seen.set, identityHash }, galleryOf(store, state), now);
  return { template, sameFaceIn };
}

function galleryOf(store: Pick<CaseStore, 'list'>, except: CaseState): GalleryEntry[] {
  return store.list(mostCases).flatMap(({ state: { caseId, face, reading } }) => {
    if (caseId === except.caseId || !face?.template || !reading) return [];
    return [{ caseId, identityHash: reading.identity.identityHash, template: face.template }];
  });
}
