// Signed answers as others would like them to be taken: each is refused by name.
import {
  createHmac,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  type X509Certificate,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueCertificate, type Signer } from '../der/issue-certificate.ts';
import { createDeviceKeys, signJws } from '../sbi/simulator/device-keys.ts';
import type { TrustStore } from './trust-store.ts';
import { verifyJws } from './verify-jws.ts';

const keys = createDeviceKeys(new Date());
const stranger = createDeviceKeys(new Date());
const store: TrustStore = {
  roots: [keys.root],
  revoked: new Set(),
  allowed: null,
  unknownDevices: 'refuse',
};
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const payload = { a: 1 };

function outcome(jws: string, trust: TrustStore = store): string {
  const judged = verifyJws(jws, trust, new Date());
  return judged.ok
    ? `taken, ${judged.value.signer.vouchedFor ? 'vouched for' : 'nobody vouches'}`
    : judged.error.kind;
}

/** A signed answer whose head says whatever a device may say. */
function signed(head: Readonly<Record<string, unknown>>, key: KeyObject = keys.device.privateKey): string {
  const body = `${base64url(head)}.${base64url(payload)}`;
  return `${body}.${createSign('sha256').update(body).sign(key).toString('base64url')}`;
}

const x5cOf = (...chain: readonly { readonly certificate: X509Certificate }[]) =>
  chain.map(({ certificate }) => certificate.raw.toString('base64'));

describe('a signed answer', () => {
  it('DV68 is taken by RS256, with the chain of who signed it, up to a root of ours', () => {
    expect(outcome(signJws(payload, keys.device, keys.issuer))).toBe('taken, vouched for');
    const alone = signed({ alg: 'RS256', x5c: x5cOf(keys.issuer) }, keys.issuer.privateKey);
    expect(outcome(alone)).toBe('taken, vouched for');
  });

  it('DV68 by no algorithm, by a shared secret, or with a head that asks for more is none', () => {
    const x5c = x5cOf(keys.device, keys.issuer);
    const unsigned = `${base64url({ alg: 'none', x5c })}.${base64url(payload)}`;
    expect(outcome(`${unsigned}.`)).toBe('not-signed');
    expect(outcome(`${unsigned}.AA`)).toBe('signature-wrong');
    const head = `${base64url({ alg: 'HS256', x5c })}.${base64url(payload)}`;
    const publicKey = keys.device.certificate.publicKey.export({ type: 'spki', format: 'pem' });
    const secret = createHmac('sha256', publicKey).update(head).digest('base64url');
    expect(outcome(`${head}.${secret}`)).toBe('signature-wrong');
    expect(outcome(signed({ alg: 'RS256', x5c, crit: ['b64'] }))).toBe('answer-malformed');
    expect(outcome(signed({ alg: 'RS256', jwk: {} }))).toBe('certificate-unknown');
    expect(outcome(signed({ alg: 'RS256', x5c: ['AAAA'] }))).toBe('certificate-unknown');
  });

  it('DV68 is refused where the chain is another’s, out of order, too long, or ends at a root it brought itself', () => {
    expect(outcome(signJws(payload, stranger.device, stranger.issuer))).toBe('certificate-unknown');
    const own = signed(
      { alg: 'RS256', x5c: x5cOf(stranger.device, stranger.issuer, { certificate: stranger.root }) },
      stranger.device.privateKey,
    );
    expect(outcome(own)).toBe('certificate-unknown');
    const jumbled = signed({
      alg: 'RS256',
      x5c: x5cOf(keys.device, { certificate: keys.root }, keys.issuer),
    });
    expect(outcome(jumbled)).toBe('certificate-unknown');
    // Vouched for by another's issuer, whose name is the same.
    const mixed = signed(
      { alg: 'RS256', x5c: x5cOf(stranger.device, keys.issuer) },
      stranger.device.privateKey,
    );
    expect(outcome(mixed)).toBe('certificate-unknown');
    const long = signed({ alg: 'RS256', x5c: x5cOf(keys.device, ...Array<Signer>(5).fill(keys.issuer)) });
    expect(outcome(long)).toBe('certificate-unknown');
    // The right chain over another's signature.
    const stolen = signed({ alg: 'RS256', x5c: x5cOf(keys.device, keys.issuer) }, stranger.device.privateKey);
    expect(outcome(stolen)).toBe('signature-wrong');
  });

  it('DV68 with an issuer that may issue nothing is nobody’s, and unsigned devices are taken only where policy says', () => {
    const lasting = { validFrom: new Date(Date.now() - 1_000), validTo: new Date(Date.now() + 86_400_000) };
    const second = issueCertificate({
      ...lasting,
      name: 'Second',
      issuer: keys.device,
      ca: false,
      serial: 7,
    });
    const handedOn = signed(
      { alg: 'RS256', x5c: x5cOf(second, keys.device, keys.issuer) },
      second.privateKey,
    );
    expect(outcome(handedOn)).toBe('certificate-unknown');
    const unknown = signJws(payload, stranger.device, stranger.issuer);
    expect(outcome(unknown, { ...store, unknownDevices: 'record' })).toBe('taken, nobody vouches');
    const revoked = new Set([keys.root.fingerprint256]);
    expect(outcome(signJws(payload, keys.device, keys.issuer), { ...store, revoked })).toBe(
      'certificate-revoked',
    );
  });

  it('DV68 by a key that is no RSA key is refused, whatever signed it', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(outcome(signed({ alg: 'RS256', x5c: x5cOf(keys.device, keys.issuer) }, privateKey))).toBe(
      'signature-wrong',
    );
    expect(outcome(signed({ alg: 'ES256', x5c: x5cOf(keys.device) }, privateKey))).toBe('signature-wrong');
  });
});
