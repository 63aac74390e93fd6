// Keys and certificates of a simulated SBI device: a root, the maker's issuer under it, the device's two certificates
// (one for what it captures, one for its digital id), and wrong ones beside them for the faults.
import { sign, type X509Certificate } from 'node:crypto';
import { issueCertificate, type Signer } from '../../der/issue-certificate.ts';

export interface DeviceKeys {
  readonly root: X509Certificate;
  readonly issuer: Signer;
  readonly device: Signer;
  readonly foundation: Signer;
}

const dayMs = 86_400_000;

/** Valid from a day ago for ten years, as seen from `now`; the wrong sort ended yesterday. */
export function createDeviceKeys(now: Date, sort: 'valid' | 'expired' = 'valid'): DeviceKeys {
  const validFrom = new Date(now.getTime() - 400 * dayMs);
  const always = { validFrom, validTo: new Date(now.getTime() + 3_650 * dayMs) };
  const leaf = sort === 'valid' ? always : { validFrom, validTo: new Date(now.getTime() - dayMs) };
  const root = issueCertificate({ ...always, name: 'Simulated Root', issuer: null, ca: true, serial: 1 });
  const issuer = issueCertificate({ ...always, name: 'Simulated Maker', issuer: root, ca: true, serial: 2 });
  const device = issueCertificate({ ...leaf, name: 'Simulated Device', issuer, ca: false, serial: 3 });
  const foundation = issueCertificate({ ...always, name: 'Simulated Chip', issuer, ca: false, serial: 4 });
  return { root: root.certificate, issuer, device, foundation };
}

export function signJws(payload: unknown, signer: Signer, issuer: Signer): string {
  const x5c = [signer, issuer].map(({ certificate }) => certificate.raw.toString('base64'));
  const head = base64url({ alg: 'RS256', typ: 'JWT', x5c });
  const body = `${head}.${base64url(payload)}`;
  return `${body}.${sign('RSA-SHA256', Buffer.from(body), signer.privateKey).toString('base64url')}`;
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
