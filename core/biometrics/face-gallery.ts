// One face against the faces of this kiosk's other cases: a hint for the bank, never a refusal. Holds templates, no pictures. Rules FG1 to FG5 of docs/spec/face.md.
import { z } from 'zod';
import { instantSchema, type Instant } from '../kernel/instant.ts';
import { onCommonScale } from './face-calibration.ts';
import { cosine } from './face-match.ts';
import type { FaceModelSet } from './found-face.ts';

/** The consent without which no template is kept and nobody is looked for. */
export const galleryPurposeId = 'duplicate-face';

export const faceTemplateSchema = z.object({
  /** Name of the set of models; templates of two sets are never compared. */
  set: z.string(),
  /** Unit vector, each number rounded to four places. */
  vector: z.array(z.number().min(-1).max(1)).min(1).max(1024),
  purpose: z.literal(galleryPurposeId),
  consentText: z.string(),
  keptFrom: instantSchema,
  /** No longer looked at from here on, though the case may be kept longer. */
  keptUntil: instantSchema,
});
export type FaceTemplate = z.infer<typeof faceTemplateSchema>;

export interface GalleryEntry {
  readonly caseId: string;
  /** Who the case says it is: keyed hash of the document's number. */
  readonly identityHash: string;
  readonly template: FaceTemplate;
}

export interface GalleryHit {
  readonly caseId: string;
  readonly score: number;
}

/**
 * Above the 0.40 of two pictures that ought to match: a gallery of a thousand compares a thousand times, and at one
 * stranger in 10,000 every tenth customer would be flagged.
 */
export const duplicateAtLeast = 0.5;
/** Three months: who opens accounts under several names does it within weeks. */
export const keptForDays = 90;

export function templateOf(
  embedding: Float32Array,
  set: string,
  given: { readonly consentText: string; readonly at: Instant; readonly until: Instant },
): FaceTemplate {
  return {
    set,
    vector: Array.from(embedding, (value) => Math.round(value * 1e4) / 1e4),
    purpose: galleryPurposeId,
    consentText: given.consentText,
    keptFrom: given.at,
    keptUntil: given.until,
  };
}

/** The same face in cases of another identity, most alike first. */
export function searchGallery(
  probe: { readonly embedding: Float32Array; readonly set: FaceModelSet; readonly identityHash: string },
  gallery: Iterable<GalleryEntry>,
  now: Instant,
): GalleryHit[] {
  const hits: GalleryHit[] = [];
  for (const { caseId, identityHash, template } of gallery) {
    if (identityHash === probe.identityHash) continue;
    // Instants are text of one form, so that their order is the order of time.
    if (template.set !== probe.set.name || template.keptUntil <= now) continue;
    const found = cosine(probe.embedding, Float32Array.from(template.vector));
    if (found === null) continue;
    // Two pictures of a camera: the best kind of reference there is.
    const score = onCommonScale(found, probe.set.calibration.chip);
    if (score >= duplicateAtLeast) hits.push({ caseId, score });
  }
  return hits.toSorted((a, b) => b.score - a.score);
}
