// Passive authentication (ICAO 9303-11, 5.1): the issuing state signed digests of the data groups; the signature, the
// signer's certificate up to a country's root in our store, and the digests must all hold. Says nothing of cloning.
import { constants, createHash, verify, type X509Certificate } from 'node:crypto';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner.ts';
import { contentOf, oidText, readAll, readTlv, type Tlv } from '../der/read-der.ts';
import { readCertificate } from '../trust/read-certificate.ts';
import { judgeChain, type TrustStore } from '../trust/trust-store.ts';
import type { PassportFiles } from './read-passport.ts';

const digests: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.4': 'sha224',
};
const signedDataOid = '1.2.840.113549.1.7.2';
const messageDigestOid = '1.2.840.113549.1.9.4';
const contentTypeOid = '1.2.840.113549.1.9.3';
const securityObjectOid = '2.23.136.1.1.1';
const pssOid = '1.2.840.113549.1.1.10';

export interface Authentic {
  readonly signer: X509Certificate;
  readonly vouchedFor: boolean;
  readonly digest: string;
}

interface Sod {
  readonly contentType: string;
  readonly content: Buffer;
  readonly certificates: readonly X509Certificate[];
  readonly digest: string;
  readonly signedAttributes: Tlv;
  readonly signatureOid: string;
  readonly signature: Buffer;
}

export function authenticate(
  files: PassportFiles,
  trust: TrustStore,
  at: Date,
): Result<Authentic, ScannerFailure> {
  const sod = readSod(files.sod);
  if (!sod || sod.contentType !== securityObjectOid) return err({ kind: 'answer-malformed', code: 'sod' });
  const attributes = attributesOf(sod.signedAttributes);
  const claimed = attributes.get(messageDigestOid)?.value;
  const type = oidText(attributes.get(contentTypeOid));
  const content = createHash(sod.digest).update(sod.content).digest();
  if (!claimed?.equals(content) || type !== securityObjectOid) return err({ kind: 'document-altered' });
  // Signed as a SET, sent with a tag of its own (RFC 5652, 5.4).
  const signed = Buffer.concat([Buffer.of(0x31), sod.signedAttributes.whole.subarray(1)]);
  const signer = sod.certificates.find((certificate) => isSignedBy(sod, signed, certificate));
  if (!signer) return err({ kind: 'signature-wrong' });
  const judged = judgeChain(trust, [signer], at);
  if (!judged.ok) {
    return err({ kind: judged.error.kind === 'certificate-unknown' ? 'issuer-unknown' : judged.error.kind });
  }
  const groups = groupDigests(sod.content);
  const holds = (group: number, file: Buffer) =>
    groups?.digests.get(group)?.equals(createHash(groups.digest).update(file).digest()) === true;
  if (!groups || !holds(1, files.dg1) || !holds(2, files.dg2)) return err({ kind: 'document-altered' });
  return ok({ signer, vouchedFor: judged.value.vouchedFor, digest: groups.digest });
}

function readSod(file: Buffer): Sod | null {
  const outer = readTlv(file);
  const [type, wrapped] = contentOf(readTlv(outer?.value ?? Buffer.alloc(0)) ?? undefined, 0x30) ?? [];
  if (outer?.tag !== 0x77 || oidText(type) !== signedDataOid) return null;
  const [signedData] = contentOf(wrapped, 0xa0) ?? [];
  const fields = contentOf(signedData, 0x30);
  const encapsulated = contentOf(fields?.[2], 0x30);
  const [content] = contentOf(encapsulated?.[1], 0xa0) ?? [];
  const certificates = (
    contentOf(
      fields?.find(({ tag }) => tag === 0xa0),
      0xa0,
    ) ?? []
  ).flatMap(({ whole }) => readCertificate(whole) ?? []);
  const [signerInfo] = contentOf(fields?.at(-1), 0x31) ?? [];
  const parts = contentOf(signerInfo, 0x30);
  const digest = digests[oidText(contentOf(parts?.[2], 0x30)?.[0]) ?? ''];
  const signedAttributes = parts?.[3];
  const signatureOid = oidText(contentOf(parts?.[4], 0x30)?.[0]);
  const signature = parts?.[5];
  const contentType = oidText(encapsulated?.[0]);
  if (content?.tag !== 0x04 || digest === undefined || signedAttributes?.tag !== 0xa0) return null;
  if (signatureOid === null || signature?.tag !== 0x04 || contentType === null) return null;
  return {
    contentType,
    content: content.value,
    certificates,
    digest,
    signedAttributes,
    signatureOid,
    signature: signature.value,
  };
}

/** First value of each attribute, by its type. */
function attributesOf(signedAttributes: Tlv): ReadonlyMap<string, Tlv> {
  const found = new Map<string, Tlv>();
  for (const attribute of readAll(signedAttributes.value) ?? []) {
    const [type, values] = contentOf(attribute, 0x30) ?? [];
    const [value] = contentOf(values, 0x31) ?? [];
    const name = oidText(type);
    if (name !== null && value && !found.has(name)) found.set(name, value);
  }
  return found;
}

function isSignedBy(sod: Sod, signed: Buffer, { publicKey }: X509Certificate): boolean {
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  const key = sod.signatureOid === pssOid ? { key: publicKey, ...pss } : publicKey;
  try {
    return verify(sod.digest, signed, key, sod.signature);
  } catch {
    // A key that is not of the signature's kind.
    return false;
  }
}

function groupDigests(content: Buffer) {
  const fields = contentOf(readTlv(content) ?? undefined, 0x30);
  const digest = digests[oidText(contentOf(fields?.[1], 0x30)?.[0]) ?? ''];
  const groups = contentOf(fields?.[2], 0x30);
  if (digest === undefined || !groups) return null;
  const found = new Map<number, Buffer>();
  for (const group of groups) {
    const [number, value] = contentOf(group, 0x30) ?? [];
    if (number?.tag === 0x02 && number.value.length === 1 && value?.tag === 0x04)
      found.set(number.value[0] ?? 0, value.value);
  }
  return { digest, digests: found };
}
