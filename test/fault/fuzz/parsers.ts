// The parsers that strangers' data reaches first, each with what must hold of its answer whatever it was given.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { bankIdentitySchema } from '#core/contract/bank/identity.ts';
import { packetReceiptSchema, receiptClaimsSchema } from '#core/contract/bank/packet.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { parseEnrolmentCode } from '#core/outbox/enrolment-code.ts';
import { readAadhaarCard } from '#core/reading/aadhaar-card.ts';
import { fieldsOfPerson } from '#core/reading/aadhaar-person.ts';
import { parseOfflineKyc, parsePrintedQr } from '#core/reading/aadhaar-xml.ts';
import { findAadhaarNumbers, isAadhaarNumber, maskAadhaar } from '#core/reading/aadhaar-number.ts';
import { parseDrivingLicence } from '#core/reading/driving-licence.ts';
import { findPrintedDate, parseMrzDate } from '#core/reading/date.ts';
import { findMrz } from '#core/reading/mrz-lines.ts';
import { parseMrz } from '#core/reading/mrz.ts';
import { cellsOf } from '#core/reading/zone-cells.ts';
import { chooseZone } from '#core/reading/zone-choice.ts';
import { compareNames } from '#core/reading/name.ts';
import { parsePlainXml } from '#core/reading/plain-xml.ts';
import { digitsOf, signedPart } from '#core/reading/secure-qr.fixture.ts';
import { packedBytes, parseSecureQr } from '#core/reading/secure-qr.ts';
import { readPassport } from '#core/reading/passport.ts';
import { readWord, signingKeyOf } from '#electron/adapter/bank-link/bank-words.ts';
import type { LineAnswer } from '#electron/adapter/bank-link/http-line.ts';
import { readAnswer } from '#electron/adapter/bank-link/read-answer.ts';
import { createIssuerTrust } from '#electron/adapter/issuer-trust/issuer-trust.ts';
import { decodePicture } from '#electron/adapter/face-model/picture.ts';
import { decode } from '#electron/worker/ocr/picture.ts';
import { signedPartOf } from '#electron/service/signed-document.ts';
import type { Chance } from '../chance.ts';
import { strangeBytes, strangeSpokenLine, strangeText, strangeWords } from './strange-input.ts';

export interface FuzzedParser {
  readonly name: string;
  /** Of the inputs that the other parsers get; 1 unless said. */
  readonly share?: number;
  /** One input; throws when what must hold does not. May not throw for any other reason. */
  try(chance: Chance): void | Promise<void>;
}

