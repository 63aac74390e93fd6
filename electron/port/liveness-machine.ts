// What a check of liveness needs of the process, so that a test can count time and choose the nonce.

export interface LivenessMachine {
  /** Milliseconds that only go forward. */
  readonly steadyMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly sha256Hex: (bytes: Uint8Array) => string;
}
