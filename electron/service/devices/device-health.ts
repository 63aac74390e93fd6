// What staff are told of a device in one word: it may be used, not now, or somebody must do something first.
import type { DeviceHealth } from '#core/contract/kiosk/device-view.ts';
import { unreachable } from '#core/kernel/result.ts';
import type { Attestation, Device, ScannerFailure } from '../../port/scanner.ts';
import { outcomeOf } from '../../port/scanner-failure.ts';

export function deviceHealth(
  device: Device,
  proof: Attestation['kind'] | null,
  problem: ScannerFailure | null,
): DeviceHealth {
  const outcome = problem ? outcomeOf(problem) : null;
  if (outcome === 'staff' || outcome === 'refuse') return 'bad';
  // A chip or a code is judged by what it says, whoever read it.
  const isJudgedByItself = device.modalities.every((each) => each === 'document' || each === 'text');
  switch (device.status) {
    case 'not-registered':
      return 'bad';
    case 'busy':
      return 'look';
    case 'not-ready':
      // A reader without a card on it is as it should be.
      return device.modalities.includes('document') ? 'good' : 'look';
    case 'ready':
      return proof === 'none' && !isJudgedByItself ? 'look' : 'good';
    default:
      return unreachable(device.status);
  }
}
