// The methods of the test's worker, shared by both ends as a real contract is.
import { z } from 'zod';
import type { WorkerContract } from '#electron/worker/protocol.ts';

export const echoContract = {
  echo: {
    args: z.object({ bytes: z.instanceof(Uint8Array) }),
    result: z.object({ bytes: z.instanceof(Uint8Array) }),
  },
  count: { args: z.object({ steps: z.array(z.number()) }), result: z.null() },
  tell: { args: z.object({ count: z.int() }), event: z.int(), result: z.null() },
  crash: { args: z.object({ code: z.int() }), result: z.null() },
  throw: { args: z.object({ secret: z.string() }), result: z.null() },
  hang: { args: z.object({}), result: z.null() },
  aborts: { args: z.object({}), result: z.int() },
  lie: { args: z.object({}), result: z.object({ promised: z.string() }) },
} satisfies WorkerContract;
