// X.509 certificates for tests, written as DER by hand (RFC 5280): for one DNS name, between two days, by itself or by an authority.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface Issuer {
  readonly name: string;
  readonly privateKey: KeyObject;
}

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : body.length < 256
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

const sequence = (...contents: readonly Uint8Array[]): Buffer => der(0x30, ...contents);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
/** YYYYMMDDHHMMSSZ */
const time = (at: Date): Buffer =>
  der(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`));
const ed25519 = sequence(oid('2b6570'));
const isTrue = der(0x01, Buffer.from([255]));

/** `issuer` null: signed by itself, as an authority. */
export function makeCertificate(set: {
  readonly name: string;
  readonly from: Date;
  readonly until: Date;
  readonly issuer?: Issuer;
}): TestCertificate & { readonly issuer: Issuer } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const issuer = set.issuer ?? { name: set.name, privateKey };
  const names = sequence(
    oid('551d11'),
    der(0x04, sequence(der(0x82, Buffer.from(set.name)), der(0x87, Buffer.from([127, 0, 0, 1])))),
  );
  const otherNames = sequence(oid('551d11'), der(0x04, sequence(der(0x82, Buffer.from(set.name)))));
  const authority = sequence(oid('551d13'), isTrue, der(0x04, sequence(isTrue)));
  const extensions = set.issuer ? [set.name === 'localhost' ? names : otherNames] : [authority];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([Math.floor(Math.random() * 120) + 1])),
    ed25519,
    commonName(issuer.name),
    sequence(time(set.from), time(set.until)),
    commonName(set.name),
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(...extensions)),
  );
  const whole = sequence(body, ed25519, der(0x03, Buffer.from([0]), sign(null, body, issuer.privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    issuer: { name: set.name, privateKey },
  };
}
