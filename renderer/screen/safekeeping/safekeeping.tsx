// Safekeeping, for staff: the master key and its recovery, and what was saved when a file was found damaged. Shows nothing of a customer.
import { KeyRound, Power, PowerOff, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { OfficerRole } from '#core/contract/bank/identity.ts';
import type { SalvageView, UnattendedStanding, VaultStanding } from '#core/contract/kiosk/vault-standing.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { dayAndTime } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { Ask } from '#renderer/ui/panel.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

export interface SafekeepingProps {
  readonly role: OfficerRole;
  readonly onBack: () => void;
}

export function Safekeeping({ role, onBack }: SafekeepingProps) {
  const { t } = useText();
  /** Looked at anew each time. */
  const [look, setLook] = useState(0);
  const again = () => setLook((count) => count + 1);
  return (
    <StepLayout
      heading={t('app:safekeeping.heading')}
      lead={t('app:safekeeping.lead')}
      onBack={onBack}
      primary={{ label: t('app:queue.refresh'), icon: RefreshCw, onPress: again }}
    >
      <Standing key={look} role={role} onChanged={again} />
    </StepLayout>
  );
}

function Standing({ role, onChanged }: { readonly role: OfficerRole; readonly onChanged: () => void }) {
  const { t } = useText();
  const kiosk = useKiosk();
  const [standing, setStanding] = useState<VaultStanding | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let gone = false;
    const load = async () => {
      const answer = await attempt(() => kiosk.vault.standing());
      if (gone) return;
      if (answer.ok) setStanding(answer.value);
      else setFailure(answer.error);
    };
    void load();
    return () => {
      gone = true;
    };
  }, [kiosk]);
  if (failure !== null) return <FailureNote failure={failure} />;
  if (standing === null) return <output>{t('app:frame.loading')}</output>;
  return (
    <div className="grid grid-cols-2 items-start gap-5 portrait:grid-cols-1">
      <div className="flex flex-col gap-5">
        <Keys standing={standing} role={role} onChanged={onChanged} />
        {standing.unattended && (
          <Unattended unattended={standing.unattended} role={role} onChanged={onChanged} />
        )}
      </div>
      <Salvages salvages={standing.salvages} />
    </div>
  );
}

const box = 'flex flex-col gap-3 rounded-card border border-line bg-white px-6 py-5 shadow-card';

interface KeysProps {
  readonly standing: VaultStanding;
  readonly role: OfficerRole;
  readonly onChanged: () => void;
}

function Keys({ standing, role, onChanged }: KeysProps) {
  const { t, locale } = useText();
  const kiosk = useKiosk();
  const renew = useAct();
  const [asking, setAsking] = useState(false);
  const { keyChangedAt, keyChangeAsked, recoveryWritten } = standing;
  return (
    <section className={box}>
      <h2 className="text-lead font-semibold">{t('app:safekeeping.key.title')}</h2>
      <p>{t('app:safekeeping.key.what')}</p>
      <p className="font-semibold">
        {keyChangedAt === null
          ? t('app:safekeeping.key.first')
          : t('app:safekeeping.key.changed', { at: dayAndTime(keyChangedAt, locale) })}
      </p>
      {keyChangeAsked && (
        <Note tone="look" spoken="when-free" title={t('app:safekeeping.key.asked')}>
          {t('app:safekeeping.key.askedNext')}
        </Note>
      )}
      {recoveryWritten !== null && (
        <Note
          tone={recoveryWritten ? 'good' : 'look'}
          title={t(recoveryWritten ? 'app:safekeeping.recovery.written' : 'app:safekeeping.recovery.missing')}
        >
          {t('app:safekeeping.recovery.what')}
        </Note>
      )}
      <FailureNote failure={renew.failure} />
      {role === 'supervisor' ? (
        !keyChangeAsked && (
          <Button icon={KeyRound} className="self-start" onClick={() => setAsking(true)}>
            {t('app:safekeeping.key.renew')}
          </Button>
        )
      ) : (
        <p className="text-ink-2">{t('app:safekeeping.key.supervisor')}</p>
      )}
      <Ask
        open={asking}
        title={t('app:safekeeping.key.askTitle')}
        text={t('app:safekeeping.key.askText')}
        keep={t('app:safekeeping.key.keep')}
        confirm={t('app:safekeeping.key.renew')}
        busy={renew.busy}
        note={<FailureNote failure={renew.failure} />}
        onKeep={() => setAsking(false)}
        onConfirm={() =>
          renew.run(
            () => kiosk.vault.renewKey(),
            () => {
              setAsking(false);
              onChanged();
            },
          )
        }
      />
    </section>
  );
}

