// Drawings of the documents, plain enough to tell them apart at arm's length. They copy no real document.
const frame = 'h-56 w-full';

export function CardPicture() {
  return (
    <svg viewBox="0 0 320 202" className={frame} aria-hidden>
      <rect
        x="4"
        y="4"
        width="312"
        height="194"
        rx="14"
        className="fill-white stroke-line-strong"
        strokeWidth="3"
      />
      <rect x="4" y="18" width="312" height="12" className="fill-marigold" />
      <rect x="4" y="34" width="312" height="6" className="fill-proved" />
      <rect x="24" y="58" width="76" height="94" rx="6" className="fill-teal-100" />
      <circle cx="62" cy="92" r="18" className="fill-teal-700" />
      <path d="M34 150c0-20 12-32 28-32s28 12 28 32z" className="fill-teal-700" />
      <rect x="120" y="62" width="120" height="11" rx="5" className="fill-ink-2" />
      <rect x="120" y="86" width="160" height="9" rx="4" className="fill-line" />
      <rect x="120" y="106" width="90" height="9" rx="4" className="fill-line" />
      <g className="fill-ink">
        <rect x="86" y="168" width="46" height="13" rx="3" />
        <rect x="142" y="168" width="46" height="13" rx="3" />
        <rect x="198" y="168" width="46" height="13" rx="3" />
      </g>
    </svg>
  );
}

export function PassportPicture() {
  return (
    <svg viewBox="0 0 320 226" className={frame} aria-hidden>
      <rect
        x="4"
        y="4"
        width="312"
        height="218"
        rx="10"
        className="fill-white stroke-line-strong"
        strokeWidth="3"
      />
      <rect x="24" y="30" width="84" height="108" rx="4" className="fill-teal-100" />
      <circle cx="66" cy="70" r="21" className="fill-teal-700" />
      <path d="M34 138c0-24 14-38 32-38s32 14 32 38z" className="fill-teal-700" />
      <rect x="128" y="34" width="110" height="11" rx="5" className="fill-ink-2" />
      <rect x="128" y="60" width="160" height="9" rx="4" className="fill-line" />
      <rect x="128" y="82" width="130" height="9" rx="4" className="fill-line" />
      <rect x="128" y="104" width="150" height="9" rx="4" className="fill-line" />
      <g className="stroke-ink" strokeWidth="9" strokeDasharray="11 5">
        <path d="M24 172h272" />
        <path d="M24 196h272" />
      </g>
    </svg>
  );
}
