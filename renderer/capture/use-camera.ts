// A camera and its guide for as long as a screen shows them. Nothing but React's side of camera-session and the followers.
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { createCameraSession } from './camera-session.ts';
import type { CameraSession, CameraState } from './camera-session.ts';
import type { CameraPurpose, CameraSource } from './camera-source.ts';
import { followDocument } from './follow-document.ts';
import type { DocumentGuide } from './follow-document.ts';
import { followFace } from './follow-face.ts';
import type { FaceGuide } from './follow-face.ts';

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

/** Null until the first look, and while the camera is not live. */
export function useDocumentGuide({ video, status }: CameraState, aspect: number): DocumentGuide | null {
  const [guide, setGuide] = useState<DocumentGuide | null>(null);
  const live = status === 'live' ? video : null;
  useEffect(() => (live ? followDocument(live, aspect, setGuide) : undefined), [live, aspect]);
  return live ? guide : null;
}

export function useFaceGuide({ video, status }: CameraState): FaceGuide {
  const [guide, setGuide] = useState<FaceGuide>({ status: 'loading' });
  const live = status === 'live' ? video : null;
  useEffect(() => (live ? followFace(live, setGuide) : undefined), [live]);
  return live ? guide : { status: 'loading' };
}
