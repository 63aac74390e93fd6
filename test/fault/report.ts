// What a fault is and how it reports: named checks that passed or failed, what was skipped and why, and its figures.

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, for a check that failed. Never a value of a case. */
  readonly seen?: string;
}

export interface FaultReport {
  readonly checks: readonly Check[];
  /** What this machine cannot show, and what it lacks for it. */
  readonly skipped: readonly string[];
  readonly figures: Readonly<Record<string, unknown>>;
}

export interface FaultOptions {
  /** Null: as large as `ci` says. */
  readonly runs: number | null;
  readonly ci: boolean;
  /** Ends cleanly after this many minutes, however much of it is done; null: when all of it is. */
  readonly minutes: number | null;
  /** How many kiosks side by side, where a fault has kiosks; null: its usual number. */
  readonly parallel: number | null;
  readonly say: (text: string) => void;
}

export interface Fault {
  readonly name: string;
  readonly shows: string;
  run(options: FaultOptions): Promise<FaultReport>;
}

export function check(name: string, ok: boolean, seen?: unknown): Check {
  return ok || seen === undefined ? { name, ok } : { name, ok, seen: JSON.stringify(seen).slice(0, 500) };
}

/** Says how far a long run has come, every so many seconds at most. */
export function sayEvery(seconds: number, say: (text: string) => void): (text: () => string) => void {
  let saidAtMs = performance.now();
  return (text) => {
    if (performance.now() - saidAtMs < seconds * 1000) return;
    saidAtMs = performance.now();
    say(text());
  };
}
