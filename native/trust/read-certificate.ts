// A certificate from bytes that may be anything: null unless its key and its dates can be read too, which Node does late.
import { X509Certificate } from 'node:crypto';

export function readCertificate(der: Buffer): X509Certificate | null {
  try {
    const certificate = new X509Certificate(der);
    const { publicKey, validFromDate, validToDate } = certificate;
    const isWhole =
      publicKey.type === 'public' && !Number.isNaN(validToDate.getTime() + validFromDate.getTime());
    return isWhole ? certificate : null;
  } catch {
    return null;
  }
}
