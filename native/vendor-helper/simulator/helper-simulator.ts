// A vendor's helper without a vendor: run as a child process, it speaks the real frames over its stdio and obeys a file
// that a test writes (`--control FILE`), or plays back a recording (`--replay FILE`). Misbehaves on order.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { generateFinger, generateImpression } from '#core/biometrics/generate-finger.ts';
import { writeTemplate } from '#core/biometrics/minutiae-template.ts';
import { previewPicture } from '../../simulator/preview-picture.ts';
import { createFrameReader, writeFrame, type Frame } from '../frames.ts';
import { helperLineSchema } from '../record-helper.ts';
import { controlSchema, type HelperControl } from './helper-control.ts';

const { values } = parseArgs({ options: { control: { type: 'string' }, replay: { type: 'string' } } });

const askSchema = z.object({
  type: z.enum(['hello', 'ask', 'stop']),
  id: z.int().default(0),
  verb: z.string().default(''),
  request: z
    .object({
      transactionId: z.string(),
      positions: z.array(z.string()),
      count: z.int(),
      timeoutMs: z.number(),
    })
    .optional(),
});
type Ask = z.infer<typeof askSchema>;

const control = (): HelperControl =>
  controlSchema.parse(values.control === undefined ? {} : JSON.parse(readFileSync(values.control, 'utf8')));

const device = (serial = 'H1') => ({
  id: 'finger-1',
  make: 'Pravesh',
  model: 'Helper Twin',
  serial,
  modality: 'finger',
  status: 'ready',
  canStream: true,
});

const write = (bytes: Uint8Array) => process.stdout.write(bytes);
const send = (head: unknown, body?: Uint8Array) => write(writeFrame(head, body));
const running = new Map<number, NodeJS.Timeout>();
let capturing: number | null = null;

function stopped(id: number): void {
  clearTimeout(running.get(id));
  running.delete(id);
  if (capturing === id) capturing = null;
  send({ type: 'error', id, kind: 'aborted' });
}

function captured({ id, request }: Ask, { fault }: HelperControl): void {
  const asked = request?.positions ?? [];
  const count = request?.count ?? 1;
  const records = Array.from({ length: count }, (_, index) => ({
    position: asked[index] ?? '',
    bytes: writeTemplate({ ...generateImpression(generateFinger(90 + index), index), quality: 71 }),
  }));
  const body = Buffer.concat(records.map(({ bytes }) => bytes));
  const value = {
    transactionId: fault === 'wrong-transaction' ? 'another' : request?.transactionId,
    device: device(fault === 'changed-identity' ? 'H2' : 'H1'),
    captures: records.map(({ position, bytes }) => ({
      position,
      format: 'iso-19794-2',
      quality: 71,
      bytes: fault === 'lies-short' ? bytes.length - 9 : bytes.length,
    })),
  };
  const whole = writeFrame({ type: 'answer', id, value }, body);
  if (fault === 'gone-in-the-middle') write(whole.subarray(0, whole.length / 2));
  if (fault === 'gone-in-the-middle') setTimeout(() => process.exit(3), 10);
  else if (fault === 'half-closed') process.stdout.end(whole.subarray(0, whole.length / 2));
  else write(whole);
}

function flood(): void {
  const picture = writeFrame({ type: 'picture', id: 9_999 }, previewPicture(1));
  const go = () => {
    for (let count = 0; count < 50; count += 1) write(picture);
    setImmediate(go);
  };
  go();
}

function capture(ask: Ask): void {
  const told = control();
  const { fault } = told;
  if (fault === 'malformed') write(Buffer.from('\0\0\0\x0c\0\0\0\x08{"<xml>}'));
  else if (fault === 'lies-long') write(Buffer.from('7fffffff00000010', 'hex'));
  else if (fault === 'floods') flood();
  else if (fault === 'slow') return;
  else if (!told.plugged) send({ type: 'error', id: ask.id, kind: 'device-gone' });
  else if (!told.ready) send({ type: 'error', id: ask.id, kind: 'device-not-ready' });
  else if (capturing !== null) send({ type: 'error', id: ask.id, kind: 'device-busy' });
  else if (told.error !== null) send({ type: 'error', id: ask.id, kind: told.error, code: 'V-17' });
  else {
    capturing = ask.id;
    const done = () => {
      running.delete(ask.id);
      capturing = null;
      captured(ask, told);
    };
    running.set(ask.id, setTimeout(done, told.delayMs));
  }
}

function stream({ id }: Ask): void {
  let frame = 0;
  const next = () => {
    send({ type: 'picture', id }, previewPicture(frame));
    frame += 1;
    running.set(id, setTimeout(next, 30));
  };
  next();
}

function obey(ask: Ask): void {
  if (ask.type === 'stop') stopped(ask.id);
  else if (ask.verb === 'devices') {
    const { plugged, ready } = control();
    const devices = plugged ? [{ ...device(), status: ready ? 'ready' : 'not-ready' }] : [];
    send({ type: 'answer', id: ask.id, value: { devices } });
  } else if (ask.verb === 'info')
    send({ type: 'answer', id: ask.id, value: { firmware: '1.0', serviceVersion: '1.0' } });
  else if (ask.verb === 'capture') capture(ask);
  else if (ask.verb === 'stream') stream(ask);
}

/** The answers that were recorded, in their order, to whatever is asked; afterwards it goes. */
function player(file: string): (ask: Ask) => void {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => helperLineSchema.parse(JSON.parse(line)))
    .filter(({ direction, head }) => direction === 'from' && head['type'] !== 'hello');
  return ({ type, id }) => {
    if (type !== 'ask') return;
    const line = lines.shift();
    if (!line) process.exit(4);
    send({ ...line.head, id }, Buffer.from(line.body, 'base64'));
  };
}

const reader = createFrameReader();
const play = values.replay === undefined ? obey : player(values.replay);
const { greeting } = control();
if (greeting === 'crash') process.exit(5);
if (greeting === 'garbage') write(Buffer.from('Vendor library 7.1 loaded\n'));
if (greeting === 'sound' || greeting === 'old')
  send({ type: 'hello', protocol: greeting === 'old' ? 0 : 1, name: 'simulator', version: '1.0' });

process.stdin.on('data', (chunk: Buffer) => {
  const frames = reader.push(chunk);
  for (const frame of frames.ok ? frames.value : ([] as readonly Frame[])) {
    const ask = askSchema.parse(frame.head);
    if (ask.type !== 'hello') play(ask);
  }
});
// The kiosk has gone: so does the helper.
process.stdin.on('end', () => process.exit(0));
process.stdout.on('error', () => process.exit(0));
