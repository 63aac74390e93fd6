// The signed code of an Aadhaar card by a reader of codes, where the camera's picture is too poor for it: held with the card's
// pictures until they are read. Only the signed form is taken: the older one holds the whole number, and what a reader read says
// not where in the picture it must be black.
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { SignedOutcome } from '#core/reading/signed-source.ts';
import type { Enrolment } from '../port/case-store.ts';
import { wipe } from './devices/devices.ts';
import { oneCapture } from './devices/one-capture.ts';
import type { HeldPictures } from './held-pictures.ts';
import { refusalOfScanner, refusalOfStore } from './refusal-of.ts';
import { signedPartOf, type SignedPart } from './signed-document.ts';
import type { OpenVault, Ports } from './vault-session.ts';

/** Time to hold the card before the reader. */
const timeoutMs = 30_000;

type CodePorts = Pick<Ports, 'devices' | 'issuerTrust'>;
interface TrustVault {
  readonly line: { readonly enrolment: Pick<Enrolment, 'bankSigningKey'> } | null;
  readonly catalogue: Pick<Catalogue, 'keys'> | null;
}
type CodeVault = TrustVault & Pick<OpenVault, 'store' | 'held'>;

/** By the bank's lists of the moment; null where no bank vouches for any. */
const trustOf = async ({ issuerTrust }: Pick<Ports, 'issuerTrust'>, { line, catalogue }: TrustVault) =>
  line && issuerTrust(line.enrolment.bankSigningKey, catalogue?.keys ?? null);

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
  const trust = await trustOf(ports, vault);
  if (!trust) return err({ kind: 'kiosk-not-enrolled' });
  const captured = await ports.devices.capture(deviceId, oneCapture({ modality: 'text', timeoutMs }), signal);
  if (!captured.ok) return err(refusalOfScanner(captured.error));
  const [code] = captured.value;
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
  ports: Pick<Ports, 'issuerTrust'>,
  vault: TrustVault & { readonly held: Pick<HeldPictures, 'code'> },
  caseId: CaseId,
): Promise<SignedPart | null> {
  const code = vault.held.code(caseId);
  const trust = code && (await trustOf(ports, vault));
  return trust ? signedPartOf({ text: textOf(code) }, trust) : null;
}
