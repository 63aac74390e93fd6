// Numbers, days and moments as a person reads them, in the language's own way. Nothing here parses what a person typed.

/** Whole rupees with India's grouping: ₹1,00,000. */
export function rupees(amount: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'INR',
    maximumFractionDigits: 0,
  }).format(amount);
}

const isoDay = /^(\d{4})-(\d{2})-(\d{2})$/u;

/** An ISO day (1985-08-15) in words; anything else is shown as it came, so that nothing read is hidden. */
export function dayInWords(iso: string, locale: string): string {
  if (!isoDay.test(iso)) return iso;
  const moment = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(moment);
}

/** A moment as calendar and clock on the wall show it. */
export function dayAndTime(instant: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(instant));
}

/** Milliseconds left as 4:05; never below zero. */
export function minutesLeft(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Account numbers in fours, so that they can be read aloud. */
export function inFours(digits: string): string {
  return digits.replaceAll(/(.{4})(?=.)/gu, '$1 ');
}

/** Same day on this machine's calendar. */
export function isSameDay(instant: string, nowMs: number): boolean {
  return new Date(instant).toDateString() === new Date(nowMs).toDateString();
}

export function monthNames(locale: string): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => format.format(new Date(Date.UTC(2000, month, 1))));
}
