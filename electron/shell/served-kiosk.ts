// What a shell needs of the kiosk it shows: a router to serve, model files to hand out, an orderly end.
import type { AnyRouter } from '@orpc/server';

export interface ServedKiosk {
  readonly router: AnyRouter;
  /** Null when there is no model of that name here. */
  modelFile(name: string): Promise<string | null>;
  close(): Promise<void>;
}
