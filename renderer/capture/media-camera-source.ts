// The machine's own cameras. What the system refuses becomes a named problem, never an exception on a screen.
import { err, ok } from '#core/kernel/result.ts';
import type { CameraDevice, CameraPurpose, CameraSource } from './camera-source.ts';
import type { CameraProblem } from './capture-kinds.ts';

const problemOfError: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'in-use',
  AbortError: 'in-use',
};

/** What getUserMedia's rejection means; the names are those of the Media Capture and Streams specification. */
export function cameraProblemOf(thrown: unknown): CameraProblem {
  const name = typeof thrown === 'object' && thrown !== null && 'name' in thrown ? thrown.name : null;
  return (typeof name === 'string' ? problemOfError[name] : undefined) ?? 'failed';
}

/** As many pixels as the camera has, up to Full HD and beyond for documents: small print needs them. */
export function constraintsFor(purpose: CameraPurpose, deviceId: string | null): MediaTrackConstraints {
  const size =
    purpose.of === 'document'
      ? { width: { ideal: 2560 }, height: { ideal: 1440 } }
      : { width: { ideal: 1920 }, height: { ideal: 1080 } };
  const which =
    deviceId === null
      ? { facingMode: { ideal: purpose.of === 'face' ? 'user' : 'environment' } }
      : { deviceId: { exact: deviceId } };
  return { ...size, ...which, frameRate: { ideal: 30 } };
}

/** `media` is null where the page is no secure context: then there is no camera to be had. */
export function createMediaCameraSource(
  media: MediaDevices | null = navigator.mediaDevices ?? null,
): CameraSource {
  return {
    simulated: false,

    async list() {
      const devices = (await media?.enumerateDevices().catch(() => [])) ?? [];
      return devices
        .filter((device) => device.kind === 'videoinput')
        .map((device): CameraDevice => ({ id: device.deviceId, label: device.label }));
    },

    async open({ purpose, deviceId }) {
      if (!media) return err({ kind: 'none' });
      const opened = await media
        .getUserMedia({ video: constraintsFor(purpose, deviceId), audio: false })
        .then(ok, (thrown: unknown) => err({ kind: cameraProblemOf(thrown) }));
      if (!opened.ok) return opened;
      const stream = opened.value;
      const [track] = stream.getVideoTracks();
      if (!track) return err({ kind: 'none' });
      return ok({
        stream,
        device: { id: track.getSettings().deviceId ?? '', label: track.label },
        close: () => {
          for (const each of stream.getTracks()) each.stop();
        },
      });
    },

    onDevicesChange(listener) {
      media?.addEventListener('devicechange', listener);
      return () => media?.removeEventListener('devicechange', listener);
    },
  };
}
