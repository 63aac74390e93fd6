// What the top bar and the officer's list say: the line, what waits, what needs a person.
import { confirmedValue, type CaseState } from '#core/case/case-state.ts';
import type { Delivery } from '#core/case/view-case.ts';
import type { CaseSummary } from '#core/contract/kiosk/case-view.ts';
import type { Instant } from '#core/kernel/instant.ts';
import type { KioskStatus, KioskWarning } from '#core/contract/kiosk/contract.ts';
import { freezeOf } from './freeze.ts';
import type { Access } from './access.ts';
import type { OpenVault, Ports, VaultSession } from './vault-session.ts';

export function summarise(state: CaseState, delivery: Delivery | null, endsAt?: Instant): CaseSummary {
  return {
    ...(endsAt === undefined ? {} : { endsAt }),
    caseId: state.caseId,
    reference: state.reference,
    status: state.status,
    at: state.at,
    startedAt: state.startedAt,
    simulated: state.simulated,
    customerName: confirmedValue(state, 'name'),
    delivery: delivery?.state ?? null,
    bankState: state.bank?.state ?? null,
    accountNumber: state.bank?.accountNumber ?? null,
  };
}

function warningsOf(ports: Ports, open: OpenVault): KioskWarning[] {
  const broken: KioskWarning[] = open.store.auditBroken() ? ['audit-broken'] : [];
  return [...broken, ...open.upkeep.warnings(), ...freezeOf(ports, open).warnings];
}

export async function kioskStatus(ports: Ports, session: VaultSession, access: Access): Promise<KioskStatus> {
  const { open } = session;
  const counts = open?.store.deliveryCounts();
  return {
    kiosk: await access.state(),
    mode: ports.mode,
    bankName: open?.line?.enrolment.bankName ?? null,
    branchName: open?.line?.enrolment.branchName ?? null,
    officer: open?.officer ?? null,
    line: open?.line?.sync.line().state ?? 'unknown',
    waiting: counts?.waiting ?? 0,
    needsAttention: (counts?.parked ?? 0) + (open?.store.awaitingCode() ?? 0),
    warnings: open ? warningsOf(ports, open) : [],
  };
}
