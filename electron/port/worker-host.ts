// Starts a helper process and gives the one port to it: utilityProcess in Electron, a child process in the browser shell.

export const workerNames = ['ocr', 'face', 'devices'] as const;
export type WorkerName = (typeof workerNames)[number];

/** Structured-clone messages both ways; transfers nothing. */
export interface WorkerPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Told once, when the process has ended for whatever reason. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export interface WorkerHost {
  start(name: WorkerName): WorkerPort;
}
