// The token each request carries: signed by the device, for one method and path, two minutes at most, used once.
import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { deviceTokenAudience, deviceTokenLifeS } from '#core/contract/bank/identity.ts';
import type { Enrolment } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';

export interface DeviceTokens {
  make(method: string, path: string): Promise<string>;
  /**
   * The bank told its time: tokens follow it from now on, so that a kiosk whose clock was set wrong still reaches the
   * bank. The clock itself, and what it wrote into records, stay as they are.
   */
  followBankTime(bankTimeMs: number): void;
}

export function createDeviceTokens(
  enrolment: Pick<Enrolment, 'kioskId' | 'deviceKey'>,
  clock: Clock,
): DeviceTokens {
  const key = createPrivateKey(enrolment.deviceKey);
  const nowMs = (): number => Date.parse(clock.now());
  let aheadMs = 0;
  return {
    make(method, path) {
      const iat = Math.floor((nowMs() + aheadMs) / 1000);
      return new SignJWT({ htm: method, htu: path })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: enrolment.kioskId })
        .setIssuer(enrolment.kioskId)
        .setAudience(deviceTokenAudience)
        .setIssuedAt(iat)
        .setExpirationTime(iat + deviceTokenLifeS)
        .setJti(randomUUID())
        .sign(key);
    },
    followBankTime(bankTimeMs) {
      aheadMs = bankTimeMs - nowMs();
    },
  };
}
