// A passport's chip, opened with what was read off its page: its zone proves the fields, its portrait becomes the face's
// reference. What its country did not sign, or says something else than the page, changes nothing of the case.
import type { CaseState, EvidenceItem } from '#core/case/case-state.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { evidenceIdSchema, type CaseId } from '#core/kernel/brand.ts';
import { dayOf } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { chipKeyOf, proveByChip, readChipZone } from '#core/reading/chip-zone.ts';
import type { Capture } from '../port/scanner.ts';
import { begunOn, changeCase, type ChangePorts, type ChangeVault } from './change-case.ts';
import { wipe } from './devices/devices.ts';
import { oneCapture } from './devices/one-capture.ts';
import { pictureTypeOf } from './picture.ts';
import { refusalOfScanner, refusalOfStore } from './refusal-of.ts';
import type { Ports } from './vault-session.ts';

type ChipPorts = ChangePorts & Pick<Ports, 'devices' | 'newId'>;

/** Reading a chip takes one to five seconds; a passport may have to be laid down first. */
const timeoutMs = 30_000;

export async function readChip(
  ports: ChipPorts,
  vault: ChangeVault,
  caseId: CaseId,
  deviceId: string,
  signal: AbortSignal | undefined,
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { reading, document } = loaded.value.state;
  if (!reading || document?.kind !== 'passport') return err({ kind: 'reading-not-done' });
  const documentKey = chipKeyOf(reading.fields);
  if (!documentKey) return err({ kind: 'reading-not-done' });
  const begun = begunOn(vault, loaded.value);
  const captured = await ports.devices.capture(
    deviceId,
    oneCapture({ modality: 'document', timeoutMs, documentKey }),
    signal,
  );
  if (!captured.ok) return err(refusalOfScanner(captured.error));
  try {
    const held = holdChip(ports, captured.value);
    if (!held.ok) return held;
    const { zone, evidence, chip } = held.value;
    const fields = proveByChip(reading.fields, zone, dayOf(ports.clock.now()));
    if (!fields.ok) return err({ kind: 'chip-differs', subject: fields.error.field });
    return changeCase(
      ports,
      vault,
      caseId,
      { type: 'chip-read', fields: fields.value, chip },
      {
        addEvidence: evidence,
        facts: { proof: chip.attestation.kind, portrait: chip.portrait !== null },
        begun,
      },
    );
  } finally {
    wipe(captured.value);
  }
}

function holdChip(ports: ChipPorts, captures: readonly Capture[]) {
  const dg1 = captures.find(({ position }) => position === 'DG1');
  const zone = dg1 ? readChipZone(dg1.bytes) : null;
  if (!dg1 || !zone) return err(refusalOfScanner({ kind: 'answer-malformed' }));
  const evidence: { evidenceId: EvidenceItem['evidenceId']; bytes: Uint8Array }[] = [];
  const hold = ({ bytes, position }: Capture, role: EvidenceItem['role']): EvidenceItem => {
    const evidenceId = evidenceIdSchema.parse(ports.newId());
    evidence.push({ evidenceId, bytes: new Uint8Array(bytes) });
    const mediaType = role === 'chip-portrait' ? pictureTypeOf(bytes) : null;
    return {
      evidenceId,
      role,
      mediaType: mediaType ?? 'application/octet-stream',
      origin: 'device',
      flags: [position],
      capturedAt: ports.clock.now(),
    };
  };
  const files = captures.filter(({ format }) => format === 'icao-lds').map((file) => hold(file, 'chip-file'));
  const portrait = captures.find(({ position }) => position === 'portrait');
  const { kind, signer, transactionId, at, facts } = dg1.attestation;
  return ok({
    zone,
    evidence,
    chip: {
      files,
      portrait: portrait ? hold(portrait, 'chip-portrait') : null,
      attestation: { kind, signer, transactionId, at, facts: { ...facts } },
    },
  });
}
