// Enrolment, sign-in and sign-out: opens the vault, knows the officer with a line and without one.
import { generateKeyPairSync } from 'node:crypto';
import type { BankIdentity, EnrolmentCode, EnrolReply, Officer } from '#core/contract/bank/identity.ts';
import { readRecoveryKey } from '#core/contract/bank/recovery-key.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { OfficerId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { parseEnrolmentCode } from '#core/outbox/enrolment-code.ts';
import { mayStillSignInOffline } from '#core/outbox/offline-sign-in.ts';
import { defaultRetention } from '#core/outbox/retention.ts';
import type { BankLink } from '../port/bank-link.ts';
import type { Enrolment } from '../port/case-store.ts';
import type { UnlockSecret } from '../port/key-store.ts';
import { holdPictures } from './held-pictures.ts';
import { createInTurn } from './in-turn.ts';
import { refusalOfKeyStore, refusalOfLink, refusalOfStore } from './refusal-of.ts';
import { tellingLink } from './sync/telling-link.ts';
import { escrowKey, settleKey } from './vault-key.ts';
import type { OpenVault, Ports, VaultSession } from './vault-session.ts';
import type { WrongTries } from './wrong-tries.ts';

export interface Access {
  state(): Promise<'unenrolled' | 'locked' | 'ready'>;
  /** Once, at the start; a kiosk whose system gives no admitted credential stays locked. */
  openUnattended(): Promise<string>;
  enrol(code: string, secret: UnlockSecret): Promise<Result<Officer, Refusal>>;
  signIn(secret: UnlockSecret): Promise<Result<Officer, Refusal>>;
  /** Opens a locked kiosk by its recovery key and makes a new vault for this officer; then signs in. */
  recover(recoveryKey: string, secret: UnlockSecret): Promise<Result<Officer, Refusal>>;
  signOut(): void;
}

