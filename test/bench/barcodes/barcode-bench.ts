// npm run bench -- barcodes --data DIR [--photos 40]: codes off photographs as the kiosk's reader finds them, PDF417 at every
// angle, and what unpacking and judging a signature costs. DIR holds what ../shared/data holds; what is absent is left out.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { parseDrivingLicence } from '#core/reading/driving-licence.ts';
import { packedBytes, parseSecureQr } from '#core/reading/secure-qr.ts';
import { createIssuerTrust } from '#electron/adapter/issuer-trust/issuer-trust.ts';
import { trustedKey } from '#electron/adapter/issuer-trust/trusted-key.ts';
import { qrModules } from '#electron/worker/ocr/codes.fixture.ts';
import { readBarcodes } from '#electron/worker/ocr/read-barcodes.ts';
import type { BarcodeFormat } from '#core/reading/barcode.ts';
import { percentile, rounded } from '../queue/percentile.ts';
import { photographCode } from './photograph-code.ts';

/** As the kiosk calls it. */
const budgetMs = 4000;

interface Seen {
  readonly texts: readonly string[];
  readonly ms: number;
}

async function look(image: Uint8Array, formats: readonly BarcodeFormat[]): Promise<Seen> {
  const start = performance.now();
  const read = await readBarcodes(image, { formats, budgetMs });
  return { ms: performance.now() - start, texts: read.ok ? read.value.map((code) => code.text) : [] };
}

const times = (values: readonly number[]) => ({
  p50Ms: rounded(percentile(values, 50), 1),
  p95Ms: rounded(percentile(values, 95), 1),
});

function argOf(args: readonly string[], name: string): string | null {
  const at = args.indexOf(name);
  return at < 0 ? null : (args[at + 1] ?? null);
}

const pictureFile = /\.(?:jpe?g|png)$/i;
const filesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((file) => pictureFile.test(file)) : [];

/** The Secure QR texts that photographs may carry. */
function knownTexts(data: string): readonly string[] {
  const folder = join(data, 'aadhaar-qr');
  return ['v1_uidai.txt', 'v2_test.txt']
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8').trim());
}

async function cardPhotos(data: string, known: readonly string[]) {
  const folder = [join(data, 'cards', 'qr'), join(data, 'qr'), data].find((each) => filesIn(each).length > 0);
  if (folder === undefined) return null;
  const ms: number[] = [];
  let read = 0;
  const files = filesIn(folder);
  for (const file of files) {
    const seen = await look(readFileSync(join(folder, file)), ['qr']);
    ms.push(seen.ms);
    const right = (text: string): boolean => known.includes(text) || packedBytes(text) !== null;
    if (seen.texts.some(right)) read += 1;
  }
  return { n: files.length, read, ...times(ms) };
}

/** 2.4 pixels a module, medium blur, noise, light and glare; up to three frames of one code, as a live camera gives them. */
async function generated(text: string, photos: number) {
  const code = await qrModules(text);
  const ms: number[] = [];
  let first = 0;
  let within = 0;
  for (let photo = 0; photo < photos; photo++) {
    for (let frame = 0; frame < 3; frame++) {
      const seen = await look(await photographCode(code, 2.4, photo * 3 + frame + 1), ['qr']);
      ms.push(seen.ms);
      if (!seen.texts.includes(text)) continue;
      if (frame === 0) first += 1;
      within += 1;
      break;
    }
  }
  return {
    n: photos,
    pxPerModule: 2.4,
    firstFrame: first,
    withinThreeFrames: within,
    rate: rounded(within / Math.max(1, photos), 4),
    ...times(ms),
  };
}

const angleStepDeg = 15;

async function licences(data: string) {
  const folder = [join(data, 'aamva', 'img'), join(data, 'aamva')].find((each) => filesIn(each).length > 0);
  if (folder === undefined) return null;
  const ms: number[] = [];
  let everyAngle = 0;
  let turns = 0;
  let read = 0;
  let parsed = 0;
  const files = filesIn(folder);
  for (const file of files) {
    let all = true;
    const upright = await sharp(join(folder, file)).flatten({ background: '#ffffff' }).toBuffer();
    for (let angle = 0; angle < 360; angle += angleStepDeg) {
      const image = await sharp(upright).rotate(angle, { background: '#ffffff' }).png().toBuffer();
      const seen = await look(image, ['qr', 'pdf417']);
      ms.push(seen.ms);
      turns += 1;
      const [text] = seen.texts;
      if (text === undefined) all = false;
      else read += 1;
      if (text !== undefined && parseDrivingLicence(text).ok) parsed += 1;
    }
    if (all) everyAngle += 1;
  }
  return { n: files.length, everyAngle, turns, read, parsed, ...times(ms) };
}

/** The specimens' signatures by their certificates, whatever day it is: only the time is measured. */
function signatures(data: string, known: readonly string[]) {
  const folder = join(data, 'aadhaar-qr');
  const certificates = existsSync(folder)
    ? readdirSync(folder).filter((file) => /\.cer$|Certificate\.pem$/.test(file))
    : [];
  const until = new Date('9999-01-01');
  const keys = certificates.flatMap((file) => trustedKey(readFileSync(join(folder, file)), { until }) ?? []);
  const trust = createIssuerTrust(keys);
  const parseMs: number[] = [];
  const judgeMs: number[] = [];
  const outcomes: Record<string, number> = {};
  for (const text of known) {
    for (let run = 0; run < 200; run++) {
      const begun = performance.now();
      const packed = packedBytes(text);
      const bytes = packed && trust.unpack(packed);
      const qr = bytes && parseSecureQr(bytes);
      const between = performance.now();
      if (!qr?.ok) continue;
      const { signed, signature, issuedAt } = qr.value;
      const outcome = trust.judge({ signed, signature, issuedAt });
      judgeMs.push(performance.now() - between);
      parseMs.push(between - begun);
      if (run === 0) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  }
  return {
    specimens: known.length,
    outcomes,
    parse: times(parseMs),
    judgeP50Ms: rounded(percentile(judgeMs, 50), 3),
    judgeP95Ms: rounded(percentile(judgeMs, 95), 3),
  };
}

export async function barcodeBench(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const data = argOf(args, '--data') ?? '../shared/data';
  const photos = Number(argOf(args, '--photos') ?? 40);
  const known = knownTexts(data);
  // Without the specimens a code as dense as theirs stands in.
  const dense = known.at(-1) ?? '7'.repeat(3169);
  const secureQrPhotos = await cardPhotos(data, known);
  const secureQr = await generated(dense, photos);
  const pdf417 = await licences(data);
  return { secureQr, secureQrPhotos, pdf417, signature: known.length === 0 ? null : signatures(data, known) };
}
