// What the error codes of UIDAI's registered-device services mean for the kiosk (registered devices specification 2.0).
import type { ScannerFailureKind } from '#electron/port/scanner-failure.ts';

export const rdCodes: Readonly<Record<string, ScannerFailureKind>> = {
  '100': 'request-refused',
  '110': 'request-refused',
  '120': 'request-refused',
  '130': 'request-refused',
  '140': 'request-refused',
  '150': 'request-refused',
  '160': 'request-refused',
  '170': 'request-refused',
  '180': 'request-refused',
  '190': 'request-refused',
  '200': 'request-refused',
  '210': 'request-refused',
  '700': 'capture-timeout',
  '710': 'device-busy',
  '720': 'device-not-ready',
  '730': 'device-failed',
  '740': 'device-not-registered',
  '750': 'nothing-on-sensor',
  '760': 'nothing-on-sensor',
  '770': 'request-refused',
  '999': 'device-failed',
};

export function kindOfRdCode(code: string): ScannerFailureKind {
  return rdCodes[code] ?? 'device-failed';
}
