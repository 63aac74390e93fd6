// Where live pictures come from, as one small interface: the machine's cameras, or in simulation a drawn customer.
import type { LivenessPrompt } from '#core/contract/kiosk/liveness.ts';
import type { Result } from '#core/kernel/result.ts';
import type { CameraProblem } from './capture-kinds.ts';

export interface CameraDevice {
  readonly id: string;
  /** As the system names it; empty until the camera may be used. */
  readonly label: string;
}

/** What the picture is for: it chooses the side the camera looks to, and what a simulated customer shows. */
export type CameraPurpose =
  | { readonly of: 'face' }
  | { readonly of: 'document'; readonly side: 'front' | 'back' };

export interface CameraWish {
  readonly purpose: CameraPurpose;
  /** The device to open; null leaves the choice to the source. */
  readonly deviceId: string | null;
}

export interface OpenCamera {
  readonly stream: MediaStream;
  readonly device: CameraDevice;
  /** Stops the camera: its lamp goes out. Safe to call twice. */
  close(): void;
}

export interface CameraSource {
  /** Marked on every screen and in the signed record. */
  readonly simulated: boolean;
  /** Tells a drawn customer what the screen asks and shines; a real one reads it there. */
  readonly asked?: (prompt: LivenessPrompt | null) => void;
  list(): Promise<readonly CameraDevice[]>;
  open(wish: CameraWish): Promise<Result<OpenCamera, { readonly kind: CameraProblem }>>;
  /** Calls back when a device is plugged in or out; the answer ends it. */
  onDevicesChange(listener: () => void): () => void;
}
