// A ring that closes from 0 to 100 %, with the number in it.
const radius = 54;
const around = 2 * Math.PI * radius;

export interface ProgressRingProps {
  readonly percent: number;
  readonly label: string;
}

export function ProgressRing({ percent, label }: ProgressRingProps) {
  const shown = Math.round(Math.min(100, Math.max(0, percent)));
  return (
    <div className="relative size-56">
      <progress max={100} value={shown} aria-label={label} className="sr-only" />
      <svg viewBox="0 0 120 120" className="size-full -rotate-90" aria-hidden>
        <circle cx="60" cy="60" r={radius} fill="none" strokeWidth="8" className="stroke-line" />
        <circle
          cx="60"
          cy="60"
          r={radius}
          fill="none"
          strokeWidth="8"
          strokeLinecap="round"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - shown / 100)}
          className="stroke-teal-700 transition-[stroke-dashoffset] duration-200"
        />
      </svg>
      <span aria-hidden className="absolute inset-0 grid place-items-center text-display font-semibold">
        {shown} %
      </span>
    </div>
  );
}
