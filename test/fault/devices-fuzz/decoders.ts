// Every decoder of what a device, a card or a helper sends, each with sound frames that are bent, and with what must hold of
// its answer whatever came. Signed things may only be taken where nothing that is signed was changed.
import { createHash } from 'node:crypto';
import { readFingerPicture, writeFingerPicture } from '#core/biometrics/finger-picture.ts';
import { generateFinger, generateImpression } from '#core/biometrics/generate-finger.ts';
import { readTemplate, writeTemplate } from '#core/biometrics/minutiae-template.ts';
import { oidText, readAll } from '#native/der/read-der.ts';
import { readDevicesConfig } from '#native/devices-config.ts';
import { createAssembler } from '#native/hid/assemble-reports.ts';
import { decodeReading } from '#native/hid/decode-reading.ts';
import { keyboardWedge, knownReaders } from '#native/hid/known-readers.ts';
import type { ReportLine } from '#native/hid/record-reports.ts';
import type { ReportMap } from '#native/hid/report-map.ts';
import {
  barcodeRecording,
  cardRecording,
  fingerMap,
  fingerRecording,
  typedRecording,
} from '#native/hid/simulator/recorded-devices.ts';
import { createMessageReader } from '#native/loopback-http/message-reader.ts';
import { boundaryOf, createMultipartReader } from '#native/loopback-http/multipart-reader.ts';
import { accessKeys, opened, sealed } from '#native/pcsc/basic-access.ts';
import { pointOf } from '#native/pcsc/pace.ts';
import { authenticate } from '#native/pcsc/passive-authentication.ts';
import { portraitOf } from '#native/pcsc/portrait.ts';
import { aesSealing, SecureChannel, tripleDesSealing } from '#native/pcsc/secure-messaging.ts';
import { readPaceInfos } from '#native/pcsc/security-infos.ts';
import { createCountry, createSpecimen, specimenKey } from '#native/pcsc/virtual-passport/specimen.ts';
import { readDeviceInfo, readPidAnswer, readService } from '#native/rd-service/rd-xml.ts';
import { firstLink, nextLink } from '#native/sbi/hash-chain.ts';
import { captureAnswerSchema, discoverySchema, infoAnswerSchema } from '#native/sbi/sbi-wire.ts';
import { createDeviceKeys, signJws } from '#native/sbi/simulator/device-keys.ts';
import { verifyCapture } from '#native/sbi/verify-capture.ts';
import { previewPicture } from '#native/simulator/preview-picture.ts';
import { jsonOrNull, verifyJws } from '#native/trust/verify-jws.ts';
import { createFrameReader, frameLimits, writeFrame } from '#native/vendor-helper/frames.ts';
import {
  capturesSchema,
  devicesSchema,
  helloSchema,
  sayingSchema,
} from '#native/vendor-helper/helper-messages.ts';
import type { Chance } from '../chance.ts';
import type { FuzzedParser } from '../fuzz/parsers.ts';
import { strangeBytes, strangeText } from '../fuzz/strange-input.ts';

