// The live picture with room for an overlay; when there is none, whatever the screen says of that. Has no words of its own.
import type { ReactNode } from 'react';
import type { CameraProblem } from './capture-kinds.ts';
import type { Camera } from './use-camera.ts';

export interface CameraViewProps {
  readonly camera: Camera;
  /** What a screen reader calls the picture. */
  readonly label: string;
  readonly starting: ReactNode;
  /** What happened and what to do now; `again` opens the camera once more. */
  readonly problem: (kind: CameraProblem, again: () => void) => ReactNode;
  /** As a mirror shows it, for selfies. The picture taken is never mirrored. */
  readonly mirrored?: boolean;
  /** Guides, rings, edges: laid over the picture, never catching a touch meant for it. */
  readonly children?: ReactNode;
}

export function CameraView(props: CameraViewProps): ReactNode {
  const { label, starting, problem: problemView, mirrored = false, children } = props;
  const { attach, again, status, problem } = props.camera;
  return (
    <section
      className="relative h-full w-full overflow-hidden rounded-card bg-ink"
      data-camera={problem ?? status}
      aria-label={label}
    >
      <video
        ref={attach}
        className={`h-full w-full object-contain ${mirrored ? '-scale-x-100' : ''}`}
        autoPlay
        muted
        playsInline
        aria-hidden="true"
      />
      {status === 'live' && <div className="pointer-events-none absolute inset-0">{children}</div>}
      {status !== 'live' && (
        <div className="absolute inset-0 flex items-center justify-center bg-paper p-6" aria-live="polite">
          {problem ? problemView(problem, again) : starting}
        </div>
      )}
    </section>
  );
}
