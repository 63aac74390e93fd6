// Enrols a kiosk at a running bank as the setup screen does, and gives what the kiosk then keeps.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { TestKiosk } from '#bank/testing/test-kiosk.ts';
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import type { BankIdentity } from '#core/contract/bank/identity.ts';
import type { Result } from '#core/kernel/result.ts';
import { parseEnrolmentCode } from '#core/outbox/enrolment-code.ts';
import { createOpenBank } from '#electron/adapter/bank-link/open-bank.ts';
import type { Enrolment } from '#electron/port/case-store.ts';

export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}

export interface EnrolledKiosk {
  readonly enrolment: Enrolment;
  readonly identity: BankIdentity;
  readonly catalogue: Catalogue;
}

/** The kiosk as the bank's own tests know it: makes case files and requests of its own. */
export function knownKiosk({ enrolment, identity }: Omit<EnrolledKiosk, 'catalogue'>): TestKiosk {
  return new TestKiosk({
    url: enrolment.bankUrl,
    key: createPrivateKey(enrolment.deviceKey),
    enrolment: { ...enrolment },
    bank: identity,
    simulated: enrolment.simulated,
    now: () => new Date(),
  });
}

export async function enrolKiosk(codeText: string): Promise<EnrolledKiosk> {
  const code = valueOf(parseEnrolmentCode(codeText));
  const open = createOpenBank();
  const identity = valueOf(await open.identity(code));
  const pair = generateKeyPairSync('ed25519');
  const reply = valueOf(
    await open.enrol(code, {
      token: code.token,
      deviceKey: pair.publicKey.export({ format: 'jwk' }).x ?? '',
      name: 'Fault kiosk',
      shell: 'browser',
      simulated: true,
      appVersion: '0.0.0',
    }),
  );
  const enrolment: Enrolment = {
    ...reply,
    bankUrl: code.url,
    bankSigningKey: identity.signingKey,
    bankSealingKey: { keyId: identity.sealingKey.keyId, publicKey: identity.sealingKey.publicKey },
    deviceKey: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    simulated: true,
  };
  return { enrolment, identity, catalogue: await knownKiosk({ enrolment, identity }).catalogue() };
}
