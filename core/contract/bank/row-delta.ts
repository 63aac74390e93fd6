// A list of rows as the steps that lead to it from an older one: what comes over the line when a branch is added is that branch. Both
// ends write lists with JSON.stringify, so that the text made anew is the very text its signed digest is taken over.
import { z } from 'zod';

/** Rows to take over (above nought) or to leave out (below), or a new row. */
const stepSchema = z.union([z.int().refine((count) => count !== 0), z.record(z.string(), z.unknown())]);
export const rowDeltaSchema = z.array(stepSchema).max(50_000);
export type RowDelta = z.infer<typeof rowDeltaSchema>;

const rowSchema = z.record(z.string(), z.unknown());

/** Null where the text is no list of rows. */
export function parsedRows(text: string): z.infer<typeof rowSchema>[] | null {
  try {
    const parsed = z.array(rowSchema).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Two steps of the same direction are one. */
function addCount(steps: RowDelta, count: number): void {
  const last = steps.at(-1);
  if (typeof last === 'number' && Math.sign(last) === Math.sign(count))
    steps[steps.length - 1] = last + count;
  else if (count !== 0) steps.push(count);
}

/** Null where one of the texts is no list of rows. */
export function rowDelta(before: string, after: string): RowDelta | null {
  const [old, wanted] = [parsedRows(before), parsedRows(after)];
  if (!old || !wanted) return null;
  const places = new Map<string, number[]>();
  for (const [index, row] of old.entries()) {
    const text = JSON.stringify(row);
    places.set(text, [...(places.get(text) ?? []), index]);
  }
  const steps: RowDelta = [];
  let at = 0;
  for (const row of wanted) {
    const from = at;
    const found = places.get(JSON.stringify(row))?.find((index) => index >= from);
    if (found === undefined) {
      steps.push(row);
      continue;
    }
    addCount(steps, at - found);
    addCount(steps, 1);
    at = found + 1;
  }
  return steps;
}

/** Null where it does not fit: the text was another one. Whoever calls proves the outcome by its digest. */
export function applyRowDelta(before: string, delta: RowDelta): string | null {
  const old = parsedRows(before);
  if (!old) return null;
  const made: z.infer<typeof rowSchema>[] = [];
  let at = 0;
  for (const step of delta) {
    if (typeof step !== 'number') {
      made.push(step);
      continue;
    }
    const to = at + Math.abs(step);
    if (to > old.length) return null;
    if (step > 0) made.push(...old.slice(at, to));
    at = to;
  }
  return JSON.stringify(made);
}
