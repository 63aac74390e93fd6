// A camera for as long as a screen shows it: React's side of camera-session.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createCameraSession } from './camera-session.ts';
import type { CameraSession, CameraState } from './camera-session.ts';
import type { CameraPurpose, CameraSource } from './camera-source.ts';

export type Camera = CameraState & Omit<CameraSession, 'store' | 'start'>;

/** The camera closes when the screen goes. A `purpose` made anew on each render does not open it anew. */
export function useCamera(source: CameraSource, purpose: CameraPurpose): Camera {
  const side = purpose.of === 'document' ? purpose.side : null;
  const session = useMemo(
    () => createCameraSession(source, side === null ? { of: 'face' } : { of: 'document', side }),
    [source, side],
  );
  useEffect(() => session.start(), [session]);
  const state = useStore(session.store);
  const { attach, switchTo, again, take, simulated } = session;
  return { ...state, simulated, attach, switchTo, again, take };
}
