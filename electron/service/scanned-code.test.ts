// A code by a reader of codes is judged by the keys that the bank serves over the line, as the same code in a picture is.
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { digitsOf, signedPart } from '#core/reading/secure-qr.fixture.ts';
import { issuerCertificate } from '../adapter/issuer-trust/certificate.fixture.ts';
import { createOpenIssuerTrust } from '../adapter/issuer-trust/open-issuer-trust.ts';
import { scannedPart } from './scanned-code.ts';

const issuer = issuerCertificate(new Date('2025-01-01'), new Date('2035-01-01'));
const { x: bankSigningKey = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
/** Incompressible, so that the number is as long as a real one. */
const photo = Buffer.concat([0, 1, 2, 3].map((n) => createHash('sha512').update(String(n)).digest()));
const signed = signedPart({ photo: Uint8Array.from(photo) });
const signature = createSign('sha256').update(signed).sign(issuer.privateKey);
const code = Buffer.from(digitsOf(deflateSync(new Uint8Array([...signed, ...signature]))), 'latin1');

const keys = {
  serial: 3,
  asOf: instantSchema.parse('2026-11-20T00:00:00.000Z'),
  keys: [
    {
      issuer: 'uidai' as const,
      certificate: Buffer.from(issuer.der).toString('base64'),
      from: null,
      until: null,
    },
  ],
};
const outcomeBy = async (catalogue: { readonly keys: typeof keys } | null) => {
  const part = await scannedPart(
    { issuerTrust: createOpenIssuerTrust(join(tmpdir(), 'pravesh-no-such-folder')) },
    { line: { enrolment: { bankSigningKey } }, catalogue, held: { code: () => code } },
    caseIdSchema.parse('01a23005-1bae-7619-8023-ccd606273593'),
  );
  return part?.source;
};

it('DV71 a scanned code is judged by the keys that came with the master data, and says which list that was', async () => {
  expect(await outcomeBy({ keys })).toMatchObject({ outcome: 'genuine', keysSerial: 3 });
  expect(await outcomeBy(null)).toMatchObject({ outcome: 'unknown-key' });
});
