// Fetches one model file from its upstream address: https at every hop, never more bytes than the manifest says.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';

export type DownloadFailure = { readonly kind: 'unreachable' | 'refused' | 'not-https' | 'too-large' };

/** 4 MB at a village line's 300 kbit/s take about two minutes. */
const downloadTimeoutMs = 180_000;

export async function download(
  url: string,
  maxBytes: number,
  fetchFile: typeof fetch = fetch,
): Promise<Result<Uint8Array, DownloadFailure>> {
  if (!url.startsWith('https://')) return err({ kind: 'not-https' });
  // A line that fails is an expected outcome at this edge; the reason inside is the platform's own and says no more.
  const answer = await fetchFile(url, { signal: AbortSignal.timeout(downloadTimeoutMs) }).catch(() => null);
  if (!answer) return err({ kind: 'unreachable' });
  if (answer.url !== '' && !answer.url.startsWith('https://')) return err({ kind: 'not-https' });
  if (!answer.ok || !answer.body) return err({ kind: 'refused' });
  return collect(answer.body, maxBytes).catch(() => err({ kind: 'unreachable' }));
}

async function collect(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Result<Uint8Array, DownloadFailure>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.byteLength;
    if (length > maxBytes) return err({ kind: 'too-large' });
    parts.push(part);
  }
  return ok(Buffer.concat(parts));
}
