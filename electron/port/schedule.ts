// Timers and elapsed time as the services see them; tests turn both by hand.

export interface Schedule {
  /** Calls `act` once after so many milliseconds, unless cancelled before. */
  after(ms: number, act: () => void): { cancel(): void };
  /** Milliseconds since some fixed moment. Never falls, whatever happens to the wall clock; may stand still in sleep. */
  elapsedMs(): number;
}