interface UnattendedProps {
  readonly unattended: UnattendedStanding;
  readonly role: OfficerRole;
  readonly onChanged: () => void;
}

function Unattended({ unattended: { credential, admitted }, role, onChanged }: UnattendedProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const mayAdmit = credential === 'other' || (credential === 'usable' && !admitted);
  return (
    <section className={box}>
      <h2 className="text-lead font-semibold">{t('app:safekeeping.unattended.title')}</h2>
      <p>{t('app:safekeeping.unattended.what')}</p>
      <Note
        tone={credential === 'usable' ? 'good' : 'look'}
        title={t(
          admitted && credential === 'usable'
            ? 'app:safekeeping.unattended.on'
            : 'app:safekeeping.unattended.off',
        )}
      >
        {t(`app:safekeeping.unattended.fault.${credential}`)}
      </Note>
      <FailureNote failure={act.failure} />
      {role === 'supervisor' && mayAdmit && (
        <Button
          className="self-start"
          icon={Power}
          busy={act.busy}
          onClick={() => act.run(() => kiosk.vault.admitCredential(), onChanged)}
        >
          {t('app:safekeeping.unattended.admit')}
        </Button>
      )}
      {role === 'supervisor' && admitted && (
        <Button
          className="self-start"
          icon={PowerOff}
          busy={act.busy}
          onClick={() => act.run(() => kiosk.vault.withdrawCredential(), onChanged)}
        >
          {t('app:safekeeping.unattended.withdraw')}
        </Button>
      )}
    </section>
  );
}

function Salvages({ salvages }: { readonly salvages: readonly SalvageView[] }) {
  const { t } = useText();
  return (
    <section className={box}>
      <h2 className="text-lead font-semibold">{t('app:safekeeping.salvage.title')}</h2>
      {salvages.length === 0 && <p>{t('app:safekeeping.salvage.none')}</p>}
      {salvages.map((salvage) => (
        <Salvage key={salvage.at} salvage={salvage} />
      ))}
    </section>
  );
}

function Salvage({ salvage }: { readonly salvage: SalvageView }) {
  const { t, locale } = useText();
  const { at, folder, faults, cases, casesLost, pictures, packets, packetsCut, auditRows, actsLost } =
    salvage;
  const whole = casesLost === 0 && packetsCut === 0 && actsLost === 0;
  return (
    <article className="flex flex-col gap-2 border-t border-line pt-3">
      <p className="font-semibold">
        {t('app:safekeeping.salvage.when', { at: dayAndTime(at, locale), folder, count: faults })}
      </p>
      <p>{t('app:safekeeping.salvage.saved', { cases, pictures, packets, rows: auditRows })}</p>
      <Note
        tone={whole ? 'good' : 'stop'}
        title={
          whole
            ? t('app:safekeeping.salvage.nothingLost')
            : t('app:safekeeping.salvage.lost', { casesLost, packetsCut })
        }
      >
        {actsLost > 0 && <p>{t('app:safekeeping.salvage.acts', { count: actsLost })}</p>}
        {!whole && <p>{t('app:safekeeping.salvage.next')}</p>}
      </Note>
      <p className="text-ink-2">{t('app:safekeeping.salvage.kept')}</p>
    </article>
  );
}
