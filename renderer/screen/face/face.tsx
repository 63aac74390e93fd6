// The customer's picture and what came of comparing it: taken, looked at, compared, decided.
import { useState } from 'react';
import type { CapturedPicture } from '#renderer/capture/captured-picture.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { OfficerWord } from '#renderer/screen/officer-word.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { useAct } from '#renderer/ui/use-act.ts';
import { CompareFaces } from './compare-faces.tsx';
import { LiveCheck } from './live-check.tsx';
import { OfficerLook } from './officer-look.tsx';
import { SelfieCheck } from './selfie-check.tsx';
import { TakeSelfie } from './take-selfie.tsx';

export function Face(props: StepProps) {
  const { view, onView, onBack } = props;
  const kiosk = useKiosk();
  const act = useAct();
  const [still, setStill] = useState<CapturedPicture | null>(null);
  const [again, setAgain] = useState(false);
  const [retaken, setRetaken] = useState(false);
  const { liveness } = view;
  if (liveness && liveness.outcome !== 'live') {
    if (liveness.outcome !== 'officer') return <LiveCheck {...props} />;
    if (liveness.officerVerdict === null) return <OfficerLook {...props} />;
  }
  if (still) {
    const keep = (asItIs: boolean, given: OfficerWord['given'] = {}) =>
      act.run(
        () =>
          kiosk.case.addSelfie({
            caseId: view.caseId,
            image: still.image,
            more: [...(still.more ?? [])],
            asItIs,
            ...given,
          }),
        (next) => {
          setStill(null);
          setAgain(false);
          onView(next);
        },
      );
    const retake = () => {
      act.clear();
      setStill(null);
      setRetaken(true);
    };
    return <SelfieCheck status={props.status} still={still} act={act} onKeep={keep} onRetake={retake} />;
  }
  if (view.face && !again) {
    return <CompareFaces {...props} face={view.face} onRetake={() => setAgain(true)} />;
  }
  return (
    <TakeSelfie
      camera={props.camera}
      byItself={!retaken}
      onTaken={setStill}
      onBack={view.face && again ? () => setAgain(false) : onBack}
    />
  );
}
