// Opens a compact JWS that carries its own certificate chain (x5c) and proves chain and signature against the trust store.
// RS256 alone: no other algorithm, no key from elsewhere, no critical extension, no detached payload.
import { verify } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner-failure.ts';
import { readCertificate } from './read-certificate.ts';
import { judgeChain, type ProvenSigner, type TrustStore } from './trust-store.ts';

const headerSchema = z.object({
  alg: z.string(),
  x5c: z.array(z.string().max(16_384)).min(1).max(8).optional(),
  crit: z.never().optional(),
});

export interface ProvenPayload {
  readonly payload: unknown;
  readonly signer: ProvenSigner;
}

const part = /^[A-Za-z0-9_-]+$/;

export function verifyJws(text: string, store: TrustStore, at: Date): Result<ProvenPayload, ScannerFailure> {
  const [head = '', body = '', signature = '', ...rest] = text.split('.');
  if (rest.length > 0 || signature === '') return err({ kind: 'not-signed' });
  if (![head, body, signature].every((piece) => part.test(piece))) return err({ kind: 'answer-malformed' });
  const header = headerSchema.safeParse(jsonOrNull(head));
  if (!header.success) return err({ kind: 'answer-malformed' });
  if (header.data.alg !== 'RS256') return err({ kind: 'signature-wrong', code: 'alg' });
  const chain = (header.data.x5c ?? []).map((base64) => readCertificate(Buffer.from(base64, 'base64')));
  const known = chain.filter((certificate) => certificate !== null);
  const [leaf] = known;
  if (!leaf || known.length !== chain.length) return err({ kind: 'certificate-unknown' });
  if (leaf.publicKey.asymmetricKeyType !== 'rsa') return err({ kind: 'certificate-unknown' });
  // The signature before the chain: a forged answer is to be called that, whatever its certificate is.
  const signed = Buffer.from(`${head}.${body}`, 'latin1');
  if (!verify('RSA-SHA256', signed, leaf.publicKey, Buffer.from(signature, 'base64url')))
    return err({ kind: 'signature-wrong' });
  const signer = judgeChain(store, known, at);
  if (!signer.ok) return signer;
  const payload = jsonOrNull(body);
  return payload === null ? err({ kind: 'answer-malformed' }) : ok({ payload, signer: signer.value });
}

/** JSON inside base64url; null where it is none. */
export function jsonOrNull(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
