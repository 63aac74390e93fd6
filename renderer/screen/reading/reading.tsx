// The reading: first the kiosk reads, with its progress shown; then a person compares every line with the picture.
import { RotateCcw, ScanText } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import type { KioskClient } from '#renderer/bridge/kiosk-client.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { ProgressRing } from '#renderer/ui/progress-ring.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { CheckFields } from './check-fields.tsx';

export function Reading(props: StepProps) {
  const { view } = props;
  const [run, setRun] = useState(0);
  if (view.reading) return <CheckFields {...props} reading={view.reading} />;
  return <ReadingRun key={run} {...props} onAgain={() => setRun((count) => count + 1)} />;
}

/** Follows one reading to its end; null when it was stopped before. */
async function readDocument(
  kiosk: KioskClient,
  caseId: CaseId,
  signal: AbortSignal,
  onPercent: (percent: number) => void,
): Promise<CaseView | null> {
  for await (const event of await kiosk.case.read({ caseId }, { signal })) {
    if (signal.aborted) return null;
    if (event.type === 'read') return event.case;
    onPercent(event.percent);
  }
  return null;
}

interface ReadingRunProps extends StepProps {
  readonly onAgain: () => void;
}

function ReadingRun({ view, onView, onBack, onGoTo, onAgain }: ReadingRunProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const { caseId } = view;
  const [percent, setPercent] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const read = async () => {
      const answer = await attempt(() => readDocument(kiosk, caseId, stop.signal, setPercent));
      if (stop.signal.aborted) return;
      if (!answer.ok) setFailure(answer.error);
      else if (answer.value) onView(answer.value);
    };
    void read();
    return () => stop.abort();
  }, [kiosk, caseId, onView]);
  const retake = () => onGoTo('document');
  return (
    <StepLayout
      heading={failure ? t('steps:reading.failed') : t('steps:reading.readingHeading')}
      lead={failure ? null : t('steps:reading.readingLead')}
      onBack={onBack}
      secondary={
        failure && (
          <Button icon={ScanText} className="min-h-bar" onClick={onAgain}>
            {t('steps:reading.again')}
          </Button>
        )
      }
      primary={failure && { label: t('steps:reading.retake'), icon: RotateCcw, onPress: retake }}
    >
      {failure ? (
        <FailureNote failure={failure} className="max-w-3xl" />
      ) : (
        <div className="grid flex-1 place-items-center">
          <ProgressRing
            percent={percent}
            label={t('steps:reading.percent', { percent: Math.round(percent) })}
          />
        </div>
      )}
    </StepLayout>
  );
}
