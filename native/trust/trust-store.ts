// Which devices the bank trusts: the roots it installed, what it revoked, which makes and models it allows.
// A chain is judged whole: every signature, every date, up to a root of ours. A root the device brings proves nothing.
import type { X509Certificate } from 'node:crypto';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner-failure.ts';

export interface TrustStore {
  readonly roots: readonly X509Certificate[];
  /** SHA-256 of revoked certificates, upper-case hex with colons, as `fingerprint256` gives it. */
  readonly revoked: ReadonlySet<string>;
  /** Null allows every make and model; otherwise 'make/model'. */
  readonly allowed: ReadonlySet<string> | null;
  /** SHA-256 of the devices' own certificates, as `fingerprint256`; null or nothing allows every one that is vouched for. */
  readonly allowedCertificates?: ReadonlySet<string> | null;
  /** `record` takes a device that nobody vouches for, and says so in the attestation; never one whose signature is wrong. */
  readonly unknownDevices: 'refuse' | 'record';
}

export interface ProvenSigner {
  readonly certificate: X509Certificate;
  readonly vouchedFor: boolean;
}

/** Shorter keys can be factored. */
const minModulusBits = 2048;
/** Leaf, two issuers, root: more is somebody playing. */
const maxChain = 5;

/** `chain` is leaf first, as `x5c` is (RFC 7515, 4.1.6). */
export function judgeChain(
  store: TrustStore,
  chain: readonly X509Certificate[],
  at: Date,
): Result<ProvenSigner, ScannerFailure> {
  const [leaf] = chain;
  if (!leaf || chain.length > maxChain) return err({ kind: 'certificate-unknown' });
  if (chain.some((certificate) => store.revoked.has(certificate.fingerprint256)))
    return err({ kind: 'certificate-revoked' });
  if (store.allowedCertificates && !store.allowedCertificates.has(leaf.fingerprint256))
    return err({ kind: 'device-not-allowed', code: 'certificate' });
  if (chain.some((certificate) => !isStrong(certificate))) return err({ kind: 'certificate-unknown' });
  let top = leaf;
  for (const issuer of chain.slice(1)) {
    if (!issued(issuer, top)) return err({ kind: 'certificate-unknown' });
    top = issuer;
  }
  const root = store.roots.find(
    (candidate) => candidate.fingerprint256 === top.fingerprint256 || issued(candidate, top),
  );
  if (root && store.revoked.has(root.fingerprint256)) return err({ kind: 'certificate-revoked' });
  const dated = root ? [...chain, root] : chain;
  if (dated.some((certificate) => at < certificate.validFromDate || at > certificate.validToDate))
    return err({ kind: 'certificate-expired' });
  if (root) return ok({ certificate: leaf, vouchedFor: true });
  return store.unknownDevices === 'record'
    ? ok({ certificate: leaf, vouchedFor: false })
    : err({ kind: 'certificate-unknown' });
}

/** For what a device's maker signs of it: the list of devices' own certificates says nothing of makers. */
export const makersTrust = (store: TrustStore): TrustStore => ({ ...store, allowedCertificates: null });

export function isAllowed(store: TrustStore, make: string, model: string): boolean {
  return store.allowed === null || store.allowed.has(`${make}/${model}`);
}

function issued(issuer: X509Certificate, subject: X509Certificate): boolean {
  return issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

function isStrong({ publicKey }: X509Certificate): boolean {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength;
  return publicKey.asymmetricKeyType === 'rsa' ? (bits ?? 0) >= minModulusBits : true;
}
