// The twin of a HID device over its recorded reports: each time it is opened it does what the recording did, waits for the
// orders the recording has, and misbehaves on order. For tests and development; never in a branch.
import { err, ok } from '#core/kernel/result.ts';
import type { HidListing, HidTransport } from '../hid-transport.ts';
import type { ReportLine } from '../record-reports.ts';

export const twinFaults = [
  'malformed',
  'slow',
  'half-closed',
  'gone-in-the-middle',
  'lies-long',
  'floods',
] as const;
export type TwinFault = (typeof twinFaults)[number];

export interface HidTwin {
  readonly transport: HidTransport;
  plugged: boolean;
  accessible: boolean;
  delayMs: number;
  fault: TwinFault | null;
  /** Shown instead of the recorded listing: another device at the same place. */
  listing: HidListing | null;
  openHandles(): number;
  /** Orders that were written, as hex. */
  readonly orders: readonly string[];
}

const slowMs = 200;

export function createHidTwin(lines: readonly ReportLine[]): HidTwin {
  const [recorded] = lines.flatMap((line) => (line.kind === 'device' ? [line.listing] : []));
  if (!recorded) throw new Error('the recording names no device');
  const script = lines.filter((line) => line.kind === 'in' || line.kind === 'out');
  const comings = script.filter(({ kind }) => kind === 'in').length;
  const orders: string[] = [];
  let handles = 0;

  const twin = {
    plugged: true,
    accessible: true,
    delayMs: 0,
    fault: null as TwinFault | null,
    listing: null as HidListing | null,
    orders,
    openHandles: () => handles,
  };

  function session() {
    const from = performance.now();
    let at = 0;
    let came = 0;
    let shiftMs = twin.delayMs;
    let written = 0;
    /** The next report and when it is due; null where an order or nothing is awaited. */
    function next(): { readonly report: Buffer; readonly dueMs: number } | null {
      if (twin.fault === 'half-closed' && came * 2 >= comings) return null;
      const line = script[at];
      if (line?.kind !== 'in') return null;
      const report = bent(Buffer.from(line.report, 'hex'), twin.fault);
      return { report, dueMs: line.ms + shiftMs + (twin.fault === 'slow' ? slowMs * (came + 1) : 0) };
    }
    return {
      next,
      elapsed: () => performance.now() - from,
      took(): void {
        came += 1;
        // A flood is the first report for ever.
        if (twin.fault !== 'floods') at += 1;
      },
      isGone: () => twin.fault === 'gone-in-the-middle' && came * 2 >= comings,
      order(report: string): void {
        orders.push(report);
        written += 1;
        const line = script[at];
        if (line?.kind !== 'out' || line.report !== report) return;
        // What follows is counted from this order, not from the recorded one.
        shiftMs = performance.now() - from - line.ms + twin.delayMs;
        at += 1;
      },
      writes: () => written,
    };
  }

  const transport: HidTransport = {
    async list() {
      const listing = twin.listing ?? recorded;
      return ok(twin.plugged ? [{ ...listing, accessible: twin.accessible }] : []);
    },
    async open(path) {
      if (!twin.plugged || path !== (twin.listing ?? recorded).path) return err({ kind: 'device-gone' });
      if (!twin.accessible) return err({ kind: 'device-not-ready', code: 'permission' });
      handles += 1;
      let isOpen = true;
      const playing = session();
      return ok({
        async read(timeoutMs: number) {
          const untilMs = playing.elapsed() + timeoutMs;
          for (;;) {
            if (!twin.plugged || !isOpen || playing.isGone()) return err({ kind: 'device-gone' });
            const next = playing.next();
            if (next && next.dueMs <= playing.elapsed()) {
              playing.took();
              return ok(next.report);
            }
            if (playing.elapsed() >= untilMs) return ok(null);
            const waitMs = Math.min(untilMs, next?.dueMs ?? untilMs) - playing.elapsed();
            await new Promise((resolve) => setTimeout(resolve, Math.max(0, Math.min(waitMs, 5))));
          }
        },
        async write(report: Buffer) {
          if (!twin.plugged || !isOpen) return err({ kind: 'device-gone' });
          playing.order(report.toString('hex'));
          return ok(null);
        },
        async close() {
          if (isOpen) handles -= 1;
          isOpen = false;
        },
      });
    },
  };
  return Object.assign(twin, { transport });
}

function bent(report: Buffer, fault: TwinFault | null): Buffer {
  if (fault === 'malformed') return Buffer.concat([report.subarray(0, 1), report.subarray(1).fill(0xff)]);
  // The length it tells of is more than it sends.
  return fault === 'lies-long' ? report.subarray(0, 8) : report;
}
