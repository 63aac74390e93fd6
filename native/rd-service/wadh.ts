// The digest that binds a registered device's capture to one eKYC request, so that it can be used for nothing else: SHA-256
// over the request's terms, in the order of UIDAI's eKYC API 2.5, as base64.
import { createHash } from 'node:crypto';
import type { Modality } from '#electron/port/scanner.ts';
import type { EkycTerms } from '../devices-config.ts';

/** Who the resident is known by: a finger, an iris, or a face. */
const authenticators: Readonly<Partial<Record<Modality, string>>> = { finger: 'F', iris: 'I', face: 'P' };

export function wadhOf(terms: EkycTerms, modality: Modality): string {
  const { version, residentConsent, localLanguage, decrypted, printFormat } = terms;
  const authenticator = authenticators[modality] ?? '';
  return createHash('sha256')
    .update(version + authenticator + residentConsent + localLanguage + decrypted + printFormat, 'latin1')
    .digest('base64');
}