function mustHold(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const bent = (sample: Uint8Array, chance: Chance) => Buffer.from(strangeBytes(sample, chance));

/** In two pieces, as sockets and pipes give them. */
function inPieces(bytes: Buffer, chance: Chance): readonly Buffer[] {
  const cut = chance.below(bytes.length + 1);
  return [bytes.subarray(0, cut), bytes.subarray(cut)];
}

export function deviceDecoders(): readonly FuzzedParser[] {
  const now = new Date();
  return [
    ...httpDecoders(),
    ...sbiDecoders(now),
    ...rdDecoders(now),
    ...chipDecoders(now),
    ...readerDecoders(),
  ];
}

function httpDecoders(): FuzzedParser[] {
  const limits = { headBytes: 1_000, bodyBytes: 10_000 };
  const answers = [
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end',
  ].map((text) => Buffer.from(text));
  const part = Buffer.concat([Buffer.from('--b\r\nContent-Length: 260\r\n\r\n'), previewPicture(1)]);
  const preview = Buffer.concat([part, Buffer.from('\r\n'), part, Buffer.from('\r\n--b')]);
  return [
    {
      name: 'http-message',
      try(chance) {
        const reader = createMessageReader('response', limits);
        const fine = inPieces(bent(chance.pick(answers), chance), chance).every(
          (piece) => reader.push(piece).ok,
        );
        if (fine && reader.end().ok)
          mustHold(reader.message().body.length <= limits.bodyBytes, 'a body within its limit');
      },
    },
    {
      name: 'preview',
      try(chance) {
        let longest = 0;
        const reader = createMultipartReader(
          'b',
          5_000,
          (jpeg) => (longest = Math.max(longest, jpeg.length)),
        );
        for (const piece of inPieces(bent(preview, chance), chance)) reader.push(piece);
        mustHold(longest <= 5_000, 'a picture within its limit');
        boundaryOf(strangeText(chance));
      },
    },
  ];
}

function sbiDecoders(now: Date): FuzzedParser[] {
  const keys = createDeviceKeys(now);
  const trust = {
    roots: [keys.root],
    revoked: new Set<string>(),
    allowed: null,
    unknownDevices: 'refuse' as const,
  };
  const identity = { serialNo: 'S', make: 'M', model: 'N', type: 'Finger' as const };
  const digitalId = signJws(identity, keys.foundation, keys.issuer);
  const template = writeTemplate(generateImpression(generateFinger(1), 2));
  const payload = {
    digitalId,
    bioType: 'Finger',
    bioSubType: 'Left IndexFinger',
    env: 'Developer',
    purpose: 'Registration',
    bioValue: Buffer.from(template).toString('base64url'),
    transactionId: 'one',
    timestamp: now.toISOString(),
    qualityScore: 70,
  };
  const hash = nextLink(firstLink, template, 'hex');
  const terms = {
    trust,
    transactionId: 'one',
    usedTransactions: new Set<string>(),
    askedAt: now,
    now,
    purpose: 'Registration',
    env: 'Developer',
    identity,
    bioType: 'Finger' as const,
  };
  const signed = signJws(payload, keys.device, keys.issuer);
  const sound = Buffer.from(signed);
  // A trusted device that says strange things: signing is slow, so it has said them before.
  const strange = Array.from({ length: 150 }, (_, index) => {
    const names = Object.keys(payload);
    const values = [null, 17, '', [], {}, 'x'.repeat(5_000), '2026-13-45', -1];
    const name = names[index % names.length] ?? '';
    return signJws({ ...payload, [name]: values[index % values.length] }, keys.device, keys.issuer);
  });
  const answer = Buffer.from(
    JSON.stringify([
      {
        deviceId: '1',
        deviceStatus: 'Ready',
        digitalId,
        deviceInfo: signed,
        specVersion: ['0.9.5'],
        error: null,
      },
    ]),
  );
  const captured = Buffer.from(
    JSON.stringify({
      biometrics: [{ specVersion: '0.9.5', data: 'a.b.c', hash, error: { errorCode: '0' } }],
    }),
  );
  const parsed = (bytes: Buffer): unknown => jsonOrNull(bytes.toString('base64url'));
  return [
    {
      name: 'sbi-answers',
      try(chance) {
        const listed = parsed(bent(answer, chance));
        discoverySchema.safeParse(listed);
        infoAnswerSchema.safeParse(listed);
        const said = captureAnswerSchema.safeParse(parsed(bent(captured, chance)));
        mustHold(!said.success || said.data.biometrics.length <= 16, 'no more captures than fingers');
      },
    },
    {
      name: 'signed-answers',
      try(chance) {
        const bytes = bent(sound, chance);
        const read = verifyJws(bytes.toString('latin1'), trust, now);
        // The last letter of a signature has bits that mean nothing.
        const same = bytes.subarray(0, -1).equals(sound.subarray(0, -1));
        mustHold(!read.ok || same, 'nothing signed was changed');
      },
    },
    {
      name: 'sbi-captures',
      try(chance) {
        const data = chance.below(2) === 0 ? chance.pick(strange) : bent(sound, chance).toString('latin1');
        const link = chance.below(2) === 0 ? hash : strangeText(chance).slice(0, 200);
        const entry = {
          specVersion: '0.9.5',
          data,
          hash: link,
          sessionKey: chance.pick(['', 'key']),
          thumbprint: 'print',
          error: null,
        };
        const read = verifyCapture(entry, firstLink, { ...terms, sealed: chance.below(4) === 0 });
        if (read.ok) mustHold(read.value.attestation.transactionId === 'one', 'of this transaction');
      },
    },
  ];
}

function rdDecoders(now: Date): FuzzedParser[] {
  const sealedPart = 'A'.repeat(80);
  const mc = createDeviceKeys(now).device.certificate.raw.toString('base64');
  const info = `<DeviceInfo dpId="A" rdsId="B" rdsVer="1" dc="C" mi="D" mc="${mc}"/>`;
  const pid = Buffer.from(
    `<PidData><Resp errCode="0" qScore="71"/>${info}<Skey ci="1">${sealedPart}</Skey>` +
      `<Hmac>${sealedPart}</Hmac><Data type="X">${sealedPart}</Data></PidData>`,
  );
  const service = Buffer.from(
    '<RDService status="READY" info="finger"><Interface id="DEVICEINFO" path="/rd/info"/>' +
      '<Interface id="CAPTURE" path="/rd/capture"/></RDService>',
  );
  return [
    {
      name: 'rd-services',
      try(chance) {
        const read = readService(bent(service, chance));
        mustHold(read === null || /^\/[\w./-]*$/.test(read.capturePath), 'a path of this host');
      },
    },
    {
      name: 'rd-captures',
      try(chance) {
        const read = readPidAnswer(bent(pid, chance));
        mustHold(read === null || /^\d{1,4}$/.test(read.code), 'a code that is a number');
        mustHold(read?.quality === undefined || (read.quality ?? 0) <= 100, 'a quality up to 100');
      },
    },
    {
      name: 'rd-device-info',
      try(chance) {
        const read = readDeviceInfo(bent(Buffer.from(info), chance));
        mustHold(read === null || read.dc.length > 0, 'a device has its code');
      },
    },
  ];
}

function chipDecoders(now: Date): FuzzedParser[] {
  const country = createCountry(now);
  const specimen = createSpecimen(country, 300);
  const trust = {
    roots: [country.authority.certificate],
    revoked: new Set<string>(),
    allowed: null,
    unknownDevices: 'refuse' as const,
  };
  const cardAccess = Buffer.from('31143012060A04007F0007020204020202010202010D', 'hex');
  const [pace] = readPaceInfos(cardAccess);
  if (!pace) throw new Error('no PACE in the sample');
  const point = Buffer.from(
    '04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57' +
      '30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54',
    'hex',
  );
  const half = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16);
  const sessionKeys = { encryption: half('encryption'), mac: half('mac') };
  const sealings = [tripleDesSealing(sessionKeys), aesSealing(sessionKeys)];
  const secret = Buffer.from('what the chip said');
  const answers = sealings.map((sealing) =>
    new SecureChannel(sealing, 0n).sealAnswer({ data: secret, status: 0x9000 }),
  );
  const command = { header: [0x00, 0xb0, 0x00, 0x00], data: secret, expected: 4 } as const;
  const commands = sealings.map((sealing) => new SecureChannel(sealing, 0n).sealCommand(command));
  const keys = accessKeys(specimenKey);
  const token = sealed(keys, Buffer.alloc(32, 7));
  return [
    {
      name: 'ber',
      try(chance) {
        const all = readAll(bent(chance.pick([specimen.dg2, specimen.sod, cardAccess]), chance)) ?? [];
        for (const element of all) {
          oidText(element);
          for (const inner of readAll(element.value) ?? []) oidText(inner);
        }
      },
    },
    {
      name: 'portraits',
      try(chance) {
        const bytes = bent(specimen.dg2, chance);
        mustHold((portraitOf(bytes)?.bytes.length ?? 0) <= bytes.length, 'no more picture than file');
      },
    },
    {
      name: 'security-objects',
      try(chance) {
        const group = chance.below(4);
        const files = {
          dg1: group === 0 ? bent(specimen.dg1, chance) : specimen.dg1,
          dg2: group === 1 ? bent(specimen.dg2, chance) : specimen.dg2,
          sod: group > 1 ? bent(specimen.sod, chance) : specimen.sod,
        };
        const read = authenticate(files, trust, now);
        const same = files.dg1.equals(specimen.dg1) && files.dg2.equals(specimen.dg2);
        mustHold(!read.ok || same, 'nothing signed was changed');
      },
    },
    {
      name: 'card-access',
      try(chance) {
        for (const { bits } of readPaceInfos(bent(cardAccess, chance)))
          mustHold([128, 192, 256].includes(bits), 'a cipher that is spoken');
      },
    },
    {
      name: 'chip-points',
      try(chance) {
        const read = pointOf(pace, bent(point, chance));
        // Throws where it is no point of the curve.
        read?.assertValidity();
      },
    },
    {
      name: 'sealed-answers',
      try(chance) {
        const kind = chance.below(2);
        const [sealing, answer, order] = [sealings[kind], answers[kind], commands[kind]];
        if (!sealing || !answer || !order) throw new Error('two sealings');
        const said = new SecureChannel(sealing, 0n).openAnswer(bent(answer, chance));
        mustHold(said === null || said.data.equals(secret), 'nothing sealed was changed');
        const told = new SecureChannel(sealing, 0n).openCommand(bent(order, chance));
        mustHold(told === null || told.data?.equals(secret) === true, 'nothing sealed was changed');
        opened(keys, bent(token, chance));
      },
    },
  ];
}