function mustHold(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken: ${what}`);
}

const today = calendarDateSchema.parse('2026-11-20');

const ownKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';

function strangeAnswer(chance: Chance): LineAnswer {
  const headers: Readonly<Record<string, string>> = {
    'retry-after': strangeText(chance),
    date: chance.below(2) === 0 ? strangeText(chance) : 'Fri, 20 Nov 2026 12:00:00 GMT',
    'content-type': 'application/problem+json',
  };
  return {
    status: chance.pick([
      200, 201, 202, 204, 301, 400, 401, 403, 404, 409, 413, 422, 425, 429, 500, 502, 503, 0, 999,
    ]),
    header: (name) => headers[name] ?? null,
    body: Buffer.from(strangeText(chance)),
  };
}

async function pictures(): Promise<Uint8Array[]> {
  const plain = sharp({ create: { width: 24, height: 16, channels: 3, background: '#864' } });
  const [jpeg, png] = await Promise.all([plain.clone().jpeg().toBuffer(), plain.clone().png().toBuffer()]);
  const turned = await plain.clone().withMetadata({ orientation: 6 }).jpeg({ progressive: true }).toBuffer();
  return [jpeg, png, turned];
}

const printedQr =
  '<?xml version="1.0" encoding="UTF-8"?><PrintLetterBarcodeData uid="999941057058" name="Anil &amp; Co" gender="M" yob="1988" dob="14/03/1988" pc="226001"/>';
const offlineKyc =
  '<OfflinePaperlessKyc referenceId="562520260301101530123"><UidData><Poi dob="14-03-1988" gender="M" name="Anil"/><Poa pc="226001"/><Pht>aGVsbG8=</Pht></UidData></OfflinePaperlessKyc>';
const licence =
  '@\n\u001e\rANSI 636000100102DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDACMICHAEL\nDBB06061986\nDBA12102024\nDAJVA\n';

/** Letters of the text replaced, left out, doubled or swapped for signs that mean something. */
function bentText(text: string, chance: Chance): string {
  const signs = Array.from(text);
  for (let change = 1 + chance.below(8); change > 0; change -= 1) {
    const at = chance.below(signs.length + 1);
    const sign = chance.pick([
      '<',
      '>',
      '"',
      '&',
      ';',
      '/',
      '=',
      '!',
      '?',
      '\n',
      '\u0000',
      '0',
      'D',
      'É',
      '😀',
    ]);
    signs.splice(at, chance.below(3), ...Array.from(sign.repeat(1 + chance.below(3))));
  }
  return signs.join('');
}

export async function fuzzedParsers(): Promise<readonly FuzzedParser[]> {
  const samples = await pictures();
  const bankKey = signingKeyOf(ownKey);
  const signature = Buffer.concat(
    Array.from({ length: 8 }, (_, part) => createHash('sha256').update(String(part)).digest()),
  );
  const signedQr = new Uint8Array([
    ...signedPart({ photo: Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 1) }),
    ...signature,
  ]);
  const packedQr = new Uint8Array(deflateSync(signedQr));
  const noTrust = createIssuerTrust([]);
  return [
    {
      name: 'mrz',
      try(chance) {
        const lines = Array.from({ length: 1 + chance.below(3) }, () => strangeText(chance));
        const parsed = parseMrz(lines);
        if (!parsed.ok) mustHold(parsed.error.kind === 'not-an-mrz', 'a refusal by its name');
        findMrz(strangeWords(chance));
      },
    },
    {
      name: 'zone-lines',
      // A line's search takes as long as a hundred other parsers' inputs.
      share: 0.02,
      try(chance) {
        const lines = Array.from({ length: 1 + chance.below(3) }, () => strangeSpokenLine(chance));
        const width = chance.pick([30, 36, 44, chance.below(60)]);
        const cells = lines.map((line) => cellsOf(line, width));
        for (const line of cells)
          mustHold(line === null || line.cells.length === width, 'as many signs as asked for');
        const whole = cells.filter((line) => line !== null);
        const chosen = whole.length === cells.length ? chooseZone(whole.map((line) => line.cells)) : null;
        if (chosen !== null) mustHold(parseMrz(chosen.mrz.lines).ok, 'a zone of a known shape');
      },
    },
    {
      name: 'passport',
      try(chance) {
        const words = strangeWords(chance);
        readPassport(words, findMrz(words), today);
      },
    },
    {
      name: 'aadhaar-text',
      try(chance) {
        const text = strangeText(chance);
        for (const { digits } of findAadhaarNumbers(text)) mustHold(/^\d{12}$/.test(digits), 'twelve digits');
        const shown = maskAadhaar(text).replaceAll(/\D/g, '');
        mustHold(shown.length <= 4, 'four digits shown at most');
      },
    },
    {
      name: 'aadhaar-card',
      try(chance) {
        const sides = (['front', 'back'] as const).map((side) => ({ side, words: strangeWords(chance) }));
        const read = readAadhaarCard(sides);
        if (read.ok) mustHold(read.value.length > 0, 'a card that was read has a number');
      },
    },
    {
      name: 'secure-qr',
      try(chance) {
        const parsed = parseSecureQr(strangeBytes(signedQr, chance));
        if (!parsed.ok) return;
        const { signed, signature, photo, person } = parsed.value;
        mustHold(signature.length === 256, 'a signature of 256 bytes');
        mustHold(photo.length <= signed.length, 'a photo within what is signed');
        for (const field of fieldsOfPerson(person, 'barcode', { proof: null, confidence: 0.9 }))
          if (field.name === 'dateOfBirth')
            mustHold(calendarDateSchema.safeParse(field.value).success, 'a day of the calendar');
      },
    },
    {
      name: 'secure-qr-digits',
      try(chance) {
        const bytes = strangeBytes(packedQr, chance);
        const text =
          chance.below(3) === 0 ? strangeText(chance) : digitsOf(bytes.length === 0 ? packedQr : bytes);
        const packed = packedBytes(text);
        const unpacked = packed && noTrust.unpack(packed);
        mustHold((unpacked?.length ?? 0) <= 65_536, 'no more than 64 KB unpacked');
        const part = signedPartOf({ text }, noTrust);
        mustHold(part?.source.outcome !== 'genuine', 'nothing is genuine without a key');
      },
    },
    {
      name: 'aadhaar-xml',
      try(chance) {
        const text =
          chance.below(4) === 0
            ? strangeText(chance)
            : bentText(chance.pick([printedQr, offlineKyc]), chance);
        const printed = parsePrintedQr(text);
        if (printed.ok && printed.value.number !== null)
          mustHold(isAadhaarNumber(printed.value.number), 'a number that its digit proves');
        const offline = parseOfflineKyc(text);
        if (offline.ok) mustHold(/^\d{4}$/.test(offline.value.lastFour), 'four digits');
      },
    },
    {
      name: 'plain-xml',
      try(chance) {
        const depth = chance.below(200);
        const nested = '<a>'.repeat(depth) + strangeText(chance) + '</a>'.repeat(chance.below(200));
        const parsed = parsePlainXml(chance.below(3) === 0 ? nested : bentText(offlineKyc, chance));
        if (!parsed.ok)
          mustHold(
            ['not-xml', 'xml-forbidden', 'xml-too-large'].includes(parsed.error.kind),
            'a refusal by its name',
          );
      },
    },
    {
      name: 'pdf417-text',
      try(chance) {
        const parsed = parseDrivingLicence(
          chance.below(4) === 0 ? strangeText(chance) : bentText(licence, chance),
        );
        if (parsed.ok) mustHold(parsed.value.number !== '', 'a licence has a number');
      },
    },
    {
      name: 'dates',
      try(chance) {
        const text = strangeText(chance);
        const found = findPrintedDate(text);
        if (found) mustHold(calendarDateSchema.safeParse(found.date).success, 'a day of the calendar');
        const parsed = parseMrzDate(text.slice(0, 6), chance.pick(['birth', 'expiry']), today);
        if (parsed !== null) mustHold(calendarDateSchema.safeParse(parsed).success, 'a day of the calendar');
      },
    },
    {
      name: 'names',
      try(chance) {
        const [a, b] = [strangeText(chance), strangeText(chance)];
        mustHold(compareNames(a, b) === compareNames(b, a), 'the order of two names does not matter');
      },
    },
    {
      name: 'enrolment-code',
      try(chance) {
        const text =
          chance.below(2) === 0
            ? strangeText(chance)
            : `PRV1-${Buffer.from(strangeText(chance)).toString('base64url')}`;
        parseEnrolmentCode(text);
      },
    },
    {
      name: 'bank-answer',
      try(chance) {
        const schema = chance.pick([bankIdentitySchema, packetReceiptSchema]);
        const read = readAnswer(strangeAnswer(chance), schema);
        mustHold(!read.ok || schema.safeParse(read.value).success, 'an answer of the agreed form');
      },
    },
    {
      name: 'bank-word',
      async try(chance) {
        const parts = Array.from({ length: 1 + chance.below(4) }, () =>
          Buffer.from(strangeText(chance)).toString('base64url'),
        );
        const word = await readWord(bankKey, 'pravesh-receipt', parts.join('.'), receiptClaimsSchema);
        mustHold(word === null, 'nobody else signs for the bank');
      },
    },
    {
      name: 'picture',
      async try(chance) {
        const bytes = strangeBytes(chance.pick(samples), chance);
        const picture = await decode(bytes);
        if (picture.ok) {
          const { rgb, width, height } = picture.value;
          mustHold(rgb.length === width * height * 3, 'as many pixels as it says');
        }
      },
    },
    {
      name: 'face-picture',
      async try(chance) {
        const picture = await decodePicture(strangeBytes(chance.pick(samples), chance));
        if (picture)
          mustHold(
            picture.rgb.length === picture.widthPx * picture.heightPx * 3,
            'as many pixels as it says',
          );
      },
    },
  ];
}
