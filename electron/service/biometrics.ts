// Fingers and irises of the case: captured up to three times, the best kept, proved to be one finger and no other's, sealed.
// What is not kept is overwritten; nothing of it is ever shown to a screen or written to a log.
import type { BodyPart, ExceptionReason } from '#core/contract/bank/biometric.ts';
import type { BlobLike } from '#core/contract/kiosk/binary.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import {
  captureQuality,
  chooseCapture,
  irisQuality,
  mayStop,
  sameFingerAs,
  type Try,
} from '#core/biometrics/choose-capture.ts';
import { reasonMinLength } from '#core/case/apply-event.ts';
import type { CaseState, EvidenceItem, HeldCapture } from '#core/case/case-state.ts';
import { evidenceIdSchema, type CaseId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Capture, Device } from '../port/scanner.ts';
import { begunOn, changeCase, type ChangePorts, type ChangeVault } from './change-case.ts';
import { positionOf } from './devices/body-position.ts';
import { wipe } from './devices/devices.ts';
import { takePicture } from './picture.ts';
import { refusalOfScanner, refusalOfStore } from './refusal-of.ts';
import type { Ports } from './vault-session.ts';

type CapturePorts = ChangePorts & Pick<Ports, 'devices' | 'newId'>;

/** Time for a person to lay the fingers on, for each try. */
const timeoutMs = 20_000;
const measureOf = (part: BodyPart) => (part.endsWith('iris') ? irisQuality : captureQuality);
/** Of fingers we find a template, given or in the picture; irises have none of ours to compare. */
const keptFormats = ['iso-19794-2', 'iso-19794-4', 'iso-19794-6'] as const;
type KeptFormat = (typeof keptFormats)[number];

export interface CaptureOrder {
  readonly deviceId: string;
  /** One finger, a slap of several, or a pair of irises: what the device takes at once. */
  readonly parts: readonly BodyPart[];
}

export interface TriedOnce {
  readonly number: number;
  /** The worst of the parts, since the worst is what a person mends. */
  readonly quality: number | null;
}

interface Taken {
  readonly part: BodyPart;
  readonly tries: readonly Capture[];
}

const unread = ({ quality }: Capture): Try => ({ quality, template: null });
const isKept = (format: string): format is KeptFormat => keptFormats.some((kept) => kept === format);

export async function captureBiometrics(
  ports: CapturePorts,
  vault: ChangeVault,
  caseId: CaseId,
  order: CaptureOrder,
  onTry: (tried: TriedOnce) => void,
  signal: AbortSignal | undefined,
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { state } = loaded.value;
  const begun = begunOn(vault, loaded.value);
  if (state.biometrics.ask === 'off') return err({ kind: 'biometric-not-asked' });
  const device = ports.devices.device(order.deviceId);
  if (!device) return err(refusalOfScanner({ kind: 'device-not-found' }));
  const rounds: (readonly Capture[])[] = [];
  const templates: Uint8Array[] = [];
  try {
    const failed = await captureRounds(ports, state, order, rounds, onTry, signal);
    if (failed) return err(failed);
    const kept = await chooseAll(ports, device, order, rounds, templates);
    if (!kept.ok) return kept;
    const twice = await usedTwice(ports, vault, state, kept.value, templates);
    if (twice) return err({ kind: 'biometric-twice', subject: twice });
    return changeCase(
      ports,
      vault,
      caseId,
      { type: 'biometrics-captured', captures: kept.value.map(({ held }) => held) },
      {
        addEvidence: kept.value.map(({ held, bytes }) => ({
          evidenceId: held.item.evidenceId,
          bytes: new Uint8Array(bytes),
        })),
        facts: { pieces: kept.value.length, driver: device.driver },
        begun,
      },
    );
  } finally {
    for (const round of rounds) wipe(round);
    for (const template of templates) template.fill(0);
  }
}

async function captureRounds(
  ports: CapturePorts,
  state: CaseState,
  { deviceId, parts }: CaptureOrder,
  rounds: (readonly Capture[])[],
  onTry: (tried: TriedOnce) => void,
  signal: AbortSignal | undefined,
): Promise<Refusal | null> {
  const exceptions = state.biometrics.exceptions.flatMap(({ part }) =>
    parts.includes(part) ? [] : positionOf(part),
  );
  const [first] = parts;
  if (!first) return { kind: 'biometric-not-asked' };
  while (!parts.every((part) => mayStop(triesOf(part, parts, rounds).map(unread), measureOf(part)))) {
    const captured = await ports.devices.capture(
      deviceId,
      {
        modality: parts.some((part) => part.endsWith('iris')) ? 'iris' : 'finger',
        count: parts.length,
        positions: parts.map(positionOf),
        exceptions,
        timeoutMs,
        requestedQuality: measureOf(first).goodFrom,
        documentKey: null,
      },
      signal,
    );
    if (!captured.ok) return refusalOfScanner(captured.error);
    rounds.push(captured.value);
    if (captured.value.length !== parts.length || captured.value.some(({ format }) => !isKept(format)))
      return refusalOfScanner({ kind: 'not-supported' });
    const qualities = captured.value.flatMap(({ quality }) => quality ?? []);
    onTry({ number: rounds.length, quality: qualities.length > 0 ? Math.min(...qualities) : null });
  }
  return null;
}

