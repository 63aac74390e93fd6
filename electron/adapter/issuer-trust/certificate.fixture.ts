// Certificates of issuers that the tests invent: an RSA key and its self-signed X.509 certificate between two days.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { nameDer } from '#native/der/issue-certificate.ts';
import { integer, nothing, oid, sequence, tags, time, tlv } from '#native/der/write-der.ts';

export interface TestIssuer {
  readonly der: Uint8Array;
  readonly privateKey: KeyObject;
}

export function issuerCertificate(from: Date, until: Date, modulusLength = 2048): TestIssuer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const sha256WithRsa = sequence(oid('1.2.840.113549.1.1.11'), nothing());
  const name = nameDer('Invented issuer');
  const body = sequence(
    tlv(0xa0, integer(2)),
    integer(1),
    sha256WithRsa,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('RSA-SHA256', body, privateKey);
  const der = sequence(body, sha256WithRsa, tlv(tags.bitString, Buffer.of(0), signature));
  return { der: new Uint8Array(der), privateKey };
}
