// Judges what an SBI device says it captured: signed by a device the bank trusts, the same device as before, for this
// transaction, now, next in the chain. Anything short of all of it is a failure with its own name.
import { createHash } from 'node:crypto';
import { instantSchema } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import {
  createCapture,
  type Capture,
  type CaptureFormat,
  type ScannerFailure,
} from '#electron/port/scanner.ts';
import { isAllowed, makersTrust, type TrustStore } from '../trust/trust-store.ts';
import { verifyJws } from '../trust/verify-jws.ts';
import { formOfLink } from './hash-chain.ts';
import {
  capturedSchema,
  digitalIdSchema,
  modalityOf,
  type CaptureEntry,
  type Captured,
  type DigitalId,
} from './sbi-wire.ts';

export interface CaptureTerms {
  readonly trust: TrustStore;
  readonly transactionId: string;
  /** Transactions of ours that were answered before. */
  readonly usedTransactions: ReadonlySet<string>;
  readonly askedAt: Date;
  readonly now: Date;
  readonly purpose: string;
  readonly env: string;
  /** Who the device said it was when it was found. */
  readonly identity: Pick<DigitalId, 'make' | 'model' | 'serialNo'>;
  readonly bioType: DigitalId['type'];
  /** Asked for by `CAPTURE`: the biometric is for somebody else's key. */
  readonly sealed: boolean;
}

/** The device's clock is this machine's or set by it; seconds are cut off by devices that write none of their fractions. */
export const clockSlackMs = 5_000;

export function verifyCapture(
  entry: CaptureEntry,
  previousHash: string,
  terms: CaptureTerms,
): Result<Capture, ScannerFailure> {
  const proven = verifyJws(entry.data, terms.trust, terms.now);
  if (!proven.ok) return proven;
  const parsed = capturedSchema.safeParse(proven.value.payload);
  if (!parsed.success) return err({ kind: 'answer-malformed' });
  const captured = parsed.data;
  const misfit = misfitOf(captured, terms);
  if (misfit) return err(misfit);
  const identity = verifyJws(captured.digitalId, makersTrust(terms.trust), terms.now);
  if (!identity.ok) return identity;
  const digitalId = digitalIdSchema.safeParse(identity.value.payload);
  if (!digitalId.success) return err({ kind: 'answer-malformed' });
  const { make, model, serialNo } = digitalId.data;
  if (make !== terms.identity.make || model !== terms.identity.model || serialNo !== terms.identity.serialNo)
    return err({ kind: 'identity-changed' });
  if (!isAllowed(terms.trust, make, model)) return err({ kind: 'device-not-allowed' });
  const value = terms.sealed ? sealedValueOf(entry, captured) : openValueOf(entry, captured, previousHash);
  if (!value.ok) return value;
  const { signer } = proven.value;
  return ok(
    createCapture({
      modality: modalityOf[captured.bioType],
      position: captured.bioSubType,
      format: value.value.format,
      bytes: value.value.bytes,
      quality: captured.qualityScore,
      attestation: {
        kind: signer.vouchedFor ? 'signed' : 'none',
        signer: createHash('sha256').update(signer.certificate.raw).digest('hex'),
        transactionId: captured.transactionId,
        at: instantSchema.parse(new Date(captured.timestamp).toISOString()),
        facts: {
          hashChain: value.value.hashChain,
          hash: entry.hash.toUpperCase(),
          make,
          model,
          serial: serialNo,
        },
      },
    }),
  );
}

interface Value {
  readonly bytes: Buffer;
  readonly format: CaptureFormat;
  readonly hashChain: string;
}

function openValueOf(
  { hash }: CaptureEntry,
  captured: Captured,
  previousHash: string,
): Result<Value, ScannerFailure> {
  const bytes = Buffer.from(captured.bioValue, 'base64url');
  const hashChain = formOfLink(previousHash, bytes, hash);
  return hashChain ? ok({ bytes, format: formatOf(bytes), hashChain }) : err({ kind: 'hash-chain-broken' });
}

/** The chain's digests are of what was there before the sealing: only who opens it can follow them. */
function sealedValueOf(entry: CaptureEntry, captured: Captured): Result<Value, ScannerFailure> {
  const { specVersion, data, hash, sessionKey, thumbprint } = entry;
  if (!sessionKey || !thumbprint) return err({ kind: 'answer-malformed', code: 'session-key' });
  // A device that seals nothing would have the open biometric passed on as if it were.
  if (formatOf(Buffer.from(captured.bioValue, 'base64url')) !== 'unknown')
    return err({ kind: 'answer-malformed', code: 'not-sealed' });
  const bytes = Buffer.from(JSON.stringify({ specVersion, data, hash, sessionKey, thumbprint }));
  return ok({ bytes, format: 'sbi-sealed', hashChain: 'sealed' });
}

function misfitOf(captured: Captured, terms: CaptureTerms): ScannerFailure | null {
  if (captured.transactionId !== terms.transactionId) {
    return {
      kind: terms.usedTransactions.has(captured.transactionId) ? 'answer-replayed' : 'other-transaction',
    };
  }
  const at = Date.parse(captured.timestamp);
  if (at < terms.askedAt.getTime() - clockSlackMs || at > terms.now.getTime() + clockSlackMs)
    return { kind: 'answer-stale' };
  // A test device's answer in production, an authentication's answer in a registration.
  if (captured.purpose !== terms.purpose || captured.env !== terms.env)
    return { kind: 'other-transaction', code: 'purpose' };
  return captured.bioType === terms.bioType ? null : { kind: 'other-transaction', code: 'type' };
}

/** By the format identifier and version at the start of every ISO/IEC 19794 record. */
function formatOf(bytes: Buffer): CaptureFormat {
  const name = bytes.subarray(0, 3).toString('latin1');
  if (name === 'FMR') return 'iso-19794-2';
  if (name === 'FIR') return 'iso-19794-4';
  if (name === 'FAC') return 'iso-19794-5';
  return name === 'IIR' ? 'iso-19794-6' : 'unknown';
}