/** By the device's own word; one that names no positions takes them in the order they were asked for. */
function triesOf(
  part: BodyPart,
  parts: readonly BodyPart[],
  rounds: readonly (readonly Capture[])[],
): Capture[] {
  return rounds.flatMap((round) => {
    const named = round.find(({ position }) => position === positionOf(part));
    return named ?? round[parts.indexOf(part)] ?? [];
  });
}

interface Kept {
  readonly held: HeldCapture;
  readonly bytes: Uint8Array;
  readonly template: Uint8Array | null;
}

/** Found once, and kept where they are overwritten at the end. */
async function templateOf(
  { devices }: CapturePorts,
  capture: Pick<Capture, 'format' | 'bytes'>,
  made: Uint8Array[],
): Promise<Uint8Array | null> {
  const template = await devices.templateOf(capture);
  if (template) made.push(template);
  return template;
}

async function chooseAll(
  ports: CapturePorts,
  device: Device,
  { parts }: CaptureOrder,
  rounds: readonly (readonly Capture[])[],
  templates: Uint8Array[],
): Promise<Result<Kept[], Refusal>> {
  const kept: Kept[] = [];
  for (const { part, tries } of parts.map((each): Taken => ({
    part: each,
    tries: triesOf(each, parts, rounds),
  }))) {
    const compared: Try[] = [];
    for (const one of tries)
      compared.push({ quality: one.quality, template: await templateOf(ports, one, templates) });
    const chosen = chooseCapture(compared, measureOf(part));
    if (!chosen.ok) {
      const kind =
        chosen.error.kind === 'quality-low' ? 'biometric-quality-low' : 'biometric-captures-differ';
      return err({ kind, subject: part });
    }
    const { best, isPoor, agreement, score } = chosen.value;
    const capture = tries[best];
    if (!capture || !isKept(capture.format)) return err(refusalOfScanner({ kind: 'not-supported' }));
    const template = compared[best]?.template ?? null;
    const twin = template
      ? sameFingerAs(
          template,
          kept.flatMap((other) =>
            other.template ? [{ part: other.held.part, template: other.template }] : [],
          ),
        )
      : null;
    if (twin) return err({ kind: 'biometric-twice', subject: twin });
    // An eye has no template of ours; the very same picture under two names is one eye all the same.
    const copy = kept.find(({ bytes }) => Buffer.compare(bytes, capture.bytes) === 0);
    if (copy) return err({ kind: 'biometric-twice', subject: copy.held.part });
    const item: EvidenceItem = {
      evidenceId: evidenceIdSchema.parse(ports.newId()),
      role: 'biometric',
      mediaType: 'application/octet-stream',
      origin: 'device',
      flags: [],
      capturedAt: ports.clock.now(),
    };
    const { driver, make, model, serial } = device;
    const { kind, signer, transactionId, at, facts } = capture.attestation;
    kept.push({
      held: {
        part,
        item,
        format: capture.format,
        quality: capture.quality,
        tries: Math.min(3, tries.length),
        isPoor,
        agreement,
        score,
        device: { driver, make, model, serial },
        attestation: { kind, signer, transactionId, at, facts: { ...facts } },
      },
      bytes: capture.bytes,
      template,
    });
  }
  return ok(kept);
}

/** The part of this case that is the same finger under another name. */
async function usedTwice(
  ports: CapturePorts,
  vault: ChangeVault,
  state: CaseState,
  kept: readonly Kept[],
  templates: Uint8Array[],
): Promise<BodyPart | null> {
  const now = new Set(kept.map(({ held }) => held.part));
  const others: {
    readonly part: BodyPart;
    readonly bytes: Uint8Array;
    readonly template: Uint8Array | null;
  }[] = [];
  for (const { part, format, item } of state.biometrics.captures) {
    const bytes = now.has(part) ? null : vault.store.evidence(state.caseId, item.evidenceId);
    if (!bytes?.ok) continue;
    others.push({
      part,
      bytes: bytes.value,
      template: await templateOf(ports, { format, bytes: bytes.value }, templates),
    });
  }
  const readable = others.flatMap(({ part, template }) => (template ? [{ part, template }] : []));
  for (const { template, bytes } of kept) {
    const same = template
      ? sameFingerAs(template, readable)
      : (others.find((other) => Buffer.compare(other.bytes, bytes) === 0)?.part ?? null);
    if (same) return same;
  }
  return null;
}

export interface ExceptionOrder {
  readonly part: BodyPart;
  readonly reason: ExceptionReason;
  readonly note: string;
  readonly image: BlobLike;
}

/** A part that cannot be captured: an officer's word under their name, and a picture of the place. */
export async function exceptBiometric(
  ports: CapturePorts,
  vault: ChangeVault,
  caseId: CaseId,
  { part, reason, note, image }: ExceptionOrder,
): Promise<Result<CaseState, Refusal>> {
  const { officer } = vault;
  if (!officer) return err({ kind: 'not-signed-in' });
  if (note.trim().length < reasonMinLength) return err({ kind: 'reason-required' });
  const picture = await takePicture(image);
  if (!picture.ok) return picture;
  const evidenceId = evidenceIdSchema.parse(ports.newId());
  const at = ports.clock.now();
  const photo: EvidenceItem = {
    evidenceId,
    role: 'biometric-exception',
    mediaType: picture.value.mediaType,
    origin: 'camera',
    flags: [],
    capturedAt: at,
  };
  return changeCase(
    ports,
    vault,
    caseId,
    { type: 'biometric-excepted', exception: { part, reason, note: note.trim(), photo, officer, at } },
    { addEvidence: [{ evidenceId, bytes: picture.value.bytes }], facts: { part, reason } },
  );
}
