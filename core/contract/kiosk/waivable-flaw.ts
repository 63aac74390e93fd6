// Which flaws of a selfie an officer may pass over. Apart from the refusals, whose schemas' library must not come into the page.
import type { RefusalKind } from './refusal.ts';

/**
 * What somebody may be unable to mend: dark glasses worn for the eyes' sake, a veil, a head that does not turn, a lamp
 * nobody can move. An officer who has seen it may have the picture taken as it is, and a person then compares.
 */
export const waivableFlaws = [
  'face-turned-away',
  'back-light',
  'mouth-covered',
  'eyes-covered',
] as const satisfies readonly RefusalKind[];
