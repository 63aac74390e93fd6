// Every exchange with a device as one JSON line, and such lines played back as a device.
// What could hold a biometric (any long run of base64) is replaced by its length and digest unless a test asks for it.
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { RecordedExchange } from './exchange.ts';
import { answer, serveRaw, type RawServer } from './serve.ts';

/** Longer than a SHA-256 in hex; the smallest fingerprint template, its head alone, is 40 characters of base64. */
const longRun = /[A-Za-z0-9+/_=.-]{65,}/g;

const lineSchema = z.object({
  port: z.int(),
  secure: z.boolean(),
  verb: z.string(),
  path: z.string(),
  request: z.string(),
  ms: z.number(),
  status: z.int(),
  contentType: z.string(),
  response: z.string(),
  preview: z.string().default(''),
  failure: z.enum(['aborted', 'refused', 'gone', 'late', 'malformed', 'too-large', 'tls-broken']).nullable(),
});

export function withoutBiometrics(text: string): string {
  return text.replaceAll(
    longRun,
    (run) =>
      `[${run.length} characters, sha256 ${createHash('sha256').update(run).digest('hex').slice(0, 16)}]`,
  );
}

/** `whole` keeps the bodies as they were: for tests on simulators, never for a person's capture. */
export function createRecorder(write: (line: string) => void, { whole = false } = {}) {
  return (exchange: RecordedExchange): void => {
    const shown = whole ? (text: string) => text : withoutBiometrics;
    const { request, response, preview } = exchange;
    write(
      JSON.stringify({
        ...exchange,
        request: shown(request),
        response: shown(response),
        preview: shown(preview),
      }),
    );
  };
}

/** Answers each verb and path with what was recorded for it, in the same order; what never came is met by a hang-up. */
export async function replay(lines: readonly string[], ports: readonly number[]): Promise<RawServer | null> {
  const left = lines.map((line) => lineSchema.parse(JSON.parse(line)));
  return serveRaw({
    ports,
    handle: ({ verb, path }, socket) => {
      const index = left.findIndex((line) => line.verb === verb && line.path === path);
      const [line] = index < 0 ? [] : left.splice(index, 1);
      if (line && line.preview !== '') playPreview(line, socket);
      else if (!line || line.failure) socket.destroy();
      else answer(socket, line.response, line.contentType, line.status);
    },
  });
}

/** As far as it was recorded; then the device has gone. */
function playPreview({ contentType, preview }: z.infer<typeof lineSchema>, socket: Socket): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: ${contentType}\r\n\r\n`);
  socket.end(Buffer.from(preview, 'base64'));
}
