// How long a case has waited, in the largest unit that says something: minutes, hours, then days.

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "5 minutes", "3 days", in the language's own words; a clock set back shows no negative age. */
export function ageInWords(since: string, nowMs: number, locale: string): string {
  const ageMs = Math.max(0, nowMs - Date.parse(since));
  const [unit, unitMs] =
    ageMs >= 2 * dayMs
      ? (['day', dayMs] as const)
      : ageMs >= 2 * hourMs
        ? (['hour', hourMs] as const)
        : (['minute', minuteMs] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.floor(ageMs / unitMs),
  );
}
