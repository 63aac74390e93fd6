// The order for a capture, in the words of UIDAI's registered devices (PidOptions 1.0).
import type { CaptureRequest } from '#electron/port/scanner.ts';

export interface PidTerms {
  /** Production, pre-production, staging. */
  readonly env: 'P' | 'PP' | 'S';
  /** Binds the capture to an eKYC request; empty for authentication. */
  readonly wadh: string;
}

/** 2 asks for template and picture; services before 2.0 know 0 and 1 only. */
export function pidOptions(request: CaptureRequest, terms: PidTerms, fType: 0 | 2): string {
  const count = (modality: CaptureRequest['modality']) => (request.modality === modality ? request.count : 0);
  const attributes = {
    fCount: count('finger'),
    fType: request.modality === 'finger' ? fType : '',
    iCount: count('iris'),
    pCount: count('face'),
    pgCount: request.modality === 'face' ? 1 : 0,
    format: 0,
    pidVer: '2.0',
    timeout: request.timeoutMs,
    pTimeout: Math.max(20_000, request.timeoutMs),
    wadh: terms.wadh,
    otp: '',
    posh: posh(request.positions),
    env: terms.env,
  };
  const written = Object.entries(attributes)
    .filter(([name, value]) => name !== 'fType' || value !== '')
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(' ');
  return `<?xml version="1.0"?><PidOptions ver="1.0"><Opts ${written}/><CustOpts/></PidOptions>`;
}

const poshNames = new Set([
  'LEFT_IRIS',
  'RIGHT_IRIS',
  'LEFT_INDEX',
  'LEFT_LITTLE',
  'LEFT_MIDDLE',
  'LEFT_RING',
  'LEFT_THUMB',
  'RIGHT_INDEX',
  'RIGHT_LITTLE',
  'RIGHT_MIDDLE',
  'RIGHT_RING',
  'RIGHT_THUMB',
]);

/** 'Left IndexFinger' as asked of every scanner is LEFT_INDEX here; what the specification does not name is not sent. */
function posh(positions: readonly string[]): string {
  const names = positions.map((position) =>
    position
      .replace(/Finger$/, '')
      .trim()
      .replaceAll(/\s+/g, '_')
      .toUpperCase(),
  );
  return names.length > 0 && names.every((name) => poshNames.has(name)) ? names.join(',') : 'UNKNOWN';
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
