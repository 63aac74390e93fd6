// Every outcome of a signed part: made here with keys of the tests' own, and proved on the published specimens.
import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync, gzipSync } from 'node:zlib';
import { CompactSign } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { parseOfflineKyc } from '#core/reading/aadhaar-xml.ts';
import { signedPart } from '#core/reading/secure-qr.fixture.ts';
import { packedBytes, parseSecureQr } from '#core/reading/secure-qr.ts';
import { issuerCertificate } from './certificate.fixture.ts';
import { issuerKeysSchema, type IssuerKeys } from '#core/contract/bank/issuer-keys.ts';
import { createIssuerTrust } from './issuer-trust.ts';
import { createOpenIssuerTrust } from './open-issuer-trust.ts';
import { trustedKey } from './trusted-key.ts';

const own = issuerCertificate(new Date('2025-01-01'), new Date('2027-01-01'));
const stranger = issuerCertificate(new Date('2025-01-01'), new Date('2027-01-01'));
const key = trustedKey(own.der);
if (key === null) throw new Error('no key');
const trust = createIssuerTrust([key]);

const sign = (signed: Uint8Array, privateKey = own.privateKey): Uint8Array =>
  new Uint8Array(createSign('sha256').update(signed).sign(privateKey));

describe('a signed code', () => {
  const signed = signedPart();
  const issuedAt = '20260301101530123';

  it('is genuine under a trusted key', () => {
    expect(trust.judge({ signed, signature: sign(signed), issuedAt })).toBe('genuine');
  });

  it('is altered when one byte is another', () => {
    const signature = sign(signed);
    for (let at = 0; at < signed.length; at++) {
      const other = Uint8Array.from(signed);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(trust.judge({ signed: other, signature, issuedAt })).toBe('altered');
    }
  });

  it('is by an unknown key when a stranger signed it, and when no key is known', () => {
    const signature = sign(signed, stranger.privateKey);
    expect(trust.judge({ signed, signature, issuedAt })).toBe('unknown-key');
    expect(createIssuerTrust([]).judge({ signed, signature: sign(signed), issuedAt })).toBe('unknown-key');
  });

  it.each([
    ['after the key’s end', '20270601101530123', 'unknown-key'],
    ['before its certificate began', '20200301101530123', 'genuine'],
    ['at no time at all', null, 'unknown-key'],
    ['at no time of the calendar', '20261399101530123', 'unknown-key'],
  ])('signed %s', (_, at, outcome) => {
    expect(trust.judge({ signed, signature: sign(signed), issuedAt: at })).toBe(outcome);
  });

  it('a certificate that ended since still proves what it signed before', () => {
    const ended = issuerCertificate(new Date('2019-01-01'), new Date('2022-01-01'));
    const old = trustedKey(ended.der);
    const judge = createIssuerTrust(old ? [old] : []).judge({
      signed,
      signature: sign(signed, ended.privateKey),
      issuedAt: '20210301101530123',
    });
    expect(judge).toBe('genuine');
  });

  it('is unreadable with a signature of another length', () => {
    expect(trust.judge({ signed, signature: randomBytes(128), issuedAt })).toBe('unreadable');
  });

  it('unpacks gzip and zlib, and no bomb', () => {
    const bytes = new Uint8Array(randomBytes(900));
    expect(trust.unpack(gzipSync(bytes))).toEqual(bytes);
    expect(trust.unpack(deflateSync(bytes))).toEqual(bytes);
    expect(trust.unpack(gzipSync(Buffer.alloc(10_000_000)))).toBeNull();
    expect(trust.unpack(randomBytes(500))).toBeNull();
  });

  it('takes no weak key', () => {
    const weak = issuerCertificate(new Date('2025-01-01'), new Date('2027-01-01'), 1024);
    expect(trustedKey(weak.der)).toBeNull();
    expect(trustedKey(Buffer.from('no certificate'))).toBeNull();
  });
});

