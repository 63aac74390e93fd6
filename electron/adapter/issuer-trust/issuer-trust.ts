// Judges signatures by the keys it is given. `altered` is said only where a trusted key signed something else: whatever no
// trusted key opens may be some other issuer's, and is an unknown key.
import { constants, createHash, publicDecrypt, verify, type KeyObject } from 'node:crypto';
import { parsePlainXml } from '#core/reading/plain-xml.ts';
import type { SignedOutcome } from '#core/reading/signed-source.ts';
import type { IssuerTrust } from '#electron/port/issuer-trust.ts';
import { covers, issuedMoment, type TrustedKey } from './trusted-key.ts';
import { unpack } from './unpack.ts';
import { verifyEnveloped } from './verify-enveloped.ts';

const signatureBytes = 256;

/** `serial`: of the bank's list that the keys are from. */
export function createIssuerTrust(keys: readonly TrustedKey[], serial: number | null = null): IssuerTrust {
  return {
    serial,
    unpack,
    judge({ signed, signature, issuedAt }) {
      if (signature.length !== signatureBytes) return 'unreadable';
      const signer = keys.find(({ certificate }) =>
        verify('sha256', signed, certificate.publicKey, signature),
      );
      if (signer) return covers(signer, issuedMoment(issuedAt)) ? 'genuine' : 'unknown-key';
      return signedByAny(keys, signature);
    },
    judgeXml(text, issuedAt) {
      // Refuses document types, entities and size before any other parser sees the text.
      if (!parsePlainXml(text).ok) return { outcome: 'unreadable', signedText: null };
      for (const key of keys) {
        const verified = verifyEnveloped(text, key.certificate);
        if (verified === null) continue;
        const trusted = covers(key, issuedMoment(issuedAt(verified)));
        return { outcome: trusted ? 'genuine' : 'unknown-key', signedText: verified };
      }
      const value = /<(?:\w+:)?SignatureValue[^>]*>([A-Za-z0-9+/=\s]+)</.exec(text)?.[1];
      if (value === undefined) return { outcome: 'unreadable', signedText: null };
      return { outcome: signedByAny(keys, Buffer.from(value, 'base64')), signedText: null };
    },
  };
}

function signedByAny(keys: readonly TrustedKey[], signature: Uint8Array): SignedOutcome {
  return keys.some(({ certificate }) => opens(certificate.publicKey, signature)) ? 'altered' : 'unknown-key';
}

/** PKCS #1 v1.5: only the signer's key turns a signature into a padded digest. Which one does not matter here. */
function opens(key: KeyObject, signature: Uint8Array): boolean {
  try {
    const digestInfo = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return digestInfo.length > createHash('sha1').update('').digest().length && digestInfo[0] === 0x30;
  } catch {
    return false;
  }
}
