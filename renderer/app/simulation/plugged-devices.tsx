// Plugs the simulated scanners in and out by hand, as a person would pull a cable: the drivers then find or lose them.
import { useState } from 'react';
import type { SimulatedDevice } from '#core/contract/kiosk/device-view.ts';
import { attempt } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { useText } from '#renderer/ui/language.ts';
import { type PluggedSet, pluggedSets } from './room-plan.ts';
import { ToolChoice } from './tool-choice.tsx';

/** Written out: the contract's own list would bring its schemas' library into the page. */
const simulatedDevices: readonly SimulatedDevice[] = ['finger', 'passport'];

export function PluggedDevices() {
  const { t } = useText();
  const kiosk = useKiosk();
  const [chosen, setChosen] = useState<PluggedSet>('none');
  const plug = async (next: PluggedSet) => {
    for (const device of simulatedDevices) {
      const attached = next === 'both' || next === device;
      const answer = await attempt(() => kiosk.devices.simulate({ device, attached }));
      // Nobody is signed in yet: nothing was plugged in, and nothing is shown as if it were.
      if (!answer.ok) return;
    }
    setChosen(next);
  };
  return (
    <ToolChoice
      label={t('app:simulation.device')}
      value={chosen}
      choices={pluggedSets.map((value) => ({ value, label: t(`app:simulation.devices.${value}`) }))}
      onValue={(next) => void plug(next)}
    />
  );
}
