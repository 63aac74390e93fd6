// Drawings of the documents, plain enough to tell them apart at arm's length. They copy no real document.
import type { ReactElement, ReactNode } from 'react';
import type { DocumentKind } from '#core/reading/field.ts';

/** Six of them stand on a laptop's screen without scrolling. */
const frame = 'h-20 w-full [@media(min-height:60rem)]:h-36';

interface Bust {
  readonly x: number;
  readonly y: number;
}

function Portrait({ x, y }: Bust) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width="76" height="94" rx="6" className="fill-teal-100" />
      <circle cx="38" cy="34" r="18" className="fill-teal-700" />
      <path d="M10 92c0-20 12-32 28-32s28 12 28 32z" className="fill-teal-700" />
    </g>
  );
}

function Paper({ height, tint = 'fill-white' }: { readonly height: number; readonly tint?: string }) {
  return (
    <rect
      x="4"
      y="4"
      width="312"
      height={height - 8}
      rx="14"
      className={`${tint} stroke-line-strong`}
      strokeWidth="3"
    />
  );
}

function Lines({ x, y }: Bust) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width="120" height="11" rx="5" className="fill-ink-2" />
      <rect y="24" width="150" height="9" rx="4" className="fill-line" />
      <rect y="44" width="90" height="9" rx="4" className="fill-line" />
    </g>
  );
}

function Card({ children, tint }: { readonly children: ReactNode; readonly tint?: string }) {
  return (
    <svg viewBox="0 0 320 202" className={frame} aria-hidden>
      <Paper height={202} {...(tint !== undefined && { tint })} />
      {children}
    </svg>
  );
}

function Zone({ rows, y }: { readonly rows: number; readonly y: number }) {
  return (
    <g className="stroke-ink" strokeWidth="8" strokeDasharray="10 5">
      {Array.from({ length: rows }, (_, row) => (
        <path key={row} d={`M24 ${y + row * 18}h272`} />
      ))}
    </g>
  );
}

function AadhaarPicture() {
  return (
    <Card>
      <rect x="4" y="18" width="312" height="12" className="fill-marigold" />
      <rect x="4" y="34" width="312" height="6" className="fill-proved" />
      <Portrait x={24} y={58} />
      <Lines x={120} y={62} />
      <g className="fill-ink">
        <rect x="86" y="168" width="46" height="13" rx="3" />
        <rect x="142" y="168" width="46" height="13" rx="3" />
        <rect x="198" y="168" width="46" height="13" rx="3" />
      </g>
    </Card>
  );
}

function PassportPicture() {
  return (
    <svg viewBox="0 0 320 226" className={frame} aria-hidden>
      <Paper height={226} />
      <Portrait x={24} y={36} />
      <Lines x={128} y={40} />
      <rect x="128" y="106" width="150" height="9" rx="4" className="fill-line" />
      <Zone rows={2} y={174} />
    </svg>
  );
}

function PanPicture() {
  return (
    <Card tint="fill-teal-50">
      <rect x="24" y="22" width="150" height="11" rx="5" className="fill-teal-700" />
      <rect x="120" y="62" width="130" height="17" rx="4" className="fill-ink" />
      <Portrait x={24} y={50} />
      <rect x="120" y="98" width="120" height="9" rx="4" className="fill-ink-2" />
      <rect x="24" y="162" width="110" height="9" rx="4" className="fill-ink-2" />
      <path d="M190 168c20-24 30 18 46 0s26-14 50 2" className="fill-none stroke-ink-2" strokeWidth="4" />
    </Card>
  );
}

function VoterPicture() {
  return (
    <Card>
      <rect x="90" y="20" width="200" height="11" rx="5" className="fill-ink-2" />
      <Portrait x={24} y={46} />
      <rect x="24" y="152" width="92" height="14" rx="3" className="fill-ink" />
      <Lines x={128} y={60} />
      <rect x="128" y="124" width="150" height="9" rx="4" className="fill-line" />
    </Card>
  );
}

function LicencePicture() {
  return (
    <Card>
      <rect x="60" y="20" width="200" height="11" rx="5" className="fill-ink-2" />
      <rect x="24" y="46" width="150" height="14" rx="3" className="fill-ink" />
      <Portrait x={220} y={52} />
      <Lines x={24} y={80} />
      <rect x="24" y="150" width="170" height="9" rx="4" className="fill-line" />
      <rect x="24" y="170" width="140" height="9" rx="4" className="fill-line" />
    </Card>
  );
}

function IdentityPicture() {
  return (
    <Card>
      <Portrait x={24} y={22} />
      <Lines x={120} y={34} />
      <Zone rows={3} y={140} />
    </Card>
  );
}

export const kindPictures: Readonly<Record<DocumentKind, () => ReactElement>> = {
  aadhaar: AadhaarPicture,
  passport: PassportPicture,
  pan: PanPicture,
  'voter-card': VoterPicture,
  'driving-licence': LicencePicture,
  'identity-card': IdentityPicture,
};
