// A live preview as an async iterable. The newest pictures win: a device that floods fills no memory, a slow reader
// sees fewer of them.
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { PreviewFrame, ScannerFailure } from '#electron/port/scanner.ts';
import { boundaryOf, createMultipartReader } from './multipart-reader.ts';
import { exchange, type ExchangeFailure, type Request } from './exchange.ts';

const maxPictureBytes = 2_097_152;
const maxWaiting = 2;

const kinds = {
  aborted: 'aborted',
  refused: 'device-gone',
  gone: 'device-gone',
  late: 'answer-late',
  malformed: 'answer-malformed',
  'too-large': 'answer-too-large',
  'tls-broken': 'channel-broken',
} as const satisfies Record<ExchangeFailure['kind'], ScannerFailure['kind']>;

export function failureOf({ kind }: ExchangeFailure): ScannerFailure {
  return { kind: kinds[kind] };
}

export async function* livePictures(
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<Result<PreviewFrame, ScannerFailure>, void> {
  const leaving = new AbortController();
  const waiting: Buffer[] = [];
  let wake = () => {};
  let end: ScannerFailure | null = null;
  let reader: ReturnType<typeof createMultipartReader> | null = null;
  const stop = (failure: ScannerFailure) => {
    end ??= failure;
    leaving.abort();
    wake();
  };
  const onPart = (jpeg: Buffer) => {
    waiting.push(jpeg);
    if (waiting.length > maxWaiting) waiting.shift();
    wake();
  };
  const ended = exchange({
    ...request,
    signal: AbortSignal.any([signal, leaving.signal]),
    onBody(bytes, { headers }) {
      const boundary = boundaryOf(headers.get('content-type') ?? '');
      if (boundary !== null) reader ??= createMultipartReader(boundary, maxPictureBytes, onPart);
      if (!reader?.push(bytes)) stop({ kind: 'answer-malformed' });
    },
  }).then((result) => stop(result.ok ? { kind: 'device-gone' } : failureOf(result.error)));
  try {
    // Whoever has stopped sees no more pictures, also none that were waiting.
    while (!signal.aborted) {
      const next = waiting.shift();
      if (next) yield ok({ jpeg: next });
      else if (end) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    // Asked to stop is how a preview ends; everything else is told.
    if (!signal.aborted && end) yield err(end);
  } finally {
    leaving.abort();
    await ended;
  }
}