const reportsOf = (lines: readonly ReportLine[]) =>
  lines.flatMap((line) => (line.kind === 'in' ? [Buffer.from(line.report, 'hex')] : []));

function readerDecoders(): FuzzedParser[] {
  const wedge = { make: 'A', model: 'B', vendorId: 1, productId: 1 } as const;
  const [barcode, card] = knownReaders;
  if (!barcode || !card) throw new Error('two known readers');
  const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n';
  const readers: readonly (readonly [ReportMap, readonly Buffer[]])[] = [
    [barcode, reportsOf(barcodeRecording('SPECIMEN'.repeat(20)))],
    [card, reportsOf(cardRecording(['%B1^A^99?', ';1=99?', null]))],
    [keyboardWedge({ ...wedge, reads: 'mrz' }), reportsOf(typedRecording(zone))],
    [keyboardWedge({ ...wedge, reads: 'text' }), reportsOf(typedRecording('ABC123\n'))],
    [fingerMap, reportsOf(fingerRecording())],
  ];
  const template = writeTemplate(generateImpression(generateFinger(3), 4));
  const picture = writeFingerPicture({
    position: 1,
    pxPerInch: 500,
    widthPx: 20,
    heightPx: 10,
    form: 'grey-8',
    data: new Uint8Array(200),
  });
  const device = { id: '1', make: 'A', model: 'B', serial: 'C' };
  const shown = { ...device, modality: 'finger', status: 'ready', canStream: true };
  const captures = [{ position: 'Left Thumb', format: 'iso-19794-2', quality: 50, bytes: template.length }];
  const frames = [
    writeFrame({ type: 'hello', protocol: 1, name: 'a', version: '1' }),
    writeFrame({ type: 'answer', id: 1, value: { devices: [shown] } }),
    writeFrame({ type: 'answer', id: 2, value: { transactionId: 'one', device, captures } }, template),
    writeFrame({ type: 'error', id: 3, kind: 'device-busy', code: 'V-1' }),
    writeFrame({ type: 'picture', id: 4 }, previewPicture(2)),
  ];
  const config = Buffer.from(
    JSON.stringify({
      trust: { revoked: ['ab'.repeat(32)], allowed: ['A/B'] },
      hid: { readers: [fingerMap] },
    }),
  );
  return [
    {
      name: 'hid-reports',
      try(chance) {
        const [map, reports] = chance.pick(readers);
        const assembler = createAssembler(map);
        const from = chance.below(3) === 0 ? chance.below(reports.length) : 0;
        // A window: a typed zone has hundreds of reports.
        for (const report of reports.slice(from, from + 40)) {
          const said = assembler.push(chance.below(6) === 0 ? bent(report, chance) : report);
          if (!said.ok) return;
          if (said.value) readWell(map, said.value);
        }
        const rest = assembler.pause();
        if (rest.ok && rest.value) readWell(map, rest.value);
      },
    },
    {
      name: 'templates',
      try(chance) {
        const bytes = strangeBytes(template, chance);
        const read = readTemplate(bytes);
        mustHold(!read.ok || read.value.minutiae.length * 6 <= bytes.length, 'no more minutiae than bytes');
      },
    },
    {
      name: 'finger-pictures',
      try(chance) {
        const bytes = strangeBytes(picture, chance);
        const read = readFingerPicture(bytes);
        mustHold(!read.ok || read.value.data.length < bytes.length, 'no more picture than bytes');
      },
    },
    {
      name: 'helper-frames',
      try(chance) {
        const reader = createFrameReader();
        const stream = Buffer.concat([bent(chance.pick(frames), chance), chance.pick(frames)]);
        for (const piece of inPieces(stream, chance)) {
          const read = reader.push(piece);
          for (const { head, body } of read.ok ? read.value : []) {
            mustHold(body.length <= frameLimits.bodyBytes, 'a body within its limit');
            helloSchema.safeParse(head);
            const said = sayingSchema.safeParse(head);
            if (!said.success || said.data.type !== 'answer') continue;
            devicesSchema.safeParse(said.data.value);
            capturesSchema.safeParse(said.data.value);
          }
        }
      },
    },
    {
      name: 'devices-config',
      try(chance) {
        const read = readDevicesConfig(bent(config, chance).toString('utf8'));
        mustHold(read.ok || read.error.at.length < 500, 'a place, and no more');
      },
    },
  ];
}

const maxTextBytes = 16_384;

function readWell(map: ReportMap, parts: Parameters<typeof decodeReading>[0]): void {
  const total = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const most = map.framing.kind === 'chunks' ? map.framing.maxBytes : maxTextBytes;
  mustHold(total <= most, 'a reading within its limit');
  const read = decodeReading(parts, map.decoder);
  mustHold(!read.ok || read.value.length > 0, 'something read');
}
