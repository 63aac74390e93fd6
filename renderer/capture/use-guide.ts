// The hint for a screen to show beside a live camera: React's side of the two followers.
import { useEffect, useState } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CameraState } from './camera-session.ts';
import { followDocument, noGuide, type DocumentGuide } from './document/follow-document.ts';
import type { Sought } from './document/look-at-document.ts';
import { followFace } from './follow-face.ts';
import type { FaceGuide } from './follow-face.ts';

/** A store rather than a state: it changes with every frame, and only what shows the outline draws itself anew for that. */
export function useDocumentGuide({ video, status }: CameraState, sought: Sought): StoreApi<DocumentGuide> {
  const [store] = useState(() => createStore<DocumentGuide>(() => noGuide));
  const live = status === 'live' ? video : null;
  const { kind, side, aspect } = sought;
  useEffect(() => {
    if (!live) return undefined;
    const end = followDocument(live, { kind, side, aspect }, store);
    return () => {
      end();
      store.setState(noGuide);
    };
  }, [live, kind, side, aspect, store]);
  return store;
}

export function useFaceGuide({ video, status }: CameraState): FaceGuide {
  const [guide, setGuide] = useState<FaceGuide>({ status: 'loading' });
  const live = status === 'live' ? video : null;
  useEffect(() => (live ? followFace(live, setGuide) : undefined), [live]);
  return live ? guide : { status: 'loading' };
}
