// Plugs the simulated scanners in and out by hand, as a person would pull a cable: the drivers then find or lose them.
// On the passport reader lies the passport of whoever is the customer.
import { useEffect, useRef, useState } from 'react';
import type { SimulatedDevice } from '#core/contract/kiosk/device-view.ts';
import { attempt } from '#renderer/bridge/attempt.ts';
import type { KioskClient } from '#renderer/bridge/kiosk-client.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { passportChip, type PersonId, personOf } from '#renderer/simulate/index.ts';
import { useText } from '#renderer/ui/language.ts';
import { type PluggedSet, pluggedSets } from './room-plan.ts';
import { ToolChoice } from './tool-choice.tsx';

/** Written out: the contract's own list would bring its schemas' library into the page. */
const simulatedDevices: readonly SimulatedDevice[] = ['finger', 'iris', 'passport', 'registered'];

/** False where nobody is signed in yet: nothing was plugged in then. */
async function plug(
  kiosk: KioskClient,
  device: SimulatedDevice,
  set: PluggedSet,
  person: PersonId,
): Promise<boolean> {
  const attached = set === 'all' || set === device;
  const passport =
    device === 'passport' && attached ? { passport: await passportChip(personOf(person)) } : {};
  const answer = await attempt(() => kiosk.devices.simulate({ device, attached, ...passport }));
  return answer.ok;
}

export function PluggedDevices({ person }: { readonly person: PersonId }) {
  const { t } = useText();
  const kiosk = useKiosk();
  const [chosen, setChosen] = useState<PluggedSet>('none');
  const laid = useRef(person);
  useEffect(() => {
    if (laid.current === person) return;
    laid.current = person;
    if (chosen === 'all' || chosen === 'passport') void plug(kiosk, 'passport', chosen, person);
  }, [kiosk, person, chosen]);
  const change = async (next: PluggedSet) => {
    for (const device of simulatedDevices) {
      const isDone = await plug(kiosk, device, next, person);
      if (!isDone) return;
    }
    setChosen(next);
  };
  return (
    <ToolChoice
      label={t('app:simulation.device')}
      value={chosen}
      choices={pluggedSets.map((value) => ({ value, label: t(`app:simulation.devices.${value}`) }))}
      onValue={(next) => void change(next)}
    />
  );
}
