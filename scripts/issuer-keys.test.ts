// A list signed here is the list a kiosk believes: real keys, real certificates, the kiosk's own reading of the folder.
import { sign } from 'node:crypto';
import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeyFile, makeKeyFile } from '#bank/keys/key-file.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { issuerCertificate } from '#electron/adapter/issuer-trust/certificate.fixture.ts';
import { createOpenIssuerTrust } from '#electron/adapter/issuer-trust/open-issuer-trust.ts';
import { signIssuerKeys } from './issuer-keys.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const issuer = issuerCertificate(new Date('2020-01-01T00:00:00Z'), new Date('2024-01-01T00:00:00Z'));
const signed = Buffer.from('what the issuer signed');
const question = {
  signed,
  signature: sign('sha256', signed, issuer.privateKey),
  issuedAt: '20230301101530123',
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pravesh-issuer-keys-'));
  makeKeyFile(at('bank.json'), 'development');
  mkdirSync(at('certificates'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const order = () => ({
  keyFile: at('bank.json'),
  environment: 'development' as const,
  certificates: at('certificates'),
  out: at('store'),
  asOf: instantSchema.parse('2026-11-20T10:00:00.000Z'),
});

async function judged(): Promise<string> {
  const ring = loadKeyFile(at('bank.json'), 'development');
  if (!ring.ok) throw new Error(ring.error.kind);
  const { x = '' } = ring.value.signing.publicKey.export({ format: 'jwk' });
  return (await createOpenIssuerTrust(at('store'))(x, null)).judge(question);
}

describe('the list of issuers’ keys', () => {
  it('is believed by a kiosk, and the next one replaces it', async () => {
    writeFileSync(at('certificates/uidai.cer'), issuer.der);
    expect(await signIssuerKeys(order())).toMatchObject({ ok: true, value: { serial: 1, keys: 1 } });
    expect(await judged()).toBe('genuine');
    // The bank has heard that the key was lost before that day.
    writeFileSync(at('certificates/uidai.json'), JSON.stringify({ until: '2023-01-01T00:00:00.000Z' }));
    expect(await signIssuerKeys(order())).toMatchObject({ ok: true, value: { serial: 2 } });
    expect(await judged()).toBe('unknown-key');
    expect(readdirSync(at('store'))).toEqual(['issuer-keys-000001.jws', 'issuer-keys-000002.jws']);
  });

  it('is not signed where a certificate is weak, is none, or its dates are none', async () => {
    expect(await signIssuerKeys(order())).toMatchObject({ error: { kind: 'no-certificate' } });
    const weak = issuerCertificate(new Date('2020-01-01T00:00:00Z'), new Date('2030-01-01T00:00:00Z'), 1024);
    writeFileSync(at('certificates/weak.cer'), weak.der);
    const tooWeak = { error: { kind: 'not-a-strong-certificate', file: 'weak.cer' } };
    expect(await signIssuerKeys(order())).toMatchObject(tooWeak);
    writeFileSync(at('certificates/weak.cer'), 'no certificate');
    expect(await signIssuerKeys(order())).toMatchObject(tooWeak);
    writeFileSync(at('certificates/weak.cer'), issuer.der);
    writeFileSync(at('certificates/weak.json'), '{"until": "soon"}');
    expect(await signIssuerKeys(order())).toMatchObject({ error: { kind: 'dates-malformed' } });
    expect(readdirSync(folder).toSorted()).toEqual(['bank.json', 'certificates']);
  });

  it('is not signed without the bank’s keys', async () => {
    writeFileSync(at('certificates/uidai.cer'), issuer.der);
    const missing = { ...order(), keyFile: at('none.json') };
    expect(await signIssuerKeys(missing)).toMatchObject({ error: { kind: 'key-file' } });
  });
});