function signedXml(privateKey = own.privateKey): string {
  const text =
    '<OfflinePaperlessKyc referenceId="562520260301101530123"><UidData><Poi name="Anil Verma" dob="14-03-1988" gender="M"/><Poa pc="226001"/></UidData></OfflinePaperlessKyc>';
  const signer = new SignedXml({
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  });
  signer.addReference({
    xpath: '/*',
    isEmptyUri: true,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature'],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(text);
  return signer.getSignedXml();
}

const issuedAtOf = (text: string): string | null => {
  const parsed = parseOfflineKyc(text);
  return parsed.ok ? parsed.value.issuedAt : null;
};

describe('signed XML', () => {
  it('is genuine, and only what was signed is handed on', () => {
    const { outcome, signedText } = trust.judgeXml(signedXml(), issuedAtOf);
    expect(outcome).toBe('genuine');
    expect(signedText).toContain('Anil Verma');
    expect(signedText).not.toContain('Signature');
  });

  it('is altered when a letter is another', () => {
    expect(trust.judgeXml(signedXml().replace('Anil', 'Amil'), issuedAtOf)).toEqual({
      outcome: 'altered',
      signedText: null,
    });
  });

  it('is by an unknown key when a stranger signed it', () => {
    expect(trust.judgeXml(signedXml(stranger.privateKey), issuedAtOf).outcome).toBe('unknown-key');
  });

  it.each([
    ['a wrapped document', (text: string) => `<Other>${text}</Other>`],
    [
      'a second person beside the signed one',
      (text: string) => text.replace('<UidData>', '<UidData><Poi name="Other"/></UidData><UidData>'),
    ],
  ])('%s is not genuine', (_, change) => {
    const { outcome, signedText } = trust.judgeXml(change(signedXml()), issuedAtOf);
    expect(outcome).not.toBe('genuine');
    expect(signedText).toBeNull();
  });

  it.each([
    ['entities', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['no signature', '<OfflinePaperlessKyc/>'],
    ['no XML', 'hello'],
  ])('%s: unreadable', (_, text) => {
    expect(trust.judgeXml(text, issuedAtOf)).toEqual({ outcome: 'unreadable', signedText: null });
  });
});

describe('the folder of issuers’ keys', () => {
  const bank = generateKeyPairSync('ed25519');
  const bankKey = bank.publicKey.export({ format: 'jwk' }).x ?? '';
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pravesh-trust-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const list = (serial: number, certificates: readonly Uint8Array[], by = bank.privateKey) =>
    new CompactSign(
      Buffer.from(
        JSON.stringify({
          serial,
          asOf: '2026-11-20T00:00:00.000Z',
          keys: certificates.map((der) => ({
            issuer: 'uidai',
            certificate: Buffer.from(der).toString('base64'),
            from: null,
            until: null,
          })),
        }),
      ),
    )
      .setProtectedHeader({ alg: 'EdDSA', typ: 'pravesh-issuer-keys' })
      .sign(by);
  const question = {
    signed: signedPart(),
    signature: sign(signedPart()),
    issuedAt: '20260301101530123',
  };
  const judged = async () => (await createOpenIssuerTrust(folder)(bankKey, null)).judge(question);

  it('knows nobody before a list has come, nor where there is no folder', async () => {
    expect(await judged()).toBe('unknown-key');
    expect((await createOpenIssuerTrust(join(folder, 'none'))(bankKey, null)).judge(question)).toBe(
      'unknown-key',
    );
  });

  it('takes no certificate that merely lies there, and no list of a stranger', async () => {
    await writeFile(join(folder, 'uidai.cer'), own.der);
    const other = generateKeyPairSync('ed25519');
    await writeFile(join(folder, '0.jws'), await list(99, [own.der], other.privateKey));
    await writeFile(join(folder, 'broken.jws'), 'not a word');
    expect(await judged()).toBe('unknown-key');
  });

  it('takes the bank’s list, and a newer one in its place', async () => {
    await writeFile(join(folder, '1.jws'), await list(1, [own.der]));
    expect(await judged()).toBe('genuine');
    await writeFile(join(folder, '2.jws'), await list(2, [stranger.der]));
    expect(await judged()).toBe('unknown-key');
    await writeFile(join(folder, '3.jws'), await list(3, [stranger.der, own.der]));
    expect(await judged()).toBe('genuine');
  });

  it('SY61 the higher serial counts, of the file or of what the bank serves, and is told', async () => {
    const { der } = own;
    const served = (serial: number, certificate: Uint8Array): IssuerKeys =>
      issuerKeysSchema.parse({
        serial,
        asOf: '2026-11-20T00:00:00.000Z',
        keys: [
          {
            issuer: 'uidai',
            certificate: Buffer.from(certificate).toString('base64'),
            from: null,
            until: null,
          },
        ],
      });
    const trustOf = (of: IssuerKeys) => createOpenIssuerTrust(folder)(bankKey, of);
    const none = await createOpenIssuerTrust(join(folder, 'none'))(bankKey, null);
    expect(none.serial).toBeNull();
    const alone = await createOpenIssuerTrust(join(folder, 'none'))(bankKey, served(1, der));
    expect([alone.judge(question), alone.serial]).toEqual(['genuine', 1]);
    await writeFile(join(folder, '8.jws'), await list(8, [stranger.der]));
    const byFile = await trustOf(served(7, der));
    expect([byFile.judge(question), byFile.serial]).toEqual(['unknown-key', 8]);
    const byLine = await trustOf(served(9, der));
    expect([byLine.judge(question), byLine.serial]).toEqual(['genuine', 9]);
  });
});

const shared = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
describe.skipIf(!existsSync(`${shared}aadhaar-qr`))('published specimens (need ../shared/data)', () => {
  const codes = `${shared}aadhaar-qr/`;
  const known = (file: string, until?: Date) => {
    const found = trustedKey(readFileSync(codes + file), { until: until ?? null });
    return found ? [found] : [];
  };
  // The test certificate's own dates have nothing to do with those of what it signed.
  const longLived = new Date('2040-01-01');
  const keys = [...known('uidai_prod_cdup.cer'), ...known('testCertificate.pem', longLived)];
  const specimens = createIssuerTrust(keys);

  it.each([
    ['v1_uidai.txt', 'V1'],
    ['v2_test.txt', 'V2'],
  ])('%s is genuine, and altered once a byte changes', (file, version) => {
    const packed = packedBytes(readFileSync(codes + file, 'utf8').trim());
    const qr = parseSecureQr((packed && specimens.unpack(packed)) ?? new Uint8Array());
    if (!qr.ok) throw new Error(qr.error.kind);
    const { signed, signature, issuedAt, photo } = qr.value;
    expect(qr.value.version).toBe(version);
    expect([...photo.subarray(0, 4)]).toEqual([0xff, 0x4f, 0xff, 0x51]);
    expect(specimens.judge({ signed, signature, issuedAt })).toBe('genuine');
    const other = Uint8Array.from(signed);
    other[40] = 65;
    expect(specimens.judge({ signed: other, signature, issuedAt })).toBe('altered');
  });

  it.each(['sha256', 'sha1'])('Offline eKYC signed with RSA and %s', (digest) => {
    const text = readFileSync(`${shared}offline-ekyc/specimen_testsigned_${digest}.xml`, 'utf8');
    expect(specimens.judgeXml(text, issuedAtOf).outcome).toBe('genuine');
    expect(specimens.judgeXml(text.replace('Ramesh', 'Suresh'), issuedAtOf).outcome).toBe('altered');
    expect(createIssuerTrust(known('uidai_prod_cdup.cer')).judgeXml(text, issuedAtOf).outcome).toBe(
      'unknown-key',
    );
  });
});
