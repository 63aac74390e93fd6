// Inputs nobody would send on purpose, drawn from a seed: true samples bent a little, strange alphabets, long runs.
import type { OcrWord } from '#core/reading/ocr-word.ts';
import { classesPerStep } from '#core/reading/zone-cells.ts';
import type { SpokenLine } from '#core/reading/zone-cells.ts';
import type { Chance } from '../chance.ts';

const alphabets: readonly string[] = [
  '0123456789',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<',
  'abcdefghijklmnopqrstuvwxyz ',
  '0123456789 -./',
  'अआइईकखगघनामजन्म१२३',
  'ابتثجحد٠١٢٣',
  ' \t\n\r\u00a0\u200b\u202e\ufeff',
  '\'"`’.,:;()[]{}\\|/$^*+?',
  '\u0000\u0001\u007f\ud800\udfff\ufffd',
  '😀👩‍👩‍👧é̀ñß',
];

/** What the parsers are for; bent, they fall just beside it. */
export const textSamples: readonly string[] = [
  '2345 6789 0124',
  'VID : 9999 4105 7058 1234',
  'DOB: 22/07/1994',
  'जन्म तिथि 01-01-1980',
  "Name: D'Souza Mary-Ann",
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<',
  '{"type":"about:blank","title":"x","status":409,"kind":"blob-missing"}',
  'PRV1-eyJ1cmwiOiJodHRwOi8vMTI3LjAuMC4xOjEifQ',
];

/** Long enough to show a pattern that takes the square of its input, short enough for thousands of them. */
const longestRun = 3000;

export function strangeText(chance: Chance): string {
  const draw = chance.below(10);
  if (draw < 5) return bent(chance.pick(textSamples), chance);
  if (draw < 6) return chance.pick(Array.from(chance.pick(alphabets))).repeat(1 + chance.below(longestRun));
  if (draw < 7) return chance.pick(textSamples).repeat(1 + chance.below(60));
  const length = chance.below(120);
  return Array.from({ length }, () => chance.pick(Array.from(chance.pick(alphabets)))).join('');
}

/** One to six changes: a sign replaced, put in, taken out, doubled or moved. */
function bent(text: string, chance: Chance): string {
  const signs = Array.from(text);
  for (let change = 1 + chance.below(6); change > 0; change -= 1) {
    const at = chance.below(signs.length + 1);
    const sign = chance.pick(Array.from(chance.pick(alphabets)));
    const kind = chance.below(4);
    if (kind === 0) signs.splice(at, 1, sign);
    else if (kind === 1) signs.splice(at, 0, sign);
    else if (kind === 2) signs.splice(at, 1);
    else signs.splice(at, 0, ...signs.slice(0, chance.below(8)));
  }
  return signs.join('');
}

const numbers = [0, 1, -1, 0.5, 1e9, -1e9, Number.NaN, Infinity, 1e-300];

export function strangeWords(chance: Chance): OcrWord[] {
  const count = chance.below(30);
  return Array.from({ length: count }, (_, index) => ({
    text: strangeText(chance).slice(0, 200),
    confidence: chance.below(4) === 0 ? chance.pick(numbers) : chance.next(),
    box: {
      x: chance.below(8) === 0 ? chance.pick(numbers) : chance.below(1000),
      y: chance.below(8) === 0 ? chance.pick(numbers) : index * 20,
      width: chance.below(8) === 0 ? chance.pick(numbers) : 40,
      height: 18,
    },
    lineId: chance.below(6),
  }));
}

/** A network's answer that is noise, flat, full of holes, or mostly one sign. */
export function strangeSpokenLine(chance: Chance): SpokenLine {
  const steps = chance.below(80);
  const kind = chance.below(4);
  const favourite = chance.below(classesPerStep);
  const logProbabilities = Float32Array.from({ length: steps * classesPerStep }, (_, at) => {
    if (kind === 0) return -chance.next() * 12;
    if (kind === 1) return Math.log(1 / classesPerStep);
    if (kind === 2) return at % classesPerStep === favourite ? 0 : -20;
    return chance.below(50) === 0 ? chance.pick(numbers) : -chance.next() * 5;
  });
  return { logProbabilities, steps };
}

/** Some bytes of a sample flipped, cut off, repeated or grown; now and then nothing of the sample but its beginning. */
export function strangeBytes(sample: Uint8Array, chance: Chance): Uint8Array {
  const bytes = Uint8Array.from(sample);
  const draw = chance.below(10);
  if (draw === 0) return bytes.subarray(0, chance.below(bytes.length + 1));
  if (draw === 1)
    return Uint8Array.from({ length: 8 + chance.below(400) }, (_, at) => sample[at % 8] ?? chance.below(256));
  // The headers say most: half the changes fall among the first bytes.
  for (let change = 1 + chance.below(8); change > 0; change -= 1) {
    const at = chance.below(chance.below(2) === 0 ? Math.min(64, bytes.length) : bytes.length);
    bytes[at] = chance.below(3) === 0 ? chance.pick([0, 0xff, 0x7f, 0x80]) : chance.below(256);
  }
  return bytes;
}
