// Whether the face of the calm look, which is the one compared with the document, does all that is asked. Rule LV9 of docs/spec/liveness.md.
import type { KeptFrame } from './session.ts';

export interface Likeness {
  /** Over the prompts: the best cosine of its frames to those of the calm look; the worst of these. */
  readonly least: number;
  /** Frames that show nothing of that face. */
  readonly strangers: number;
}

/**
 * `strangerBelow`: the cosine under which two frames show nothing of one person. Always against the calm look: from frame to
 * frame one face could be led over into another. Null without frames to compare.
 */
export function likenessOf(frames: readonly KeptFrame[], strangerBelow: number): Likeness | null {
  const looked = frames.flatMap(({ prompt, reading: { face } }) =>
    face?.embedding ? [{ prompt, embedding: face.embedding }] : [],
  );
  const calm = looked.filter(({ prompt }) => prompt === 0);
  if (calm.length === 0) return null;
  const best = new Map<number, number>();
  let strangers = 0;
  for (const [index, { prompt, embedding }] of looked.entries()) {
    const others = calm.filter((other) => other !== looked[index]);
    if (others.length === 0) continue;
    const alike = Math.max(...others.map((other) => cosine(embedding, other.embedding)));
    if (alike < strangerBelow) strangers += 1;
    best.set(prompt, Math.max(best.get(prompt) ?? -1, alike));
  }
  return best.size === 0 ? null : { least: Math.min(...best.values()), strangers };
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
