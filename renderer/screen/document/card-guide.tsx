// The frame to hold the document in, laid over the video in its own pixels; its edge closes while all holds still.
import { guideArea } from '#renderer/capture/document-hint.ts';

export interface CardGuideProps {
  readonly video: HTMLVideoElement | null;
  readonly aspect: number;
  readonly ready: boolean;
  /** 0 to 1. */
  readonly closed: number;
}

export function CardGuide({ video, aspect, ready, closed }: CardGuideProps) {
  if (!video || video.videoWidth === 0) return null;
  const { videoWidth: widthPx, videoHeight: heightPx } = video;
  const { x, y, width, height } = guideArea({ widthPx, heightPx }, aspect);
  const box = { x, y, width, height, rx: width * 0.03 };
  const edge = Math.max(4, widthPx / 200);
  return (
    <svg viewBox={`0 0 ${widthPx} ${heightPx}`} className="size-full" aria-hidden>
      <path
        d={`M0 0H${widthPx}V${heightPx}H0Z M${x} ${y}v${height}h${width}v${-height}Z`}
        fillRule="evenodd"
        className="fill-black/45"
      />
      <rect {...box} fill="none" strokeWidth={edge} className={ready ? 'stroke-white' : 'stroke-marigold'} />
      {closed > 0 && (
        <rect
          {...box}
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
