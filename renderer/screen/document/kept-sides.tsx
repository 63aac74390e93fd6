// Every side as it was kept, when the step is come back to.
import { ArrowRight, RefreshCw, RotateCcw } from 'lucide-react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { EvidenceId } from '#core/kernel/brand.ts';
import type { DocumentSide } from '#core/reading/field.ts';
import { useEvidence } from '#renderer/bridge/use-evidence.ts';
import { useCoveredBoxes } from '#renderer/screen/covered-boxes.ts';
import { nextOpenStep } from '#renderer/screen/next-open-step.ts';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { CoveredPicture } from '#renderer/ui/covered-picture.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { ScanCode } from './scan-code.tsx';

export interface KeptSidesProps extends StepProps {
  readonly document: NonNullable<CaseView['document']>;
  readonly onOther: () => void;
  readonly onRetake: (side: DocumentSide) => void;
}

export function KeptSides({ view, document, onBack, onGoTo, onOther, onRetake }: KeptSidesProps) {
  const { t } = useText();
  return (
    <StepLayout
      heading={t('steps:document.heading')}
      lead={`${t(`words:documentKind.${document.kind}`)}. ${t('steps:document.allTaken')}`}
      aside={
        <Button icon={RefreshCw} className="shrink-0" onClick={onOther}>
          {t('steps:document.other')}
        </Button>
      }
      onBack={onBack}
      primary={{
        label: t(view.reading ? 'app:action.continue' : 'steps:document.read'),
        icon: ArrowRight,
        onPress: () => onGoTo(nextOpenStep(view)),
      }}
    >
      {document.kind === 'aadhaar' && !view.reading && <ScanCode caseId={view.caseId} />}
      <ul className="grid min-h-0 flex-1 auto-cols-fr grid-flow-col gap-6 portrait:grid-flow-row">
        {document.sides.map(({ side, evidenceId }) => (
          <Side key={side} view={view} side={side} evidenceId={evidenceId} onRetake={() => onRetake(side)} />
        ))}
      </ul>
    </StepLayout>
  );
}

interface SideProps {
  readonly view: CaseView;
  readonly side: DocumentSide;
  readonly evidenceId: EvidenceId;
  readonly onRetake: () => void;
}

function Side({ view, side, evidenceId, onRetake }: SideProps) {
  const { t } = useText();
  const blob = useEvidence(view.caseId, evidenceId);
  const covered = useCoveredBoxes(view, evidenceId);
  const name = t(`steps:document.${side}`);
  return (
    <li className="flex min-h-0 flex-col gap-3">
      <CoveredPicture
        blob={blob}
        covered={covered}
        alt={t('steps:document.sideAlt', { side: name })}
        className="min-h-0 w-full flex-1 rounded-card bg-black object-contain"
      />
      <Button icon={RotateCcw} onClick={onRetake}>
        {t('steps:document.retakeSide', { side: name })}
      </Button>
    </li>
  );
}
