// What flows from devices to the screens: how they stand, and live pictures. Ends with the officer's leave.
import type { ORPCError } from '@orpc/server';
import type { DevicesView } from '#core/contract/kiosk/device-view.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { refusalOfScanner } from '../service/refusal-of.ts';
import type { Ports, VaultSession } from '../service/vault-session.ts';

export function deviceStreams(
  { devices, changes }: Pick<Ports, 'devices' | 'changes'>,
  session: VaultSession,
  refused: (refusal: Refusal) => ORPCError<'REFUSED', Refusal>,
) {
  return {
    async *watch(signal: AbortSignal | undefined): AsyncGenerator<DevicesView> {
      const changed = changes.follow('devices', signal);
      const following = devices.follow();
      try {
        yield devices.view();
        for await (const _change of changed) {
          if (!session.open?.officer) return;
          yield devices.view();
        }
      } finally {
        following.close();
      }
    },

    /** For whoever stands before the door: no device is named to them. */
    async *ready<T>(now: () => T, signal: AbortSignal | undefined): AsyncGenerator<T> {
      const changed = changes.follow('devices', signal);
      const following = devices.follow();
      try {
        yield now();
        for await (const _change of changed) yield now();
      } finally {
        following.close();
      }
    },

    async *preview(deviceId: string, signal: AbortSignal | undefined): AsyncGenerator<{ jpeg: string }> {
      for await (const frame of devices.preview(deviceId, signal)) {
        if (!session.open?.officer || signal?.aborted === true) return;
        if (!frame.ok) throw refused(refusalOfScanner(frame.error));
        yield { jpeg: Buffer.from(frame.value.jpeg).toString('base64') };
      }
    },
  };
}
