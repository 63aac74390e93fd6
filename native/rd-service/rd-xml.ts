// Reads what a registered-device service says, as far as the kiosk may: never the sealed parts of a PidData, which are
// cut out of the bytes before anything becomes text. Document types, and with them entities, are refused.
import { DOMParser, type Element } from '@xmldom/xmldom';
import { z } from 'zod';
import type { DeviceStatus, Modality } from '#electron/port/scanner.ts';

const maxReadableBytes = 65_536;
const sealedParts = ['Skey', 'Hmac', 'Data'] as const;

const short = z.string().max(4096);
const deviceInfoSchema = z.object({
  dpId: short.min(1),
  rdsId: short,
  rdsVer: short,
  dc: short.min(1),
  mi: short.min(1),
  mc: z.string().max(32_768),
});
export type RdDeviceInfo = z.infer<typeof deviceInfoSchema>;

const statuses: Readonly<Record<string, DeviceStatus>> = {
  READY: 'ready',
  USED: 'busy',
  NOTREADY: 'not-ready',
};

export interface RdService {
  readonly status: DeviceStatus;
  readonly infoPath: string;
  readonly capturePath: string;
  readonly modality: Modality;
}

/** Paths are used as they are told, so long as they are paths. */
export function readService(body: Buffer): RdService | null {
  const root = elementOf(body, 'RDService');
  if (!root) return null;
  const status = statuses[root.getAttribute('status')?.toUpperCase() ?? ''];
  const paths = new Map(
    [...root.getElementsByTagName('Interface')].map((element) => [
      element.getAttribute('id') ?? '',
      pathOf(element.getAttribute('path') ?? ''),
    ]),
  );
  const infoPath = paths.get('DEVICEINFO');
  const capturePath = paths.get('CAPTURE');
  if (!status || !infoPath || !capturePath) return null;
  const said = (root.getAttribute('info') ?? '').toLowerCase();
  const modality = said.includes('iris') ? 'iris' : said.includes('face') ? 'face' : 'finger';
  return { status, infoPath, capturePath, modality };
}

/** Some services write their own address before the path. */
function pathOf(written: string): string | null {
  const path = written.replace(/^https?:\/\/(127\.0\.0\.1|localhost):\d{1,5}(?=\/)/, '');
  return /^\/[\w./-]{0,200}$/.test(path) ? path : null;
}

export function readDeviceInfo(body: Buffer): RdDeviceInfo | null {
  return deviceInfoOf(elementOf(body, 'DeviceInfo'));
}

export interface PidAnswer {
  /** '0' for success. */
  readonly code: string;
  readonly quality: number | null;
  readonly device: RdDeviceInfo | null;
  /** All three sealed parts are there and not empty. */
  readonly whole: boolean;
}

export function readPidAnswer(body: Buffer): PidAnswer | null {
  const { shown, whole } = withoutSealed(body);
  const root = elementOf(shown, 'PidData');
  const [resp] = root ? [...root.getElementsByTagName('Resp')] : [];
  const code = resp?.getAttribute('errCode') ?? '';
  if (!root || !resp || !/^\d{1,4}$/.test(code)) return null;
  const scores = (resp.getAttribute('qScore') ?? '')
    .split(',')
    .filter((score) => /^\d{1,3}$/.test(score.trim()))
    .map(Number);
  const [info] = [...root.getElementsByTagName('DeviceInfo')];
  return {
    code: String(Number(code)),
    // Of several fingers the worst counts.
    quality: scores.length > 0 ? Math.min(100, ...scores) : null,
    device: deviceInfoOf(info ?? null),
    whole,
  };
}

/** What lies between the sealed parts is copied, they themselves never: whoever overwrites the body has overwritten them. */
function withoutSealed(body: Buffer): { shown: Buffer; whole: boolean } {
  const cuts = sealedParts.flatMap((name) => {
    const start = body.indexOf(`<${name}`);
    const from = start < 0 ? -1 : body.indexOf('>', start) + 1;
    const to = from <= 0 ? -1 : body.indexOf(`</${name}>`, from);
    return to > from ? [{ from, to }] : [];
  });
  const shown: Buffer[] = [];
  let at = 0;
  for (const { from, to } of cuts.toSorted((a, b) => a.from - b.from)) {
    // One inside another is cut with it.
    if (to <= at) continue;
    shown.push(body.subarray(at, Math.max(at, from)));
    at = to;
  }
  return { shown: Buffer.concat([...shown, body.subarray(at)]), whole: cuts.length === sealedParts.length };
}

function deviceInfoOf(element: Element | null): RdDeviceInfo | null {
  if (!element) return null;
  const named = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
  const parsed = deviceInfoSchema.safeParse(named);
  return parsed.success ? parsed.data : null;
}

/** The document's root, if it has this name. */
function elementOf(body: Buffer, name: string): Element | null {
  if (body.length > maxReadableBytes) return null;
  const text = body
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/<!/.test(text)) return null;
  try {
    const parser = new DOMParser({
      onError(level, message) {
        if (level !== 'warning') throw new Error(message);
      },
    });
    const root = parser.parseFromString(text, 'text/xml').documentElement;
    return root?.tagName === name ? root : null;
  } catch {
    return null;
  }
}
