// What is laid over the video: where to hold the document until it is found, then its own edge, glowing; the part that glares
// or is not sharp, marked; and a ring that closes along the edge while all holds still.
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { projection } from '#core/reading/outline/card-patch.ts';
import { regionsOf, type CardRegion } from '#core/reading/outline/card-regions.ts';
import type { Outline } from '#core/reading/outline/find-outline.ts';
import type { DocumentGuide } from '#renderer/capture/document/follow-document.ts';
import { guideArea } from '#renderer/capture/document/guide-area.ts';
import type { Sought } from '#renderer/capture/document/look-at-document.ts';

export interface CardGuideProps {
  readonly video: HTMLVideoElement | null;
  readonly sought: Sought;
  readonly guide: StoreApi<DocumentGuide>;
}

export function CardGuide({ video, sought, guide }: CardGuideProps) {
  const { hint, region, outline } = useStore(guide);
  if (!video || video.videoWidth === 0 || !hint) return null;
  const frame = { widthPx: video.videoWidth, heightPx: video.videoHeight };
  const edge = Math.max(4, frame.widthPx / 200);
  const ready = hint.shown === 'ready';
  return (
    <svg viewBox={`0 0 ${frame.widthPx} ${frame.heightPx}`} className="size-full" aria-hidden>
      {!outline && <Frame {...frame} aspect={sought.aspect} edge={edge} />}
      {outline && (
        <>
          {region && hint.shown !== 'ready' && (
            <polygon
              points={pointsOf(regionOutline(outline, sought, region), frame)}
              className="fill-marigold/50"
            />
          )}
          <polygon
            points={pointsOf(outline, frame)}
            strokeWidth={edge * 4}
            strokeLinejoin="round"
            className={ready ? 'fill-none stroke-proved/40' : 'fill-none stroke-marigold/40'}
          />
          <polygon
            data-outline
            points={pointsOf(outline, frame)}
            strokeWidth={edge}
            strokeLinejoin="round"
            className={ready ? 'fill-none stroke-white' : 'fill-none stroke-marigold'}
          />
          {hint.readiness > 0 && (
            <polygon
              points={pointsOf(outline, frame)}
              strokeWidth={edge * 2}
              strokeLinejoin="round"
              pathLength={1}
              strokeDasharray={`${hint.readiness} 1`}
              className="fill-none stroke-proved"
            />
          )}
        </>
      )}
    </svg>
  );
}

interface FrameProps {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly aspect: number;
  readonly edge: number;
}

function Frame({ widthPx, heightPx, aspect, edge }: FrameProps) {
  const { x, y, width, height } = guideArea({ widthPx, heightPx }, aspect);
  return (
    <>
      <path
        d={`M0 0H${widthPx}V${heightPx}H0Z M${x} ${y}v${height}h${width}v${-height}Z`}
        fillRule="evenodd"
        className="fill-black/45"
      />
      <rect
        {...{ x, y, width, height, rx: width * 0.03 }}
        fill="none"
        strokeWidth={edge}
        strokeDasharray={`${edge * 6} ${edge * 4}`}
        className="stroke-white"
      />
    </>
  );
}

function pointsOf(outline: Outline, { widthPx, heightPx }: { widthPx: number; heightPx: number }): string {
  return outline.map(({ x, y }) => `${(x * widthPx).toFixed(1)},${(y * heightPx).toFixed(1)}`).join(' ');
}

/** The region's corners in the frame; the whole document where its layout has no such region. */
function regionOutline(outline: Outline, { kind, side }: Sought, region: CardRegion): Outline {
  const area = regionsOf(kind, side).find((each) => each.region === region);
  if (!area) return outline;
  const project = projection(outline);
  const [left, right] = [area.x, area.x + area.width];
  const [top, bottom] = [area.y, area.y + area.height];
  return [project(left, top), project(right, top), project(right, bottom), project(left, bottom)];
}
