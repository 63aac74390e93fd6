// Moments and calendar days as text, so that records stay readable: core never asks a clock, it is told.
import { z } from 'zod';

/** A moment in UTC, ISO 8601 with milliseconds: 2026-11-20T12:51:21.000Z. */
export const instantSchema = z.iso.datetime({ precision: 3 }).brand<'Instant'>();
export type Instant = z.infer<typeof instantSchema>;

/** A day without a time zone, as printed on a document: 1985-08-15. */
export const calendarDateSchema = z.iso.date().brand<'CalendarDate'>();
export type CalendarDate = z.infer<typeof calendarDateSchema>;

/** The day in UTC on which a moment falls. */
export function dayOf(instant: Instant): CalendarDate {
  return calendarDateSchema.parse(instant.slice(0, 10));
}
