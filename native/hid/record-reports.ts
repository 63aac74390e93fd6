// Every report to and from a HID device as one JSON line, for playing back as a twin. What was read is replaced by its
// length and digest unless a test asks for it: a report may hold a finger, a card or a name.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { HidHandle, HidTransport } from './hid-transport.ts';

const listingSchema = z.object({
  path: z.string().min(1).max(512),
  vendorId: z.int(),
  productId: z.int(),
  make: z.string(),
  product: z.string(),
  serial: z.string(),
  usagePage: z.int(),
  usage: z.int(),
  accessible: z.boolean(),
});

export const reportLineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('device'), listing: listingSchema }),
  z.object({ kind: z.literal('open'), path: z.string() }),
  z.object({
    kind: z.enum(['in', 'out']),
    path: z.string(),
    /** Since the device was opened. */
    ms: z.number().min(0).max(600_000),
    report: z.string().max(8_192),
  }),
  z.object({ kind: z.literal('closed'), path: z.string() }),
]);
export type ReportLine = z.infer<typeof reportLineSchema>;

export const parseReportLines = (lines: readonly string[]): readonly ReportLine[] =>
  lines.map((line) => reportLineSchema.parse(JSON.parse(line)));

/** `whole` keeps the reports as they were: for twins of devices without a person. */
export function recordReports(
  transport: HidTransport,
  write: (line: string) => void,
  { whole = false } = {},
): HidTransport {
  const listed = new Set<string>();
  const say = (line: ReportLine) => write(JSON.stringify(line));
  const shown = (report: Buffer) =>
    whole
      ? report.toString('hex')
      : `[${report.length} bytes, sha256 ${createHash('sha256').update(report).digest('hex').slice(0, 16)}]`;
  return {
    async list() {
      const listings = await transport.list();
      for (const listing of listings.ok ? listings.value : []) {
        if (listed.has(listing.path)) continue;
        listed.add(listing.path);
        say({ kind: 'device', listing: { ...listing, serial: whole ? listing.serial : '' } });
      }
      return listings;
    },
    async open(path) {
      const opened = await transport.open(path);
      if (!opened.ok) return opened;
      const from = performance.now();
      const ms = () => Math.round(performance.now() - from);
      const inner = opened.value;
      say({ kind: 'open', path });
      const handle: HidHandle = {
        async read(timeoutMs) {
          const report = await inner.read(timeoutMs);
          if (report.ok && report.value) say({ kind: 'in', path, ms: ms(), report: shown(report.value) });
          return report;
        },
        async write(report) {
          // Orders to the device hold nothing of a person.
          say({ kind: 'out', path, ms: ms(), report: report.toString('hex') });
          return inner.write(report);
        },
        async close() {
          say({ kind: 'closed', path });
          await inner.close();
        },
      };
      return { ok: true, value: handle };
    },
  };
}
