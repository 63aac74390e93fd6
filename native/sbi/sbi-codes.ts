// What the error codes of MOSIP's secure biometric interface mean for the kiosk. A code that is not listed is the
// device's own trouble, never a success.
import type { ScannerFailureKind } from '#electron/port/scanner-failure.ts';

export const sbiCodes: Readonly<Record<string, ScannerFailureKind>> = {
  '100': 'device-not-registered',
  '101': 'nothing-on-sensor',
  '102': 'device-failed',
  '103': 'device-tampered',
  '104': 'device-failed',
  '105': 'wrong-orientation',
  '106': 'device-not-found',
  '107': 'certificate-expired',
  '108': 'device-not-registered',
  '109': 'not-supported',
  '110': 'device-not-ready',
  '111': 'device-busy',
  '500': 'request-refused',
  '501': 'request-refused',
  '502': 'request-refused',
  '551': 'request-refused',
  '601': 'device-not-found',
  '602': 'device-not-found',
  '701': 'capture-timeout',
  '703': 'device-busy',
  '705': 'not-supported',
  '709': 'not-supported',
  '710': 'request-refused',
};

export function kindOfSbiCode(code: string): ScannerFailureKind {
  return sbiCodes[code] ?? 'device-failed';
}
