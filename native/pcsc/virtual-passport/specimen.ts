// A passport chip's content that belongs to nobody, signed by a country that does not exist (Utopia, UTO, as in ICAO's
// own specimens). Every part can be made wrong, to see that it is noticed.
import { createHash, sign } from 'node:crypto';
import { issueCertificate, nameDer, type Signer } from '../../der/issue-certificate.ts';
import { integer, nothing, octets, oid, sequence, setOf, tags, tlv } from '../../der/write-der.ts';
import { previewPicture } from '../../simulator/preview-picture.ts';
import type { PassportFiles } from '../read-passport.ts';

export const specimenKey = {
  documentNumber: 'L898902C3',
  birthDate: '740812',
  expiryDate: '120415',
} as const;
const printedZone =
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10';

export interface Country {
  readonly authority: Signer;
  readonly signer: Signer;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const sha256Der = () => sequence(oid('2.16.840.1.101.3.4.2.1'), nothing());

export function createCountry(now: Date): Country {
  const validFrom = new Date(now.getTime() - 86_400_000);
  const validTo = new Date(now.getTime() + 86_400_000 * 3_650);
  const dates = { validFrom, validTo };
  const authority = issueCertificate({
    ...dates,
    name: 'Utopia Authority',
    issuer: null,
    ca: true,
    serial: 7,
  });
  const signer = issueCertificate({
    ...dates,
    name: 'Utopia Signer',
    issuer: authority,
    ca: false,
    serial: 8,
  });
  return { authority, signer };
}

/** `portraitBytes` is the size of the picture, as portraits have 10 to 25 KB. */
export function createSpecimen(country: Country, portraitBytes: number): PassportFiles {
  const picture = previewPicture(1);
  const filling = Buffer.alloc(Math.max(0, portraitBytes - picture.length));
  return createPassport(country, printedZone, Buffer.concat([picture, filling]));
}

/** `zone` is its two lines joined; `image` a JPEG of at most 32,000 bytes. */
export function createPassport(country: Country, zone: string, image: Buffer): PassportFiles {
  const dg1 = tlv(0x61, tlv(0x5f1f, Buffer.from(zone, 'latin1')));
  const dg2 = portraitGroup(image);
  return { dg1, dg2, sod: securityObject(country, { 1: dg1, 2: dg2 }) };
}

function portraitGroup(image: Buffer): Buffer {
  const facialInfo = Buffer.alloc(20);
  facialInfo.writeUInt32BE(facialInfo.length + 12 + image.length, 0);
  const head = Buffer.alloc(14);
  head.write('FAC\x00010\x00', 'latin1');
  head.writeUInt32BE(head.length + facialInfo.length + 12 + image.length, 8);
  head.writeUInt16BE(1, 12);
  const record = Buffer.concat([head, facialInfo, Buffer.alloc(12), image]);
  // CBEFF: type face, format owner ISO/IEC JTC 1/SC 37, format 8.
  const about = tlv(0xa1, tlv(0x81, Buffer.of(2)), tlv(0x87, Buffer.of(1, 1)), tlv(0x88, Buffer.of(0, 8)));
  return tlv(0x75, tlv(0x7f61, integer(1), tlv(0x7f60, about, tlv(0x5f2e, record))));
}

function securityObject({ signer, authority }: Country, groups: Readonly<Record<number, Buffer>>): Buffer {
  const content = sequence(
    integer(0),
    sha256Der(),
    sequence(
      ...Object.entries(groups).map(([number, file]) =>
        sequence(integer(Number(number)), octets(sha256(file))),
      ),
    ),
  );
  const attribute = (type: string, value: Buffer) => sequence(oid(type), setOf(value));
  const attributes = setOf(
    attribute('1.2.840.113549.1.9.3', oid('2.23.136.1.1.1')),
    attribute('1.2.840.113549.1.9.4', octets(sha256(content))),
  );
  const signature = sign('RSA-SHA256', attributes, signer.privateKey);
  const signerInfo = sequence(
    integer(1),
    sequence(nameDer(authority.name), integer(8)),
    sha256Der(),
    Buffer.concat([Buffer.of(0xa0), attributes.subarray(1)]),
    sequence(oid('1.2.840.113549.1.1.11'), nothing()),
    octets(signature),
  );
  const signedData = sequence(
    integer(3),
    tlv(tags.set, sha256Der()),
    sequence(oid('2.23.136.1.1.1'), tlv(0xa0, octets(content))),
    tlv(0xa0, signer.certificate.raw),
    tlv(tags.set, signerInfo),
  );
  return tlv(0x77, sequence(oid('1.2.840.113549.1.7.2'), tlv(0xa0, signedData)));
}
