// The signs by which a liveness check is judged, as a closed list: each is recorded with its value, whatever came of it.
import { z } from 'zod';

export const livenessSignals = [
  /** All that was asked was done, in its order, and nothing else. */
  'order',
  'depth',
  'muscle',
  /** Light on the face follows the colours shown. */
  'colours',
  /** The surroundings answer the colours less than the face does. */
  'surroundings',
  'same-face',
  'passive',
  /** No regular wave over the skin, as of a display. */
  'pattern',
  /** The picture is neither frozen nor a loop. */
  'moving',
  /** The noise of a sensor is in the picture: it is not the same, cell by cell, from frame to frame. */
  'sensor',
  /** The frames come as a page sends them, not with a program's even beat. */
  'cadence',
  'one-person',
  'frame-rate',
  /** Our clock and the screen's tell the same time between frames. */
  'clock',
  /** Each frame names the one before it, and begins with the nonce. */
  'chain',
  /** The camera's name is that of a device, and one the bank allows. */
  'camera',
] as const;
export const livenessSignalSchema = z.object({
  signal: z.enum(livenessSignals),
  /** Null where it could not be measured. */
  value: z.number().nullable(),
  /** `absent`: not measured, which alone neither passes nor fails anybody. */
  says: z.enum(['pass', 'fail', 'absent']),
});
export type LivenessSignal = z.infer<typeof livenessSignalSchema>;
export type LivenessSignalName = LivenessSignal['signal'];
