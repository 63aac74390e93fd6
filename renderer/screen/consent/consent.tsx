// Consent, purpose by purpose, each with its own switch; nothing is agreed to before the customer says so.
import { ArrowRight, Info } from 'lucide-react';
import { useState } from 'react';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { LanguageSwitch } from '#renderer/ui/language-switch.tsx';
import { localText, useText } from '#renderer/ui/language.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { SwitchRow } from '#renderer/ui/switch-row.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

export function Consent({ view, catalogue, onView, onBack }: StepProps) {
  const { t, language } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const [details, setDetails] = useState(false);
  const [given, setGiven] = useState<ReadonlySet<string>>(
    () =>
      new Set(view.consent?.purposes.filter((purpose) => purpose.given).map((purpose) => purpose.purposeId)),
  );
  const choose = (purposeId: string, agreed: boolean) => {
    act.clear();
    setGiven((before) => {
      const next = new Set(before);
      if (agreed) next.add(purposeId);
      else next.delete(purposeId);
      return next;
    });
  };
  const purposes = catalogue.purposes.map(({ purposeId }) => ({ purposeId, given: given.has(purposeId) }));
  return (
    <StepLayout
      heading={t('steps:consent.heading')}
      lead={t('steps:consent.lead')}
      aside={
        <div className="flex shrink-0 flex-col items-end gap-1">
          <span className="font-semibold">{t('steps:consent.language')}</span>
          <LanguageSwitch label={t('steps:consent.language')} />
        </div>
      }
      onBack={onBack}
      secondary={
        <Button look="plain" icon={Info} className="min-h-bar" onClick={() => setDetails(true)}>
          {t('steps:consent.details')}
        </Button>
      }
      primary={{
        label: t('app:action.continue'),
        icon: ArrowRight,
        busy: act.busy,
        onPress: () => act.run(() => kiosk.case.giveConsent({ caseId: view.caseId, purposes }), onView),
      }}
    >
      <FailureNote failure={act.failure} />
      <ul className="flex flex-col gap-2">
        {catalogue.purposes.map((purpose) => {
          const agreed = given.has(purpose.purposeId);
          const missing =
            act.failure?.kind === 'consent-required' && act.failure.subject === purpose.purposeId;
          return (
            <li key={purpose.purposeId}>
              <SwitchRow
                title={localText(purpose.title, language)}
                text={localText(purpose.detail, language)}
                tag={t(purpose.required ? 'steps:consent.required' : 'steps:consent.optional')}
                state={t(agreed ? 'steps:consent.given' : 'steps:consent.notGiven')}
                checked={agreed}
                onChecked={(next) => choose(purpose.purposeId, next)}
                problem={missing}
              />
            </li>
          );
        })}
      </ul>
      <Panel open={details} onClose={() => setDetails(false)} title={t('steps:consent.detailsTitle')}>
        <p>{t('steps:consent.detailsKept')}</p>
        <p>{t('steps:consent.detailsAadhaar')}</p>
        <p>{t('steps:consent.detailsWiped')}</p>
      </Panel>
    </StepLayout>
  );
}
