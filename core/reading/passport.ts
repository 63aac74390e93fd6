// A passport's fields: from the machine readable zone, held against the printed zone. Refuses a zone whose check digits
// disagree; a passport past its last day is another room's refusal (`isExpired`).
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { CalendarDate } from '#core/kernel/instant.ts';
import { parseMrzDate } from './date.ts';
import type { Box, FieldName, FieldReading } from './field.ts';
import type { FoundMrz } from './mrz-lines.ts';
import { isStateCode } from './mrz-states.ts';
import type { MrzCheckName } from './mrz.ts';
import { compareNames, normaliseName } from './name.ts';
import { around, linesOf, proved, weakest } from './ocr-word.ts';
import type { OcrLine, OcrWord } from './ocr-word.ts';

export type PassportRefusal =
  | { readonly kind: 'no-number-found' }
  | { readonly kind: 'passport-check-digit'; readonly field: MrzCheckName };

/**
 * `words` are those of the printed zone, `zone` what was found below them. The name is `GIVEN SURNAME` in capitals; it and
 * the countries carry no check digit, so their confidence rises only where the printed zone says the same.
 */
export function readPassport(
  words: readonly OcrWord[],
  zone: FoundMrz | null,
  today: CalendarDate,
): Result<FieldReading[], PassportRefusal> {
  if (zone === null) return err({ kind: 'no-number-found' });
  const { mrz } = zone;
  const failed = mrz.failed[0];
  if (failed !== undefined) return err({ kind: 'passport-check-digit', field: failed });
  const birth = parseMrzDate(mrz.birth, 'birth', today);
  if (birth === null) return err({ kind: 'passport-check-digit', field: 'birth' });
  // France's card of 1988 to 2021 says nothing of its last day.
  const expiry = mrz.expiry === '' ? '' : parseMrzDate(mrz.expiry, 'expiry', today);
  if (expiry === null) return err({ kind: 'passport-check-digit', field: 'expiry' });

  const lines = linesOf(words);
  // A corrected character is proved by the check digits, yet leaves less to spare.
  const sure = mrz.corrected === 0 ? proved(zone.confidence) : Math.min(0.9, proved(zone.confidence));
  const printed = (value: string, pattern: RegExp): Box | null => boxOf(lines, value, pattern);
  const field = (
    name: FieldName,
    value: string,
    confidence: number,
    proof: boolean,
    box: Box | null,
  ): FieldReading => ({
    name,
    value,
    confidence,
    source: 'mrz',
    proof: proof ? 'check-digits' : null,
    where: { side: 'front', box: box ?? zone.box },
  });
  const name = nameOf(lines, zone);
  return ok([
    field('name', name.value, name.confidence, false, name.box),
    field('dateOfBirth', birth, sure, true, printed(birth, /\d{2}[/.-]\d{2}[/.-]\d{4}/)),
    field('sex', mrz.sex, zone.confidence, false, null),
    field('passportNumber', mrz.number, sure, true, printed(mrz.number, /[A-Z0-9]{7,9}/)),
    ...(expiry === ''
      ? []
      : [field('expiryDate', expiry, sure, true, printed(expiry, /\d{2}[/.-]\d{2}[/.-]\d{4}/))]),
    field('nationality', mrz.nationality, stateSure(lines, zone, mrz.nationality), false, null),
    field('issuingCountry', mrz.issuingState, stateSure(lines, zone, mrz.issuingState), false, null),
  ]);
}

/** A code that is no state's, or that nothing else says, is to be looked at (no check digit covers it). */
const unconfirmedState = 0.8;

function stateSure(lines: readonly OcrLine[], { mrz, stateConfidence }: FoundMrz, code: string): number {
  if (!isStateCode(code)) return Math.min(stateConfidence, 0.3);
  const printed = lines.some(
    (line) =>
      !line.text.includes('<') && line.words.some((word) => word.text.replace(/[^A-Z]/g, '') === code),
  );
  // Issuing state and nationality are two prints of one code, read apart.
  const twice = mrz.format !== 'FRA-ID' && mrz.issuingState === mrz.nationality;
  return printed || twice ? stateConfidence : Math.min(stateConfidence, unconfirmedState);
}

/** Where the printed zone shows this value, so that the eye can compare it there; null where it was not read. */
function boxOf(lines: readonly OcrLine[], value: string, pattern: RegExp): Box | null {
  const wanted = /^\d{4}-\d{2}-\d{2}$/.test(value) ? value.split('-').toReversed().join('') : value;
  for (const line of lines) {
    for (const word of line.words) {
      if (pattern.test(word.text) && word.text.replace(/[^A-Z0-9]/gi, '') === wanted) return word.box;
    }
  }
  return null;
}

function nameOf(
  lines: readonly OcrLine[],
  zone: FoundMrz,
): { value: string; confidence: number; box: Box | null } {
  const { mrz } = zone;
  const value = `${mrz.givenNames} ${mrz.surname}`.trim();
  const wanted = normaliseName(value).split(' ');
  // The same tokens printed above the zone, wherever the layout puts them.
  const seen = lines
    .filter((line) => !line.text.includes('<'))
    .flatMap((line) => line.words)
    .filter((word) => {
      const at = wanted.indexOf(word.text.toUpperCase().replace(/[^A-Z]/g, ''));
      // Each token once: a father's surname further down is not a second part of this name.
      if (at >= 0) wanted.splice(at, 1);
      return at >= 0;
    });
  const verdict = compareNames(value, seen.map((word) => word.text).join(' '));
  const box = seen.length === 0 ? null : around(seen.map((word) => word.box));
  if (verdict === 'match' && !hasMoreNames(lines, seen)) {
    // Two independent readings agree: the doubt of both would have to fall on the same letters.
    const doubt = (1 - zone.nameConfidence) * (1 - weakest(seen));
    return { value, confidence: 1 - Math.max(0.01, doubt), box };
  }
  return { value, confidence: Math.min(zone.nameConfidence, 0.7), box: null };
}

/** A further name beside those found, on their line: the zone's reading may have lost it, or the zone cut it off. */
function hasMoreNames(lines: readonly OcrLine[], seen: readonly OcrWord[]): boolean {
  return lines
    .filter((line) => line.words.some((word) => seen.includes(word)))
    .some((line) => {
      const from = line.words.findIndex((word) => seen.includes(word));
      const last = line.words.findLastIndex((word) => seen.includes(word));
      const beside = [line.words[last + 1], ...line.words.slice(from, last)];
      return beside.some(
        (word) => word !== undefined && !seen.includes(word) && /^[A-Z]{2,}$/.test(word.text),
      );
    });
}
