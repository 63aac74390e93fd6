// The hint for a screen to show beside a live camera: React's side of the two followers.
import { useEffect, useState } from 'react';
import type { CameraState } from './camera-session.ts';
import { followDocument } from './follow-document.ts';
import type { DocumentGuide } from './follow-document.ts';
import { followFace } from './follow-face.ts';
import type { FaceGuide } from './follow-face.ts';

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
