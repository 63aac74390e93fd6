// Everything that can go wrong with a device, as one closed list: what the kiosk does next, and which message is shown.
// A device's own code travels beside the kind for the record; no code and no message carries data of a person.
import type { ScannerMessage } from '#core/contract/kiosk/device-view.ts';

/** What the kiosk does next. */
export type ScannerOutcome =
  /** The person does it once more, as the message says. */
  | 'again'
  /** The kiosk asks the device again by itself. */
  | 'wait'
  /** Staff look at the device: plug, wake, clean, restart. */
  | 'staff'
  /** The result is not used, and the event goes to the record: somebody may be lying. */
  | 'refuse'
  /** Nothing: it was asked for. */
  | 'stop';

interface FailureRow {
  readonly outcome: ScannerOutcome;
  readonly message: ScannerMessage;
}

const row = (outcome: ScannerOutcome, message: ScannerMessage): FailureRow => ({ outcome, message });

export const scannerFailures = {
  aborted: row('stop', 'aborted'),

  'device-not-found': row('staff', 'deviceNotFound'),
  'device-gone': row('staff', 'deviceGone'),
  'device-busy': row('wait', 'deviceBusy'),
  'device-not-ready': row('wait', 'deviceNotReady'),
  'device-not-registered': row('staff', 'deviceNotRegistered'),
  'device-tampered': row('refuse', 'deviceTampered'),
  'device-failed': row('staff', 'deviceFailed'),
  'driver-unavailable': row('staff', 'driverUnavailable'),
  /** The devices' process ended in the middle; it is started again by itself. */
  'driver-ended': row('again', 'driverEnded'),
  /** It ended too often, and is left alone for a while. */
  'drivers-resting': row('staff', 'driversResting'),

  'capture-timeout': row('again', 'captureTimeout'),
  'nothing-on-sensor': row('again', 'nothingOnSensor'),
  'wrong-orientation': row('again', 'wrongOrientation'),
  'card-removed': row('again', 'cardRemoved'),
  'request-refused': row('staff', 'requestRefused'),
  'not-supported': row('staff', 'notSupported'),

  'answer-malformed': row('staff', 'answerMalformed'),
  'answer-too-large': row('staff', 'answerTooLarge'),
  'answer-late': row('staff', 'answerLate'),
  'channel-broken': row('staff', 'channelBroken'),

  'other-transaction': row('refuse', 'otherTransaction'),
  'answer-stale': row('refuse', 'answerStale'),
  'answer-replayed': row('refuse', 'answerReplayed'),
  'hash-chain-broken': row('refuse', 'hashChainBroken'),
  'not-signed': row('refuse', 'notSigned'),
  'signature-wrong': row('refuse', 'signatureWrong'),
  'certificate-unknown': row('refuse', 'certificateUnknown'),
  'certificate-expired': row('refuse', 'certificateExpired'),
  'certificate-revoked': row('refuse', 'certificateRevoked'),
  'device-not-allowed': row('refuse', 'deviceNotAllowed'),
  'identity-changed': row('refuse', 'identityChanged'),

  'access-denied': row('again', 'accessDenied'),
  'document-altered': row('refuse', 'documentAltered'),
  'issuer-unknown': row('refuse', 'issuerUnknown'),
} as const satisfies Record<string, FailureRow>;

export type ScannerFailureKind = keyof typeof scannerFailures;

export interface ScannerFailure {
  readonly kind: ScannerFailureKind;
  /** The device's or library's own code, as it came: digits and letters only. */
  readonly code?: string;
}

export const outcomeOf = (failure: ScannerFailure): ScannerOutcome => scannerFailures[failure.kind].outcome;
/** The key of its text, `scanner.…`. */
export const messageOf = (failure: ScannerFailure): string => `scanner.${shownAs(failure)}`;
export const shownAs = (failure: ScannerFailure): ScannerMessage => scannerFailures[failure.kind].message;