/** Raw 32-byte Ed25519 public key of a fresh pair, and its private half as PKCS#8 PEM. */
function makeDeviceKey(): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync('ed25519');
  const jwk = pair.publicKey.export({ format: 'jwk' });
  return {
    publicKey: jwk.x ?? '',
    privateKey: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** The same link; a signed moment in the bank's answer is told. */
function hearingTime(link: BankLink, heard: (bankTime: Instant) => void): BankLink {
  return {
    ...link,
    async identity() {
      const answer = await link.identity();
      if (answer.ok && answer.value.timeWord !== undefined) heard(answer.value.time);
      return answer;
    },
  };
}

export function createAccess(ports: Ports, session: VaultSession, wrongTries: WrongTries): Access {
  /** Tokens serve once: when the officer's password was mistyped after it, the next try goes on from here. */
  let welcomed: { readonly token: string; readonly enrolment: Enrolment } | null = null;

  function audit(vault: OpenVault, act: string, officerId: OfficerId): Result<null, Refusal> {
    const written = vault.store.audit({ act, officerId, caseId: null, at: ports.clock.now(), facts: {} });
    return written.ok ? written : err(refusalOfStore(written.error));
  }

  async function connect(vault: OpenVault, enrolment: Enrolment): Promise<void> {
    const link = hearingTime(ports.connectBank(enrolment), (time) => vault.upkeep.heardTime(time));
    const stored = vault.store.catalogue();
    vault.catalogue = stored === null ? null : await link.readCatalogue(stored);
    ports.devices.useLists(vault.catalogue?.lists ?? null);
    const sync = ports.startSync({
      store: vault.store,
      link,
      onCatalogue: (catalogue) => {
        vault.catalogue = catalogue;
        ports.devices.useLists(catalogue.lists ?? null);
        ports.changes.kiosk();
      },
      onSealingKey: (key) => keepSealingKey(vault, key),
      onLine: () => ports.changes.kiosk(),
      onCase: (caseId) => ports.changes.case(caseId),
    });
    // People's own calls tell the worker how the line stands; the worker's own it knows already.
    const told = tellingLink(link, (answer) => sync.heard(answer));
    vault.line = { enrolment, link: told, sync };
  }

  /** Seals to another key from now on; what is sealed already stays as it is, and the bank opens it still. */
  function keepSealingKey(vault: OpenVault, key: Enrolment['bankSealingKey']): void {
    const { line } = vault;
    if (!line || line.enrolment.bankSealingKey.publicKey === key.publicKey) return;
    const enrolment = { ...line.enrolment, bankSealingKey: key };
    const saved = vault.store.saveEnrolment(enrolment, {
      act: 'bank.sealing-key-changed',
      officerId: null,
      caseId: null,
      at: ports.clock.now(),
      facts: { keyId: key.keyId },
    });
    // Not kept now, it is told again with the next look.
    if (!saved.ok) return;
    vault.line = { ...line, enrolment };
    void escrowKey(ports, vault, enrolment);
  }

  async function openVault(secret: UnlockSecret, mayCreate: boolean): Promise<Result<OpenVault, Refusal>> {
    if (session.open) return ok(session.open);
    const isNew = !(await ports.keyStore.exists());
    if (isNew && !mayCreate) return err({ kind: 'kiosk-not-enrolled' });
    const key = isNew ? await ports.keyStore.create(secret) : await ports.keyStore.unlock(secret);
    if (!key.ok) return err(refusalOfKeyStore(key.error));
    const settled = isNew ? key : await settleKey(ports, key.value);
    return settled.ok ? openUnder(settled.value) : settled;
  }

  /** `act`: what is written down of the opening before anything else is done; where it cannot be, nothing is opened. */
  async function openUnder(masterKey: Uint8Array, act?: string): Promise<Result<OpenVault, Refusal>> {
    const store = ports.openStore({ dataDir: ports.dataDir, masterKey });
    if (!store.ok) return err(refusalOfStore(store.error));
    const written =
      act === undefined
        ? ok(null)
        : store.value.audit({ act, officerId: null, caseId: null, at: ports.clock.now(), facts: {} });
    if (!written.ok) {
      store.value.close();
      return err(refusalOfStore(written.error));
    }
    const enrolment = store.value.enrolment();
    // The bank knows this device as simulated, or as not: a packet that says otherwise is refused after all the work.
    if (enrolment && enrolment.simulated !== ports.simulated) {
      store.value.close();
      return err({ kind: 'simulation-differs' });
    }
    const held = holdPictures();
    const holding = held.over(store.value);
    const vault: OpenVault = {
      store: holding,
      held,
      masterKey,
      upkeep: ports.startUpkeep({
        store: holding,
        policy: () => session.open?.catalogue?.policy.retention ?? defaultRetention,
        onChange: () => ports.changes.kiosk(),
        onCase: (caseId) => ports.changes.case(caseId),
      }),
      line: null,
      catalogue: null,
      officer: null,
    };
    // Open to others only once it has its line: an enrolled kiosk must not look unenrolled for a moment.
    if (enrolment) {
      await escrowKey(ports, vault, enrolment);
      await connect(vault, enrolment);
    }
    session.open = vault;
    return ok(vault);
  }

  /** By the system's credential, at the start: the queue goes on, and nobody is signed in. Says how it ended. */
  async function openUnattended(): Promise<string> {
    const { unattended } = ports.keyStore;
    if (!unattended || session.open) return 'not-admitted';
    const key = await unattended.unlock();
    if (!key.ok) return key.error.kind === 'credential' ? key.error.fault : key.error.kind;
    const settled = await settleKey(ports, key.value);
    if (!settled.ok) return settled.error.kind;
    const opened = await openUnder(settled.value, 'vault.opened-unattended');
    if (!opened.ok) return opened.error.kind;
    ports.changes.kiosk();
    return 'opened';
  }

  /** Remembers an officer the bank vouched for, so that the next sign-in needs no line. */
  async function remember(
    vault: OpenVault,
    officer: Officer,
    secret: UnlockSecret,
  ): Promise<Result<null, Refusal>> {
    const admitted = await ports.keyStore.admit(vault.masterKey, secret);
    if (!admitted.ok) return err(refusalOfKeyStore(admitted.error));
    const cachedAt = ports.clock.now();
    const { finger } = vault.store.officer(officer.officerId) ?? {};
    const saved = vault.store.saveOfficer(
      {
        ...officer,
        ...(finger ? { finger } : {}),
        verifier: await ports.passwords.make(secret.password),
        cachedAt,
      },
      { act: 'officer.remembered', officerId: officer.officerId, caseId: null, at: cachedAt, facts: {} },
    );
    return saved.ok ? saved : err(refusalOfStore(saved.error));
  }

  async function verifyOffline(vault: OpenVault, secret: UnlockSecret): Promise<Result<Officer, Refusal>> {
    const cached = vault.store.officer(secret.officerId);
    if (!cached) return err({ kind: 'officer-needs-line' });
    if (!(await ports.passwords.check(cached.verifier, secret.password)))
      return err({ kind: 'credentials-wrong' });
    const days = vault.catalogue?.policy.offlineSignInDays;
    const ageMs = Date.parse(ports.clock.now()) - Date.parse(cached.cachedAt);
    if (!mayStillSignInOffline(ageMs, days)) return err({ kind: 'officer-away-too-long' });
    return ok({ officerId: cached.officerId, name: cached.name, role: cached.role });
  }

  async function verifyOfficer(
    vault: OpenVault,
    link: BankLink,
    secret: UnlockSecret,
  ): Promise<Result<Officer, Refusal>> {
    const answer = await link.signIn(secret.officerId, secret.password);
    if (answer.ok) {
      const remembered = await remember(vault, answer.value, secret);
      return remembered.ok ? answer : remembered;
    }
    // Only the bank's own no is a no; a silent or broken line falls back to what it vouched for before.
    if (answer.error.kind === 'refused' || answer.error.kind === 'device-refused') {
      return err(refusalOfLink(answer.error));
    }
    return verifyOffline(vault, secret);
  }

  async function welcome(code: EnrolmentCode): Promise<Result<Enrolment, Refusal>> {
    if (welcomed?.token === code.token) return ok(welcomed.enrolment);
    const bank = await ports.openBank.identity(code);
    if (!bank.ok) return err(refusalOfLink(bank.error));
    const keys = makeDeviceKey();
    const reply = await ports.openBank.enrol(code, {
      token: code.token,
      deviceKey: keys.publicKey,
      name: `Kiosk (${ports.shell})`,
      shell: ports.shell,
      simulated: ports.simulated,
      appVersion: ports.version,
    });
    if (!reply.ok) return err(refusalOfLink(reply.error));
    const enrolment = enrolmentFrom(code, reply.value, bank.value, keys.privateKey);
    welcomed = { token: code.token, enrolment };
    return ok(enrolment);
  }

  function enrolmentFrom(
    code: EnrolmentCode,
    reply: EnrolReply,
    bank: BankIdentity,
    deviceKey: string,
  ): Enrolment {
    return {
      kioskId: reply.kioskId,
      bankUrl: code.url,
      bankName: reply.bankName,
      branchId: reply.branchId,
      branchName: reply.branchName,
      bankSigningKey: bank.signingKey,
      bankSealingKey: { keyId: bank.sealingKey.keyId, publicKey: bank.sealingKey.publicKey },
      deviceKey,
      identityHashKey: reply.identityHashKey,
      simulated: ports.simulated,
    };
  }

  async function enrol(text: string, secret: UnlockSecret): Promise<Result<Officer, Refusal>> {
    const code = parseEnrolmentCode(text);
    if (!code.ok) return err({ kind: 'enrolment-code-malformed' });
    if (session.open?.line) return err({ kind: 'kiosk-already-enrolled' });
    const enrolment = await welcome(code.value);
    if (!enrolment.ok) return enrolment;
    const link = ports.connectBank(enrolment.value);
    const officer = await link.signIn(secret.officerId, secret.password);
    const catalogue = officer.ok ? await link.catalogue() : officer;
    link.close();
    if (!officer.ok) return err(refusalOfLink(officer.error));
    if (!catalogue.ok) return err(refusalOfLink(catalogue.error));
    const vault = await openVault(secret, true);
    if (!vault.ok) return vault;
    const { store } = vault.value;
    const { officerId } = officer.value;
    const at = ports.clock.now();
    const saved = store.saveEnrolment(enrolment.value, {
      act: 'kiosk.enrolled',
      officerId,
      caseId: null,
      at,
      facts: { kioskId: enrolment.value.kioskId, simulated: ports.simulated },
    });
    if (!saved.ok) return err(refusalOfStore(saved.error));
    const kept = store.saveCatalogue(catalogue.value.jws, at);
    if (!kept.ok) return err(refusalOfStore(kept.error));
    const remembered = await remember(vault.value, officer.value, secret);
    if (!remembered.ok) return remembered;
    const escrowed = await escrowKey(ports, vault.value, enrolment.value);
    if (!escrowed.ok) return escrowed;
    await connect(vault.value, enrolment.value);
    vault.value.officer = officer.value;
    vault.value.signedInBy = 'password';
    welcomed = null;
    ports.changes.kiosk();
    return ok(officer.value);
  }

  async function signIn(secret: UnlockSecret): Promise<Result<Officer, Refusal>> {
    if (!wrongTries.mayTry(secret.officerId, ports.clock.now())) return err({ kind: 'officer-locked' });
    const vault = await openVault(secret, false);
    const verified = vault.ok
      ? vault.value.line
        ? await verifyOfficer(vault.value, vault.value.line.link, secret)
        : err({ kind: 'kiosk-not-enrolled' } as const)
      : vault;
    if (!verified.ok) {
      if (verified.error.kind === 'credentials-wrong' || verified.error.kind === 'password-not-kept-here') {
        const left = wrongTries.wrong(secret.officerId, ports.clock.now());
        return err({ ...verified.error, triesLeft: left });
      }
      return verified;
    }
    wrongTries.clear(secret.officerId);
    if (!session.open) return err({ kind: 'internal' });
    const written = audit(session.open, 'officer.signed-in', secret.officerId);
    if (!written.ok) return written;
    session.open.officer = verified.value;
    session.open.signedInBy = 'password';
    ports.changes.kiosk();
    return verified;
  }

  /** The key is tried on the data first: a vault around a wrong one would only hide the right one. */
  async function recover(text: string, secret: UnlockSecret): Promise<Result<Officer, Refusal>> {
    const at = ports.clock.now();
    if (!wrongTries.mayTry(secret.officerId, at)) return err({ kind: 'officer-locked' });
    if (session.open) return signIn(secret);
    const wrong = (): Result<never, Refusal> =>
      err({ kind: 'recovery-key-wrong', triesLeft: wrongTries.wrong(secret.officerId, at) });
    const encoded = readRecoveryKey(text);
    if (encoded === null) return wrong();
    const masterKey = new Uint8Array(Buffer.from(encoded, 'base64url'));
    const store = ports.openStore({ dataDir: ports.dataDir, masterKey });
    if (!store.ok)
      return store.error.kind === 'database-key-wrong' ? wrong() : err(refusalOfStore(store.error));
    const { officerId } = secret;
    const written = store.value.audit({ act: 'vault.recovered', officerId, caseId: null, at, facts: {} });
    store.value.close();
    if (!written.ok) return err(refusalOfStore(written.error));
    const restored = await ports.keyStore.restore(masterKey, secret);
    masterKey.fill(0);
    return restored.ok ? signIn(secret) : err(refusalOfKeyStore(restored.error));
  }

  // Two screens, or two taps: a second vault would be opened beside the first, and wrong passwords tried at once would
  // all be let through before the first of them counted.
  const inTurn = createInTurn();
  return {
    async state() {
      if (session.open) return session.open.line ? 'ready' : 'unenrolled';
      return (await ports.keyStore.exists()) ? 'locked' : 'unenrolled';
    },

    openUnattended: () => inTurn(() => openUnattended()),
    enrol: (text, secret) => inTurn(() => enrol(text, secret)),
    signIn: (secret) => inTurn(() => signIn(secret)),
    recover: (recoveryKey, secret) => inTurn(() => recover(recoveryKey, secret)),

    signOut() {
      if (session.open?.officer) audit(session.open, 'officer.signed-out', session.open.officer.officerId);
      if (session.open) session.open.officer = null;
      // The next officer has not seen this customer's papers.
      session.open?.held.forgetAll();
      ports.changes.kiosk();
    },
  };
}
