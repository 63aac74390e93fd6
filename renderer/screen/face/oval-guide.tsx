// The oval to look through, over the video in its own pixels; its edge closes while the customer holds still.
import { oval } from '#renderer/capture/face-hint.ts';

export interface OvalGuideProps {
  readonly video: HTMLVideoElement | null;
  readonly ready: boolean;
  /** 0 to 1. */
  readonly closed: number;
}

export function OvalGuide({ video, ready, closed }: OvalGuideProps) {
  if (!video || video.videoWidth === 0) return null;
  const { videoWidth: width, videoHeight: height } = video;
  const [x, y] = [width / 2, height / 2];
  // An upright frame is narrower than the oval that its height would have.
  const ry = (Math.min(height, width / oval.widthToHeight) * oval.share) / 2;
  const rx = ry * oval.widthToHeight;
  const edge = Math.max(4, width / 200);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="size-full" aria-hidden>
      <path
        d={`M0 0H${width}V${height}H0Z M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${rx * 2} 0a${rx} ${ry} 0 1 0 ${-rx * 2} 0Z`}
        fillRule="evenodd"
        className="fill-black/45"
      />
      <ellipse
        cx={x}
        cy={y}
        rx={rx}
        ry={ry}
        fill="none"
        strokeWidth={edge}
        className={ready ? 'stroke-white' : 'stroke-marigold'}
      />
      {closed > 0 && (
        <ellipse
          cx={x}
          cy={y}
          rx={rx}
          ry={ry}
          fill="none"
          strokeWidth={edge * 2}
          pathLength={1}
          strokeDasharray={`${closed} 1`}
          className="stroke-proved"
        />
      )}
    </svg>
  );
}
