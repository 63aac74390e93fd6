// Days as documents write them. Refuses days that no calendar has; reads no clock: `today` is given.
import { calendarDateSchema } from '#core/kernel/instant.ts';
import type { CalendarDate } from '#core/kernel/instant.ts';

const printed = /(?<!\d)(\d{2})([/.-])(\d{2})\2(\d{4})(?!\d)/;

export interface DateInText {
  readonly date: CalendarDate;
  /** As written. */
  readonly text: string;
  readonly index: number;
}

/** The first dd/mm/yyyy, dd-mm-yyyy or dd.mm.yyyy in the text, or null where there is none or no such day exists. */
export function findPrintedDate(text: string): DateInText | null {
  const match = printed.exec(text);
  if (match === null) return null;
  const date = calendarDay(Number(match[4]), Number(match[3]), Number(match[1]));
  return date === null ? null : { date, text: match[0], index: match.index };
}

/**
 * A date of a machine readable zone, yymmdd (ICAO 9303-3 §4.8). The century is not printed: a birth is the latest that
 * does not lie after today, an expiry the one nearest to today. Null where parts are unknown (`<<`) or no such day exists.
 */
export function parseMrzDate(
  yymmdd: string,
  meaning: 'birth' | 'expiry',
  today: CalendarDate,
): CalendarDate | null {
  if (!/^\d{6}$/.test(yymmdd)) return null;
  const year = Number(yymmdd.slice(0, 2));
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100;
  const dates = [century - 100, century, century + 100]
    .map((start) => calendarDay(start + year, Number(yymmdd.slice(2, 4)), Number(yymmdd.slice(4, 6))))
    .filter((date) => date !== null);
  if (meaning === 'birth') return dates.findLast((date) => date <= today) ?? null;
  const distance = (date: CalendarDate): number =>
    Math.abs(Number(date.slice(0, 4)) - Number(today.slice(0, 4)));
  return dates.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** A document is good through the whole of its last day. */
export function isExpired(expiry: CalendarDate, today: CalendarDate): boolean {
  return expiry < today;
}

/** Completed years between two days; someone born on 29 February ages on 1 March in a common year. */
export function wholeYears(from: CalendarDate, to: CalendarDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

function calendarDay(year: number, month: number, day: number): CalendarDate | null {
  const pad = (value: number, length: number): string => String(value).padStart(length, '0');
  const parsed = calendarDateSchema.safeParse(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
  return parsed.success ? parsed.data : null;
}
