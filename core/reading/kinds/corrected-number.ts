// A document's number as a person corrects it, for kinds whose number no check digit proves. Refuses what is no number of that kind,
// and what is another number rather than this one misread.
import type { DocumentKind } from '../document-kinds.ts';
import type { FieldReading } from '../field.ts';
import { licenceOf } from './driving-licence/licence-number.ts';
import { documentLayouts } from './layouts.ts';
import { isPan } from './pan/pan-number.ts';
import { epicOf } from './voter-card/epic-number.ts';

/** A number in which more signs were misread is taken again: it may be another one. */
const mostCorrected = 4;

/** The number as it is kept, of signs that are all as they must be; null for anything else. */
const shapes: Readonly<Partial<Record<DocumentKind, (signs: string) => string | null>>> = {
  pan: (signs) => (isPan(signs) ? signs : null),
  'voter-card': (signs) => unchanged(epicOf(signs)),
  'driving-licence': (signs) => unchanged(licenceOf(signs)),
};

const unchanged = (read: { readonly number: string; readonly changed: number } | null): string | null =>
  read?.changed === 0 ? read.number : null;

/** Whether a person may correct this field's number. */
export function mayCorrectNumber(
  kind: DocumentKind,
  { name, proof }: Pick<FieldReading, 'name' | 'proof'>,
): boolean {
  return proof === null && kind in shapes && name === documentLayouts[kind].number;
}

/** `typed` in the form of its kind, or null. Small letters, spaces, dashes and strokes are a matter of writing. */
export function correctedNumber(kind: DocumentKind, typed: string, read: string): string | null {
  const number = shapes[kind]?.(signsOf(typed)) ?? null;
  if (number === null) return null;
  const [now, before] = [signsOf(number), signsOf(read)];
  const differing = now.split('').filter((sign, i) => sign !== before.charAt(i)).length;
  return differing <= mostCorrected ? number : null;
}

const signsOf = (text: string): string => text.toUpperCase().replaceAll(/[\s/-]/g, '');
