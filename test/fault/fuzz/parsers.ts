// The parsers that strangers' data reaches first, each with what must hold of its answer whatever it was given.
import { generateKeyPairSync } from 'node:crypto';
import sharp from 'sharp';
import { bankIdentitySchema } from '#core/contract/bank/identity.ts';
import { packetReceiptSchema, receiptClaimsSchema } from '#core/contract/bank/packet.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { parseEnrolmentCode } from '#core/outbox/enrolment-code.ts';
import { readAadhaarCard } from '#core/reading/aadhaar-card.ts';
import { findAadhaarNumbers, maskAadhaar } from '#core/reading/aadhaar-number.ts';
import { findPrintedDate, parseMrzDate } from '#core/reading/date.ts';
import { findMrz } from '#core/reading/mrz-lines.ts';
import { parseMrz } from '#core/reading/mrz.ts';
import { compareNames } from '#core/reading/name.ts';
import { readPassport } from '#core/reading/passport.ts';
import { readWord, signingKeyOf } from '#electron/adapter/bank-link/bank-words.ts';
import type { LineAnswer } from '#electron/adapter/bank-link/http-line.ts';
import { readAnswer } from '#electron/adapter/bank-link/read-answer.ts';
import { decodePicture } from '#electron/adapter/face-model/picture.ts';
import { decode } from '#electron/worker/ocr/picture.ts';
import type { Chance } from '../chance.ts';
import { strangeBytes, strangeText, strangeWords } from './strange-input.ts';

export interface FuzzedParser {
  readonly name: string;
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

export async function fuzzedParsers(): Promise<readonly FuzzedParser[]> {
  const samples = await pictures();
  const bankKey = signingKeyOf(ownKey);
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
