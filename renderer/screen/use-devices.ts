// What is connected, for as long as a screen shows it: drivers look only while somebody does.
import { useEffect, useState } from 'react';
import type { DevicesView } from '#core/contract/kiosk/device-view.ts';
import type { Failure } from '#renderer/bridge/attempt.ts';
import { follow } from '#renderer/bridge/follow.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';

export function useDevices(): { readonly devices: DevicesView | null; readonly failure: Failure | null } {
  const kiosk = useKiosk();
  const [devices, setDevices] = useState<DevicesView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(
    () =>
      follow({
        open: (signal) => kiosk.devices.watch(undefined, { signal }),
        onValue: setDevices,
        onRefused: setFailure,
      }),
    [kiosk],
  );
  return { devices, failure };
}
