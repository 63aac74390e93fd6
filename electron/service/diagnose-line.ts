// "No line" taken apart: each layer is looked at in turn, from this machine outwards, until one does not carry.
import {
  lineLayers,
  type LayerStanding,
  type LineCause,
  type LineDiagnosis,
  type LineLayer,
} from '#core/contract/kiosk/line-diagnosis.ts';
import { unreachable, type Result } from '#core/kernel/result.ts';
import type { BankLink, LinkFailure } from '../port/bank-link.ts';
import type { Clock } from '../port/clock.ts';
import type { LineProbe } from '../port/line-probe.ts';
import type { Schedule } from '../port/schedule.ts';

/** As the bank's own leeway for tokens: beyond it the bank refuses, and the clock is to be set. */
const clockLeewayMs = 15_000;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

export interface LineParts {
  readonly probe: LineProbe;
  readonly link: Pick<BankLink, 'identity' | 'catalogue'>;
  readonly clock: Clock;
  readonly schedule: Pick<Schedule, 'elapsedMs'>;
}

/** Null: the layer carries. `not-needed`: there is nothing to look at here. */
type Look = () => Promise<LineCause | null | 'not-needed'>;

function bankCause(failure: LinkFailure): LineCause {
  switch (failure.kind) {
    case 'no-line':
      return 'bank-silent';
    case 'bank-mismatch':
      return 'bank-other';
    case 'bank-answer-unreadable':
      return 'bank-not';
    case 'bank-failed':
    case 'later':
    case 'clock-wrong':
    case 'device-refused':
    case 'refused':
      return 'bank-failed';
    default:
      return unreachable(failure);
  }
}

/** What the bank says to this device, once it is known to be the bank and the clock to be right. */
function deviceCause(answer: Result<unknown, LinkFailure>): LineCause | null {
  if (answer.ok || answer.error.kind === 'bank-answer-unreadable') return null;
  if (answer.error.kind === 'device-refused' || answer.error.kind === 'refused') return 'device-refused';
  // The token is judged by the bank's clock; it stood well a moment ago.
  return answer.error.kind === 'clock-wrong' ? 'clock-behind' : bankCause(answer.error);
}

export async function diagnoseLine(parts: LineParts, bankUrl: string): Promise<LineDiagnosis> {
  const { probe, link, clock, schedule } = parts;
  const url = new URL(bankUrl);
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  const isHere = loopback.has(url.hostname);
  const isSecure = url.protocol === 'https:';
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  let bankTime: string | null = null;
  let asDevice: Result<unknown, LinkFailure> | null = null;

  const looks: Readonly<Record<LineLayer, Look>> = {
    network: () => (isHere ? Promise.resolve('not-needed') : probe.network()),
    name: () => (isHere ? Promise.resolve('not-needed') : probe.name(host)),
    connection: () => probe.connection(host, port),
    certificate: () => (isSecure ? probe.certificate(host, port) : Promise.resolve('not-needed')),
    async bank() {
      const identity = await link.identity();
      if (!identity.ok) return bankCause(identity.error);
      bankTime = identity.value.time;
      return null;
    },
    clock() {
      const behindMs = bankTime === null ? 0 : Date.parse(bankTime) - Date.parse(clock.now());
      const cause = behindMs > 0 ? 'clock-behind' : 'clock-ahead';
      return Promise.resolve(Math.abs(behindMs) > clockLeewayMs ? cause : null);
    },
    async enrolment() {
      asDevice = await link.catalogue();
      return deviceCause(asDevice);
    },
    schema: () => Promise.resolve(asDevice?.ok === true ? null : 'answer-unreadable'),
  };

  const layers: LayerStanding[] = [];
  let isBroken = false;
  for (const layer of lineLayers) {
    if (isBroken) {
      layers.push({ layer, outcome: 'not-reached', cause: null, ms: null });
      continue;
    }
    const beganMs = schedule.elapsedMs();
    const found = await looks[layer]();
    if (found === 'not-needed') {
      layers.push({ layer, outcome: 'not-needed', cause: null, ms: null });
      continue;
    }
    const ms = Math.max(0, Math.round(schedule.elapsedMs() - beganMs));
    layers.push({ layer, outcome: found === null ? 'good' : 'bad', cause: found, ms });
    // A wrong clock is told, and what lies behind it looked at all the same: tokens follow the bank's time.
    isBroken = found !== null && layer !== 'clock';
  }
  return { at: clock.now(), layers };
}
