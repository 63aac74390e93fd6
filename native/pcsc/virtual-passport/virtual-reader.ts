// A reader in software with no wire between: what the system's PC/SC would say of one that is plugged in, or of none.
// For the simulated kiosk; never part of a packaged one.
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner.ts';
import type { CardChannel, Pcsc } from '../pcsc-library.ts';
import type { VirtualChip } from './virtual-passport.ts';

export interface VirtualReader {
  plug(attached: boolean): void;
  /** Null takes the card away. */
  lay(chip: VirtualChip | null): void;
  open(): Promise<Result<Pcsc, ScannerFailure>>;
}

const reader = 'Pravesh Simulated Passport Reader 00 00';

export function createVirtualReader(): VirtualReader {
  let isAttached = false;
  let chip: VirtualChip | null = null;

  function channelTo(laid: VirtualChip): CardChannel {
    laid.reset();
    return {
      async transmit(command) {
        if (!isAttached) return err({ kind: 'device-gone' });
        return chip === laid ? ok(laid.answer(command)) : err({ kind: 'card-removed' });
      },
      close: async () => laid.reset(),
    };
  }

  return {
    plug(attached) {
      isAttached = attached;
    },
    lay(next) {
      chip = next;
    },
    open: async () =>
      ok({
        readers: async () => ok(isAttached ? [{ reader, hasCard: chip !== null }] : []),
        async connect() {
          if (!isAttached) return err({ kind: 'device-gone' });
          return chip ? ok(channelTo(chip)) : err({ kind: 'card-removed' });
        },
        close: async () => undefined,
      }),
  };
}
