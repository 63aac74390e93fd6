// What every service of the bank stands on. Made once by createBank; nothing in the bank is global.
import type { Logger } from 'pino';
import type { BankEnvironment } from '#core/contract/bank/identity.ts';
import type { Clock } from './clock.ts';
import type { UidaiGateway } from './ekyc/uidai-gateway.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { MessageSender } from './message/message-sender.ts';
import type { RateRule } from './store/rate-limit.ts';
import type { Db } from './store/tables.ts';

export type BankLimits = {
  /** Per address. */
  readonly enrol: RateRule;
  readonly signIn: RateRule;
  readonly identityCheck: RateRule;
  /** Codes sent to one number. */
  readonly codesPerNumber: RateRule;
  /** Questions of one kiosk to UIDAI. */
  readonly ekyc: RateRule;
};

export const usualLimits: BankLimits = {
  enrol: { limit: 20, windowS: 60 },
  signIn: { limit: 30, windowS: 60 },
  identityCheck: { limit: 60, windowS: 60 },
  codesPerNumber: { limit: 6, windowS: 3600 },
  ekyc: { limit: 30, windowS: 60 },
};

export type BankContext = {
  readonly name: string;
  readonly environment: BankEnvironment;
  readonly db: Db;
  readonly keys: KeyRing;
  readonly now: Clock;
  readonly log: Logger;
  readonly limits: BankLimits;
  readonly sender: MessageSender;
  readonly uidai: UidaiGateway;
  /** SHA-256 of the models whose comparisons are believed. */
  readonly acceptedModels: ReadonlySet<string>;
};
