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
  switch (device.status) {
    case 'not-registered':
      return 'bad';
    case 'busy':
      return 'look';
    case 'not-ready':
      // A reader without a card on it is as it should be.
      return device.modalities.includes('document') ? 'good' : 'look';
    case 'ready':
      return proof === 'none' && !device.modalities.includes('document') ? 'look' : 'good';
    default:
      return unreachable(device.status);
  }
}
