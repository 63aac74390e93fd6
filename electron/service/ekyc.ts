// Aadhaar biometric eKYC: what a registered device sealed for UIDAI goes to the bank while the line is up, unopened, once. It is
// never kept, logged or queued; without a line no finger is laid down. The number is typed for this and held as long as it takes.
import type { EkycHead } from '#core/contract/bank/ekyc.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { isAadhaarNumber, normaliseAadhaar } from '#core/reading/aadhaar-number.ts';
import type { FieldName } from '#core/reading/field.ts';
import type { BankLink, LinkFailure } from '../port/bank-link.ts';
import type { Enrolment } from '../port/case-store.ts';
import { handOver, type Capture, type Modality } from '../port/scanner.ts';
import { begunOn, changeCase, type ChangePorts, type ChangeVault } from './change-case.ts';
import { wipe } from './devices/devices.ts';
import { oneCapture } from './devices/one-capture.ts';
import { identityHash } from './identity-hash.ts';
import { refusalOfLink, refusalOfScanner, refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

type EkycPorts = ChangePorts & Pick<Ports, 'devices' | 'newId'>;
type EkycLine = {
  readonly link: Pick<BankLink, 'identity' | 'ekyc'>;
  readonly enrolment: Pick<Enrolment, 'identityHashKey'>;
};
type EkycVault = ChangeVault & Pick<OpenVault, 'catalogue'> & { readonly line: EkycLine | null };

/** Time for a person to lay a finger on, or look into the device. */
const timeoutMs = 20_000;
/** What UIDAI knows a resident by. */
const sealable: ReadonlySet<Modality> = new Set(['finger', 'iris', 'face']);
/** UIDAI takes a finger from about 45 on by the devices' own measure. */
const requestedQuality = 45;

export interface EkycOrder {
  readonly caseId: CaseId;
  readonly deviceId: string;
  readonly number: string;
  readonly agreed: boolean;
}

export async function askEkyc(
  ports: EkycPorts,
  vault: EkycVault,
  order: EkycOrder,
  signal: AbortSignal | undefined,
): Promise<Result<CaseState, Refusal>> {
  const loaded = vault.store.load(order.caseId);
  if (!loaded.ok) return err(refusalOfStore(loaded.error));
  const { state } = loaded.value;
  const begun = begunOn(vault, loaded.value);
  const { line } = vault;
  if (!line) return err({ kind: 'kiosk-not-enrolled' });
  const head = headOf(ports, vault, line, state, order);
  if (!head.ok) return head;
  const device = ports.devices.device(order.deviceId);
  const modality = device?.modalities.find((each) => sealable.has(each));
  if (!device || !modality) return err(refusalOfScanner({ kind: 'device-not-found' }));
  // Asked first: nobody lays a finger down for a line that is not there.
  const reached = await line.link.identity();
  if (!reached.ok) return err(withoutLine(reached.error));
  const captured = await ports.devices.capture(
    order.deviceId,
    oneCapture({ modality, timeoutMs, requestedQuality }),
    signal,
  );
  if (!captured.ok) return err(refusalOfScanner(captured.error));
  const sealed = onlySealed(captured.value);
  if (!sealed) {
    wipe(captured.value);
    return err(refusalOfScanner({ kind: 'not-supported' }));
  }
  const answered = await handOver(sealed, (bytes) => line.link.ekyc(head.value, bytes));
  if (!answered.ok) return err(withoutLine(answered.error));
  const { driver, make, model, serial } = device;
  return changeCase(
    ports,
    vault,
    order.caseId,
    {
      type: 'ekyc-answered',
      ekyc: {
        ...answered.value,
        consentAt: head.value.consentAt,
        device: { driver, make, model, serial },
      },
    },
    { facts: { outcome: answered.value.outcome, simulated: answered.value.simulated }, begun },
  );
}

/** What goes before the envelope; refused where the customer has not agreed, or the number is not the document's. */
function headOf(
  ports: EkycPorts,
  { catalogue }: EkycVault,
  { enrolment }: EkycLine,
  { caseId, reading, document }: CaseState,
  { number: written, agreed }: EkycOrder,
): Result<EkycHead, Refusal> {
  if (catalogue?.policy.aadhaarEkyc !== true) return err({ kind: 'ekyc-unavailable' });
  if (!reading || document?.kind !== 'aadhaar') return err({ kind: 'reading-not-done' });
  if (!agreed) return err({ kind: 'ekyc-needs-consent' });
  const number = normaliseAadhaar(written.trim());
  if (number === null || !isAadhaarNumber(number)) return err({ kind: 'ekyc-number-invalid' });
  if (identityHash(enrolment.identityHashKey, 'aadhaar', number) !== reading.identity.identityHash)
    return err({ kind: 'ekyc-other-number' });
  const valueOf = (name: FieldName) => reading.fields.find((field) => field.name === name)?.value ?? null;
  const name = valueOf('name');
  if (name === null) return err({ kind: 'reading-not-done' });
  return ok({
    caseId,
    transactionId: ports.newId(),
    number,
    consentAt: ports.clock.now(),
    claimed: {
      name,
      dateOfBirth: calendarDateSchema.safeParse(valueOf('dateOfBirth')).data ?? null,
      sex: valueOf('sex'),
    },
  });
}

/** Only what nobody here can open may be sent to UIDAI; a plain finger is none of its business. */
function onlySealed(captures: readonly Capture[]): Capture | null {
  const [capture] = captures;
  return captures.length === 1 && capture?.format === 'uidai-pid' ? capture : null;
}

/** Whatever kept the bank from being heard: nothing was kept, and there is nothing to send later. */
function withoutLine(failure: LinkFailure): Refusal {
  return failure.kind === 'no-line' || failure.kind === 'bank-failed' || failure.kind === 'later'
    ? { kind: 'ekyc-needs-line' }
    : refusalOfLink(failure);
}
