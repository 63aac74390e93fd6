// Issues X.509 certificates (RSA, SHA-256) for the simulators, so that trust is tested against real chains, right and wrong.
import { generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { integer, nothing, octets, oid, sequence, setOf, tags, time, tlv } from './write-der.ts';

export interface Signer {
  readonly certificate: X509Certificate;
  readonly name: string;
  readonly privateKey: KeyObject;
}

interface CertificateOrder {
  readonly name: string;
  /** Null makes it its own issuer. */
  readonly issuer: Signer | null;
  readonly ca: boolean;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly serial: number;
}

const sha256WithRsa = () => sequence(oid('1.2.840.113549.1.1.11'), nothing());

/** A distinguished name with a country and a common name. */
export const nameDer = (commonName: string): Buffer =>
  sequence(
    setOf(sequence(oid('2.5.4.6'), tlv(tags.printableString, Buffer.from('XX')))),
    setOf(sequence(oid('2.5.4.3'), tlv(tags.utf8String, Buffer.from(commonName)))),
  );

export function issueCertificate(order: CertificateOrder): Signer {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signingKey = order.issuer?.privateKey ?? keys.privateKey;
  const constraints = order.ca ? sequence(tlv(tags.boolean, Buffer.of(0xff))) : sequence();
  const body = sequence(
    tlv(0xa0, integer(2)),
    integer(order.serial),
    sha256WithRsa(),
    nameDer(order.issuer?.name ?? order.name),
    sequence(time(order.validFrom), time(order.validTo)),
    nameDer(order.name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(sequence(oid('2.5.29.19'), tlv(tags.boolean, Buffer.of(0xff)), octets(constraints)))),
  );
  const signature = sign('RSA-SHA256', body, signingKey);
  const whole = sequence(body, sha256WithRsa(), tlv(tags.bitString, Buffer.of(0), signature));
  return { certificate: new X509Certificate(whole), name: order.name, privateKey: keys.privateKey };
}
