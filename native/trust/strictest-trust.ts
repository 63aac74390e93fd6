// A branch's own trust together with the lists its bank serves: what either revokes is revoked, and only what both allow is allowed.
// The lists are asked for with each look, so that a revocation counts from the next capture on.
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import type { TrustStore } from './trust-store.ts';

/** `ofDocuments`: signers of documents are no devices; of the lists only what is revoked is said of them. */
export function strictestOf(
  own: TrustStore,
  served: () => DeviceLists | null,
  ofDocuments = false,
): TrustStore {
  let merged: DeviceLists | null = null;
  let both = own;
  function now(): TrustStore {
    const lists = served();
    if (lists !== merged) {
      merged = lists;
      both = lists ? merge(own, lists, ofDocuments) : own;
    }
    return both;
  }
  return {
    roots: own.roots,
    unknownDevices: own.unknownDevices,
    get revoked() {
      return now().revoked;
    },
    get allowed() {
      return now().allowed;
    },
    get allowedCertificates() {
      return now().allowedCertificates ?? null;
    },
  };
}

function merge(own: TrustStore, lists: DeviceLists, ofDocuments: boolean): TrustStore {
  const { revoked, allowed, allowedCertificates } = lists;
  const both = { ...own, revoked: new Set([...own.revoked, ...revoked.map(withColons)]) };
  if (ofDocuments) return both;
  return {
    ...both,
    allowed: inBoth(own.allowed, allowed),
    allowedCertificates: inBoth(
      own.allowedCertificates ?? null,
      allowedCertificates && allowedCertificates.map(withColons),
    ),
  };
}

/** Null is no list, and limits nothing. */
function inBoth(
  own: ReadonlySet<string> | null,
  served: readonly string[] | null,
): ReadonlySet<string> | null {
  if (served === null) return own;
  return new Set(own === null ? served : served.filter((each) => own.has(each)));
}

/** Hex as `fingerprint256` gives it. */
export const withColons = (hex: string): string => hex.toUpperCase().replaceAll(/(..)(?!$)/g, '$1:');
