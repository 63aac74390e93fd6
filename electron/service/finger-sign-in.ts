// An officer known by a finger: enrolled while signed in by password, matched on this kiosk, with or without a line. It opens
// no locked vault, counts wrong tries with the passwords', and ends when the bank has not vouched for the officer for a week.
import type { Officer } from '#core/contract/bank/identity.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { captureQuality, chooseCapture, compareTemplates, mayStop } from '#core/biometrics/choose-capture.ts';
import type { OfficerId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { AuditAct, CachedOfficer } from '../port/case-store.ts';
import { wipe } from './devices/devices.ts';
import { oneCapture } from './devices/one-capture.ts';
import { refusalOfScanner, refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';
import type { WrongTries } from './wrong-tries.ts';

/** An officer the bank has let go must not stay in for ever where there is no line. */
const vouchedForMs = 7 * 24 * 60 * 60 * 1000;
const timeoutMs = 15_000;

export interface FingerSignIn {
  /** A scanner that can be used is connected now. */
  ready(): boolean;
  /** Of whoever is signed in, by password. */
  enrol(signal: AbortSignal | undefined): Promise<Result<null, Refusal>>;
  signIn(officerId: OfficerId, signal: AbortSignal | undefined): Promise<Result<Officer, Refusal>>;
}

interface SeenFinger {
  readonly quality: number | null;
  readonly template: Uint8Array;
}

/** Nobody needs them any more. */
const forget = (fingers: readonly SeenFinger[]) => fingers.forEach(({ template }) => template.fill(0));

type FingerVault = Pick<OpenVault, 'store' | 'officer' | 'signedInBy'>;
type FingerPorts = Pick<Ports, 'clock' | 'devices' | 'changes'>;

export function createFingerSignIn(
  ports: FingerPorts,
  session: { readonly open: FingerVault | null },
  wrongTries: WrongTries,
): FingerSignIn {
  const scanner = () =>
    ports.devices
      .view()
      .devices.find(({ modalities, health }) => modalities.includes('finger') && health === 'good') ?? null;

  /** One capture by a device that somebody vouches for, as what says yes or no. */
  async function captureOnce(signal: AbortSignal | undefined): Promise<Result<SeenFinger, Refusal>> {
    const device = scanner();
    if (!device) return err(refusalOfScanner({ kind: 'device-not-found' }));
    const captured = await ports.devices.capture(
      device.deviceId,
      oneCapture({ modality: 'finger', timeoutMs, requestedQuality: captureQuality.goodFrom }),
      signal,
    );
    if (!captured.ok) return err(refusalOfScanner(captured.error));
    const [capture] = captured.value;
    const isSigned = capture?.attestation.kind === 'signed';
    const template = isSigned ? await ports.devices.templateOf(capture) : null;
    wipe(captured.value);
    if (capture && template) return ok({ quality: capture.quality, template });
    // Nobody vouches for it, or it seals what it captures for somebody else: it can say nothing here.
    return err(
      refusalOfScanner({ kind: capture?.attestation.kind === 'none' ? 'not-signed' : 'not-supported' }),
    );
  }

  const actOf = (act: string, officerId: OfficerId): AuditAct => ({
    act,
    officerId,
    caseId: null,
    at: ports.clock.now(),
    facts: { by: 'finger' },
  });

  function keep(vault: FingerVault, cached: CachedOfficer, best: Uint8Array): Result<null, Refusal> {
    const finger = { template: Buffer.from(best).toString('base64'), at: ports.clock.now() };
    const saved = vault.store.saveOfficer(
      { ...cached, finger },
      actOf('officer.finger-enrolled', cached.officerId),
    );
    return saved.ok ? saved : err(refusalOfStore(saved.error));
  }

  return {
    ready: () => scanner() !== null,

    async enrol(signal) {
      const vault = session.open;
      const officerId = vault?.officer?.officerId;
      if (!vault || officerId === undefined) return err({ kind: 'not-signed-in' });
      if (vault.signedInBy !== 'password') return err({ kind: 'finger-needs-password' });
      const tries: SeenFinger[] = [];
      try {
        while (!mayStop(tries)) {
          const capture = await captureOnce(signal);
          if (!capture.ok) return capture;
          tries.push(capture.value);
        }
        const chosen = chooseCapture(tries);
        if (!chosen.ok)
          return err({
            kind: chosen.error.kind === 'quality-low' ? 'biometric-quality-low' : 'biometric-captures-differ',
          });
        const best = tries[chosen.value.best];
        // Half a likeness is enough for a bank to look again; it is not enough to let anybody in by.
        if (chosen.value.agreement !== 'match' || chosen.value.isPoor || !best)
          return err({ kind: 'biometric-quality-low' });
        // Looked up now: whoever signed in meanwhile enrols nobody else's finger.
        const cached = vault.officer?.officerId === officerId ? vault.store.officer(officerId) : null;
        return cached ? keep(vault, cached, best.template) : err({ kind: 'not-signed-in' });
      } finally {
        forget(tries);
      }
    },

    async signIn(officerId, signal) {
      const vault = session.open;
      if (!vault) return err({ kind: 'kiosk-locked' });
      if (!wrongTries.mayTry(officerId, ports.clock.now())) return err({ kind: 'officer-locked' });
      const cached = vault.store.officer(officerId);
      if (!cached) return err({ kind: 'officer-not-known-here' });
      if (!cached.finger) return err({ kind: 'finger-not-enrolled' });
      const sinceMs = Date.parse(ports.clock.now()) - Date.parse(cached.cachedAt);
      if (Math.abs(sinceMs) > vouchedForMs) return err({ kind: 'officer-needs-line' });
      const capture = await captureOnce(signal);
      if (!capture.ok) return capture;
      const { template: seen, quality } = capture.value;
      const template = Buffer.from(cached.finger.template, 'base64');
      const isGood = quality === null || quality >= captureQuality.goodFrom;
      const match = isGood ? compareTemplates(seen, template) : null;
      forget([capture.value]);
      template.fill(0);
      // A smudge is no try: nobody's finger was seen.
      if (!isGood) return err({ kind: 'biometric-quality-low' });
      // Closed, locked or taken by somebody else while the finger was on the scanner.
      if (session.open !== vault || vault.officer) return err({ kind: 'not-signed-in' });
      if (match?.outcome !== 'match') {
        const triesLeft = wrongTries.wrong(officerId, ports.clock.now());
        const told = vault.store.audit(actOf('officer.finger-refused', officerId));
        return told.ok ? err({ kind: 'finger-wrong', triesLeft }) : err(refusalOfStore(told.error));
      }
      const written = vault.store.audit(actOf('officer.signed-in', officerId));
      if (!written.ok) return err(refusalOfStore(written.error));
      wrongTries.clear(officerId);
      const officer: Officer = { officerId, name: cached.name, role: cached.role };
      vault.officer = officer;
      vault.signedInBy = 'finger';
      ports.changes.kiosk();
      return ok(officer);
    },
  };
}
