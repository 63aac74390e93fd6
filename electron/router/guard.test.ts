import { describe, expect, it } from 'vitest';
import { isContractProcedure, type AnyContractRouter } from '@orpc/contract';
import { kioskStates, modes, type Access } from '#core/contract/kiosk/access.ts';
import { kioskContract } from '#core/contract/kiosk/contract.ts';
import { guard, type Caller } from './guard.ts';

const roles = [null, 'officer', 'supervisor'] as const;
const caseStatuses = [null, 'draft', 'sealed', 'abandoned'] as const;

const everyState = ['unenrolled', 'locked', 'ready'];
const anyone = { roles: 'anyone', kiosk: everyState, caseStatus: null };
const staff = { roles: ['officer', 'supervisor'], kiosk: ['ready'], caseStatus: null };
const desk = { ...staff, modes: ['staffed', 'field'] };
const draft = { ...staff, caseStatus: ['draft'] };
const sealed = { ...staff, caseStatus: ['sealed'] };
const either = { ...staff, caseStatus: ['draft', 'sealed'] };

interface Row {
  roles: string | string[];
  kiosk: string[];
  caseStatus: string[] | null;
  /** Left out: every mode of use. */
  modes?: string[];
}
/** Written out by hand, so that a change of the contract must be made twice, once knowingly. */
const table: Record<string, Row> = {
  'shell.info': anyone,
  'shell.watch': anyone,
  'setup.enrol': { ...anyone, kiosk: ['unenrolled'] },
  'session.signIn': { ...anyone, kiosk: ['locked', 'ready'] },
  'session.recover': { ...anyone, kiosk: ['locked'] },
  'session.fingerReady': { ...anyone, kiosk: ['ready'] },
  'session.signInByFinger': { ...anyone, kiosk: ['ready'] },
  'session.enrolFinger': desk,
  'session.signOut': staff,
  'vault.standing': desk,
  'vault.renewKey': { ...desk, roles: ['supervisor'] },
  'vault.admitCredential': { ...desk, roles: ['supervisor'] },
  'vault.withdrawCredential': { ...desk, roles: ['supervisor'] },
  'catalogue.get': staff,
  'case.list': desk,
  'line.diagnose': staff,
  'devices.watch': staff,
  'devices.test': desk,
  'devices.preview': desk,
  'devices.simulate': staff,
  'devices.printers': staff,
  'devices.testPrint': desk,
  'outbox.list': desk,
  'outbox.history': { ...desk, caseStatus: ['draft', 'sealed', 'abandoned'] },
  'outbox.retry': { ...desk, caseStatus: ['sealed'], roles: ['supervisor'] },
  'outbox.export': { ...desk, caseStatus: ['sealed'], roles: ['supervisor'] },
  'outbox.reopen': { ...desk, caseStatus: ['sealed'], roles: ['supervisor'] },
  'case.start': staff,
  'case.get': either,
  'case.watch': either,
  'case.goTo': draft,
  'case.abandon': draft,
  'case.setCorrectionAside': draft,
  'case.withdrawConsent': either,
  'case.giveConsent': draft,
  'case.chooseProduct': draft,
  'case.sendCode': draft,
  'case.answerCode': draft,
  'case.keepMobileUnverified': draft,
  'case.pictureOfPdf': draft,
  'case.addDocument': draft,
  'case.read': draft,
  'case.scanCode': draft,
  'case.readChip': draft,
  'case.askEkyc': draft,
  'case.confirmReading': draft,
  'case.addSelfie': draft,
  'case.judgeFace': draft,
  'case.beginLiveness': draft,
  'case.addLivenessFrame': draft,
  'case.askOfficer': draft,
  'case.judgeLiveness': draft,
  'case.captureBiometrics': draft,
  'case.exceptBiometric': draft,
  'case.seal': draft,
  'case.sendLateCode': sealed,
  'case.answerLateCode': sealed,
  'case.evidence': either,
  'case.receipt': sealed,
  'case.printReceipt': sealed,
};

function procedures(router: AnyContractRouter, path: string[] = []): [string, Access][] {
  if (isContractProcedure(router)) return [[path.join('.'), router['~orpc'].meta as Access]];
  return Object.entries(router).flatMap(([key, inner]) => procedures(inner, [...path, key]));
}

const all = procedures(kioskContract);

function allowed(name: string, caller: Caller): boolean {
  const row = table[name];
  if (!row) return false;
  const roleFits = row.roles === 'anyone' || (caller.role !== null && row.roles.includes(caller.role));
  const caseFits =
    row.caseStatus === null || (caller.caseStatus !== null && row.caseStatus.includes(caller.caseStatus));
  const modeFits = row.modes === undefined || row.modes.includes(caller.mode);
  return row.kiosk.includes(caller.kiosk) && modeFits && roleFits && caseFits;
}

const callers: Caller[] = kioskStates.flatMap((kiosk) =>
  modes.flatMap((mode) =>
    roles.flatMap((role) => caseStatuses.map((caseStatus) => ({ kiosk, mode, role, caseStatus }))),
  ),
);

describe('who may call what', () => {
  it('AC1 every procedure is in the table, and nothing else is', () => {
    expect(all.map(([name]) => name).toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it.each(all)('AC2 %s is allowed to exactly those of the table', (name, access) => {
    for (const caller of callers) {
      expect(guard(access, caller) === null, JSON.stringify(caller)).toBe(allowed(name, caller));
    }
  });

  it('AC3 says that nobody is signed in', () => {
    const access = all.find(([name]) => name === 'case.list')?.[1];
    expect(
      access && guard(access, { kiosk: 'ready', mode: 'staffed', role: null, caseStatus: null }),
    ).toEqual({
      kind: 'not-signed-in',
    });
  });

  it.each(['case.list', 'outbox.list', 'outbox.export', 'devices.test', 'vault.renewKey'])(
    'AC23 in self-service nobody comes to the staff’s pages: %s',
    (name) => {
      const access = all.find(([each]) => each === name)?.[1];
      const supervisor = { kiosk: 'ready', role: 'supervisor', caseStatus: 'sealed' } as const;
      expect(access && guard(access, { ...supervisor, mode: 'self-service' })).toEqual({
        kind: 'role-not-allowed',
      });
      expect(access && guard(access, { ...supervisor, mode: 'field' })).toBeNull();
    },
  );

  it('AC4 speaks of the kiosk before it speaks of a case', () => {
    const access = all.find(([name]) => name === 'case.get')?.[1];
    if (!access) throw new Error('no case.get');
    const caller = { mode: 'staffed', role: null, caseStatus: null } as const;
    expect(guard(access, { ...caller, kiosk: 'locked' })).toEqual({ kind: 'kiosk-locked' });
    expect(guard(access, { ...caller, kiosk: 'unenrolled' })).toEqual({ kind: 'kiosk-not-enrolled' });
  });
});
