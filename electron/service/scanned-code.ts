// The signed code of an Aadhaar card by a reader of codes, where the camera's picture is too poor for it: held with the card's
// pictures until they are read. Only the signed form is taken: the older one holds the whole number, and what a reader read says
// not where in the picture it must be black.
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { SignedOutcome } from '#core/reading/signed-source.ts';
import { wipe } from './devices/devices.ts';
import { oneCapture } from './devices/one-capture.ts';
import { refusalOfScanner, refusalOfStore } from './refusal-of.ts';
import { signedPartOf, type SignedPart } from './signed-document.ts';
import type { OpenVault, Ports } from './vault-session.ts';

/** Time to hold the card before the reader. */
const timeoutMs = 30_000;

type CodePorts = Pick<Ports, 'devices' | 'issuerTrust'>;
type CodeVault = Pick<OpenVault, 'store' | 'held' | 'line'>;

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** What the reader read is told as its issuer's signature stands; nothing else of it is. */
export async function scanCode(
  ports: CodePorts,
  vault: CodeVault,
  caseId: CaseId,
  deviceId: string,
  signal: AbortSignal | undefined,
): Promise<Result<SignedOutcome, Refusal>> {
  const loaded = vault.store.load(caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { document, reading } = loaded.value.state;
  if (document?.kind !== 'aadhaar' || reading) return err({ kind: 'side-missing' });
  if (!vault.line) return err({ kind: 'kiosk-not-enrolled' });
  const captured = await ports.devices.capture(deviceId, oneCapture({ modality: 'text', timeoutMs }), signal);
  if (!captured.ok) return err(refusalOfScanner(captured.error));
  const [code] = captured.value;
  const trust = await ports.issuerTrust(vault.line.enrolment.bankSigningKey);
  const part = code ? signedPartOf({ text: textOf(code.bytes) }, trust) : null;
  const outcome = part?.source.form === 'secure-qr' ? part.source.outcome : null;
  const isKept =
    code !== undefined &&
    outcome !== null &&
    outcome !== 'unreadable' &&
    vault.held.keepCode(caseId, Uint8Array.from(code.bytes));
  wipe(captured.value);
  return isKept ? ok(outcome) : err({ kind: 'code-not-signed' });
}

/** As it stands when the card is read. */
export async function scannedPart(
  ports: CodePorts,
  { held }: Pick<OpenVault, 'held'>,
  caseId: CaseId,
  bankSigningKey: string,
): Promise<SignedPart | null> {
  const code = held.code(caseId);
  return code ? signedPartOf({ text: textOf(code) }, await ports.issuerTrust(bankSigningKey)) : null;
}
