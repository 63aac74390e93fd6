// The drivers' log for staff: acts and numbers, the newest first, forgotten with the process. No data of a person has a field here.
import type { DeviceLogRow } from '#core/contract/kiosk/device-view.ts';
import type { Device, ScannerFailure } from '../../port/scanner.ts';
import { shownAs } from '../../port/scanner-failure.ts';
import type { Clock } from '../../port/clock.ts';

/** As many as a page shows. */
const rowsKept = 100;
/** A device may say anything as its code. */
const codeForm = /^[\w.-]{1,32}$/;

export interface DeviceLog {
  add(row: {
    readonly driver: string;
    readonly device: Device | null;
    readonly act: DeviceLogRow['act'];
    readonly failure?: ScannerFailure;
    readonly tookMs?: number;
    readonly quality?: number | null;
  }): void;
  rows(): DeviceLogRow[];
}

export function createDeviceLog(clock: Clock): DeviceLog {
  let rows: readonly DeviceLogRow[] = [];
  return {
    add({ driver, device, act, failure, tookMs, quality }) {
      const code = failure?.code ?? null;
      const row: DeviceLogRow = {
        at: clock.now(),
        driver,
        device: device ? `${device.make} ${device.model}`.slice(0, 120) : '',
        act,
        problem: failure ? shownAs(failure) : null,
        code: code !== null && codeForm.test(code) ? code : null,
        tookMs: tookMs === undefined ? null : Math.round(tookMs),
        quality: quality ?? null,
      };
      rows = [row, ...rows].slice(0, rowsKept);
    },
    rows: () => [...rows],
  };
}
