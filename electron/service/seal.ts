// Seals a finished case for the bank and queues it: the state 'sealed' and the packet become durable together.
import { buildCaseFile } from '#core/case/build-case-file.ts';
import { evidenceOf, type CaseState } from '#core/case/case-state.ts';
import { applyEvent } from '#core/case/apply-event.ts';
import { nextVersion } from '#core/case/correction.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { packetIdSchema, type CaseId, type EvidenceId } from '#core/kernel/brand.ts';
import { releaseBytes } from '#core/kernel/release-bytes.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Enrolment } from '../port/case-store.ts';
import { begunOn, changeCase } from './change-case.ts';
import { createInTurn } from './in-turn.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

function evidenceBytes(
  vault: OpenVault,
  state: CaseState,
): Result<{ evidenceId: EvidenceId; bytes: Uint8Array }[], Refusal> {
  const all: { evidenceId: EvidenceId; bytes: Uint8Array }[] = [];
  for (const { evidenceId } of evidenceOf(state)) {
    const bytes = vault.store.evidence(state.caseId, evidenceId);
    if (!bytes.ok) return err(refusalOfStore(bytes.error));
    all.push({ evidenceId, bytes: bytes.value });
  }
  return ok(all);
}

async function sealOnce(
  ports: Ports,
  vault: OpenVault,
  enrolment: Enrolment,
  caseId: CaseId,
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const before = loaded.value.state;
  const begun = begunOn(vault, loaded.value);
  const packetId = packetIdSchema.parse(ports.newId());
  const at = ports.clock.now();
  // Asked before the work of sealing; changeCase asks again.
  const allowed = applyEvent(before, { type: 'sealed', packetId, at });
  if (!allowed.ok) return allowed;
  const evidence = evidenceBytes(vault, before);
  if (!evidence.ok) return evidence;
  const caseFile = buildCaseFile(before, { kioskId: enrolment.kioskId, sealedAt: at });
  const packet = await ports.sealer.seal({
    caseFile,
    evidence: evidence.value,
    bankPublicKey: enrolment.bankSealingKey.publicKey,
    idempotencyKey: ports.newId(),
    deviceKey: enrolment.deviceKey,
    manifest: {
      packetId,
      caseId,
      version: nextVersion(before),
      kioskId: enrolment.kioskId,
      sequence: vault.store.nextSequence(),
      bankKeyId: enrolment.bankSealingKey.keyId,
      sealedAt: at,
      simulated: before.simulated,
      shell: ports.shell,
      auditHead: vault.store.auditHead(),
      auditRows: vault.store.auditRows(),
      models: before.face?.models ?? [],
      policyVersion: vault.catalogue?.policy.version ?? 'none',
    },
  });
  for (const { bytes } of evidence.value) releaseBytes(bytes);
  const sealed = changeCase(
    ports,
    vault,
    caseId,
    { type: 'sealed', packetId, at },
    {
      packet,
      facts: { parts: packet.parts.length, sequence: packet.sequence, version: nextVersion(before) },
      begun,
    },
  );
  // Durable in the store, or refused and to be sealed anew.
  for (const { ciphertext } of packet.parts) releaseBytes(ciphertext);
  return sealed;
}

export interface Sealing {
  seal(vault: OpenVault, caseId: CaseId): Promise<Result<CaseState, Refusal>>;
}

/** Sealings follow one another, so that two cases never take the same sequence number. */
export function createSealing(ports: Ports): Sealing {
  const inTurn = createInTurn();
  return {
    seal: (vault, caseId) =>
      inTurn(async (): Promise<Result<CaseState, Refusal>> => {
        // Looked up when its turn has come: the bank may have changed its sealing key meanwhile.
        const { line } = vault;
        if (!line) return err({ kind: 'kiosk-not-enrolled' });
        const done = await sealOnce(ports, vault, line.enrolment, caseId);
        if (done.ok) line.sync.poke();
        return done;
      }),
  };
}
