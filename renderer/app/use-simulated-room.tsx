// Brings in the simulated customer when, and only when, the shell says so and the build contains it.
import { useEffect, useState } from 'react';
import type { ShellInfo } from '#core/contract/kiosk/contract.ts';
import type { SimulatedRoom } from './simulation/open-simulated-room.tsx';

export function useSimulatedRoom(info: ShellInfo | null): SimulatedRoom | null {
  const [room, setRoom] = useState<SimulatedRoom | null>(null);
  const simulated = info?.simulated === true;
  useEffect(() => {
    if (!simulated) return undefined;
    let gone = false;
    const enter = async () => {
      if (!__SIMULATION__) return;
      const { openSimulatedRoom } = await import('./simulation/open-simulated-room.tsx');
      if (!gone) setRoom(openSimulatedRoom());
    };
    void enter();
    return () => {
      gone = true;
    };
  }, [simulated]);
  return room;
}
