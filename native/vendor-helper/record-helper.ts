// Every frame to and from a helper as one JSON line: heads as they were, less what opens a document; of bodies only their
// length and digest, unless a test wants them whole. Such lines can be played back as a helper.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { HelperExchange } from './helper-process.ts';

export const helperLineSchema = z.object({
  direction: z.enum(['to', 'from']),
  head: z.record(z.string(), z.unknown()),
  body: z.string(),
});
export type HelperLine = z.infer<typeof helperLineSchema>;

export function createHelperRecorder(write: (line: string) => void, { whole = false } = {}) {
  return ({ direction, head, body }: HelperExchange): void => {
    const text = whole
      ? body.toString('base64')
      : body.length === 0
        ? ''
        : `[${body.length} bytes, sha256 ${createHash('sha256').update(body).digest('hex').slice(0, 16)}]`;
    // A document's key is the printed zone of a person.
    write(
      JSON.stringify({ direction, head, body: text }, (key, value) => (key === 'documentKey' ? null : value)),
    );
  };
}
