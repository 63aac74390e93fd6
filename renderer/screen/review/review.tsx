// Everything on one page, each part with its own Edit, before it is sealed for good.
import { Pencil, Stamp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Step } from '#core/contract/kiosk/case-view.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { useEvidence } from '#renderer/bridge/use-evidence.ts';
import { useCoveredBoxes } from '#renderer/screen/covered-boxes.ts';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { BlobPicture } from '#renderer/ui/blob-picture.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { CoveredPicture } from '#renderer/ui/covered-picture.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { fieldInWords } from '#renderer/ui/field-words.ts';
import { localText, useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

export function Review({ view, catalogue, status, onView, onBack, onGoTo }: StepProps) {
  const { t, language, locale } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const product = catalogue.products.find((each) => each.productId === view.product?.productId);
  const branch = catalogue.branches.find((each) => each.branchId === view.product?.branchId);
  const selfie = useEvidence(view.caseId, view.face?.selfieId ?? null);
  const frontId = view.document?.sides[0]?.evidenceId ?? null;
  const front = useEvidence(view.caseId, frontId);
  const covered = useCoveredBoxes(view, frontId);
  const section = (step: Step, children: ReactNode) => (
    <Section step={step} onEdit={() => onGoTo(step)}>
      {children}
    </Section>
  );
  return (
    <StepLayout
      heading={t('steps:review.heading')}
      lead={t('steps:review.lead')}
      onBack={onBack}
      primary={{
        label: act.busy ? t('steps:review.sealing') : t('steps:review.seal'),
        icon: Stamp,
        busy: act.busy,
        onPress: () => act.run(() => kiosk.case.seal({ caseId: view.caseId }), onView),
      }}
    >
      <FailureNote failure={act.failure} />
      <div className="grid grid-cols-2 items-start gap-4 portrait:grid-cols-1">
        {section(
          'reading',
          <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-1">
            {view.reading?.fields.map((field) => (
              <Line
                key={field.name}
                name={t(`words:field.${field.name}`)}
                value={fieldInWords(field, t, locale)}
              />
            ))}
          </dl>,
        )}
        <div className="flex flex-col gap-4">
          {section(
            'product',
            <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-1">
              <Line
                name={t('steps:review.account')}
                value={product ? localText(product.name, language) : '–'}
              />
              <Line
                name={t('steps:review.branch')}
                value={branch ? `${localText(branch.name, language)}, ${branch.ifsc}` : '–'}
              />
            </dl>,
          )}
          {section(
            'contact',
            <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-1">
              <Line
                name={t('steps:review.mobile')}
                value={
                  view.contact
                    ? `${view.contact.mobileMasked} (${t(`steps:review.mobileState.${view.contact.state}`)})`
                    : '–'
                }
              />
            </dl>,
          )}
          {section(
            'consent',
            <dl className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-x-4 gap-y-1">
              {catalogue.purposes.map((purpose) => {
                const given = view.consent?.purposes.some(
                  (each) => each.purposeId === purpose.purposeId && each.given,
                );
                return (
                  <Line
                    key={purpose.purposeId}
                    name={localText(purpose.title, language)}
                    value={t(given ? 'steps:review.consentGiven' : 'steps:review.consentNot')}
                  />
                );
              })}
            </dl>,
          )}
        </div>
        {section(
          'document',
          <>
            <p className="pb-2">{view.document && t(`words:documentKind.${view.document.kind}`)}</p>
            <CoveredPicture
              blob={front}
              covered={covered}
              alt={t('steps:document.sideAlt', { side: t('steps:document.front') })}
              className="h-40 rounded-card object-contain"
            />
          </>,
        )}
        {section(
          'face',
          <>
            <p className="pb-2">
              {view.face && t(`steps:face.outcome.${view.face.outcome}`)}{' '}
              {view.face?.officerVerdict && t(`steps:face.decided.${view.face.officerVerdict}`)}
            </p>
            <BlobPicture
              blob={selfie}
              alt={t('steps:face.selfie')}
              className="h-40 rounded-card object-contain"
            />
          </>,
        )}
        {view.biometrics &&
          section(
            'biometrics',
            <p>
              {view.biometrics.captures.length + view.biometrics.exceptions.length === 0
                ? t('steps:review.biometricsNone')
                : t('steps:review.biometricsCount', { count: view.biometrics.captures.length })}
              {view.biometrics.exceptions.length > 0 &&
                ` · ${t('steps:review.exceptionsCount', { count: view.biometrics.exceptions.length })}`}
            </p>,
          )}
      </div>
      <Note tone="plain" title={t('steps:review.next')}>
        {t(status.line === 'online' ? 'steps:review.nextOnline' : 'steps:review.nextOffline')}
      </Note>
    </StepLayout>
  );
}

interface SectionProps {
  readonly step: Step;
  readonly onEdit: () => void;
  readonly children: ReactNode;
}

function Section({ step, onEdit, children }: SectionProps) {
  const { t } = useText();
  const part = step === 'reading' ? t('steps:review.details') : t(`words:step.${step}`);
  return (
    <section aria-label={part} className="rounded-card border border-line bg-white px-4 py-3">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-lead font-semibold">{part}</h2>
        <Button look="plain" icon={Pencil} aria-label={t('steps:review.edit', { part })} onClick={onEdit}>
          {t('app:action.edit')}
        </Button>
      </div>
      {children}
    </section>
  );
}

function Line({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="font-semibold break-words">{value}</dd>
    </>
  );
}
