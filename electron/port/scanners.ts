// Every driver of this machine, opened when first wanted; and, where simulated, the devices a person plugs in by hand.
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import type { SimulatedDevice } from '#core/contract/kiosk/device-view.ts';
import type { Scanner } from './scanner.ts';

export interface Scanners {
  /** Loads the drivers the first time; the same ones afterwards. A driver that does not load is left out and named. */
  open(): Promise<OpenScanners>;
  /**
   * Of a finger's picture (`iso-19794-4`) our own template, to compare it by; null where that cannot be had. What is given is
   * read, not kept.
   */
  templateOf(picture: Uint8Array): Promise<Uint8Array | null>;
  /** What the bank has devices held against, beside what the branch's own file says; the stricter of both counts, from now on. */
  useLists(lists: DeviceLists | null): void;
  /** Null where nothing is simulated. */
  readonly simulated: SimulatedPlugs | null;
  close(): Promise<void>;
}

export interface OpenScanners {
  readonly scanners: readonly Scanner[];
  readonly missing: readonly string[];
}

export interface SimulatedPlugs {
  attached(): readonly SimulatedDevice[];
  /** A passport reader comes with a passport on it: this one, else a specimen of nobody's. */
  plug(device: SimulatedDevice, attached: boolean, passport?: SimulatedPassport): Promise<void>;
}

export interface SimulatedPassport {
  /** Two lines of 44 letters, joined. */
  readonly zone: string;
  /** JPEG. */
  readonly portrait: Uint8Array;
}
