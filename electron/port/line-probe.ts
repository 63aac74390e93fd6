// Looks at the machine's own side of the line, one layer at a time. Sends nothing of the kiosk: no token, no case.
import type { LineCause } from '#core/contract/kiosk/line-diagnosis.ts';

export interface LineProbe {
  /** Each: null when the layer carries, else why it does not. */
  network(): Promise<LineCause | null>;
  name(host: string): Promise<LineCause | null>;
  connection(host: string, port: number): Promise<LineCause | null>;
  certificate(host: string, port: number): Promise<LineCause | null>;
}
