// A day as its three parts, so that each can be chosen; a part that is missing is empty, and then the day is not whole.

export interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

export function dateParts(iso: string): DateParts {
  const [, year = '', month = '', day = ''] = /^(\d{4})?-(\d{2})?-(\d{2})?$/u.exec(iso) ?? [];
  return { day, month, year };
}

/** Parts back to ISO; an unfinished day keeps its dashes, which the kiosk refuses as no date. */
export function isoOf({ day, month, year }: DateParts): string {
  return `${year}-${month}-${day}`;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** How many days this month has; 31 while month or year are open. */
export function daysIn({ month, year }: DateParts): number {
  if (month === '') return 31;
  return new Date(Date.UTC(year === '' ? 2000 : Number(year), Number(month), 0)).getUTCDate();
}

/** Changes one part and draws the day back into its month: 31 March becomes 28 February, not 3 March. */
export function withPart(parts: DateParts, changed: Partial<DateParts>): DateParts {
  const next = { ...parts, ...changed };
  const last = daysIn(next);
  return next.day !== '' && Number(next.day) > last ? { ...next, day: twoDigits(last) } : next;
}

/** Documents may run on for ten years and their holders may be very old. */
const yearsAhead = 15;
const yearsBack = 115;

export function yearChoices(field: 'dateOfBirth' | 'expiryDate', thisYear: number): readonly string[] {
  const [newest, oldest] =
    field === 'dateOfBirth'
      ? [thisYear, thisYear - yearsBack]
      : [thisYear + yearsAhead, thisYear - yearsAhead];
  return Array.from({ length: newest - oldest + 1 }, (_, back) => String(newest - back));
}

export function dayChoices(parts: DateParts): readonly string[] {
  return Array.from({ length: daysIn(parts) }, (_, index) => twoDigits(index + 1));
}

export function monthValue(index: number): string {
  return twoDigits(index + 1);
}
