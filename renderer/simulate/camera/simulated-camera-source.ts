// The simulated customer where the renderer expects its cameras. Says of itself that it is simulated; the mark on screen and record comes from there.
import { err, ok } from '#core/kernel/result.ts';
import type { CameraSource } from '#renderer/capture/camera-source.ts';
import { openSimulatedCamera } from './simulated-camera.ts';
import type { Simulation } from './simulation.ts';

const device = { id: 'simulated', label: 'Simulated camera' } as const;

export function createSimulatedCameraSource(simulation: Simulation): CameraSource {
  return {
    simulated: true,
    asked: (prompt) => simulation.asked(prompt),
    list: () => Promise.resolve(simulation.plugged() ? [device] : []),
    async open({ purpose }) {
      if (simulation.forbidden()) return err({ kind: 'denied' });
      if (!simulation.plugged()) return err({ kind: 'none' });
      const stream = await openSimulatedCamera(simulation, purpose.of === 'face' ? 'face' : purpose.side);
      return ok({
        stream,
        device,
        close: () => {
          for (const track of stream.getTracks()) track.stop();
        },
      });
    },
    onDevicesChange: (listener) => simulation.onPlug(listener),
  };
}
