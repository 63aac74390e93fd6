// The identity document: its kind by picture, then each side by camera or file; what is kept may be taken again.
import { useEffect, useState } from 'react';
import type { DocumentKind, DocumentSide } from '#core/reading/field.ts';
import type { CapturedPicture } from '#renderer/capture/captured-picture.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { useAct } from '#renderer/ui/use-act.ts';
import { ChooseKind } from './choose-kind.tsx';
import { KeptSides } from './kept-sides.tsx';
import { StillCheck } from './still-check.tsx';
import { TakeSide } from './take-side.tsx';

export interface Wanted {
  readonly kind: DocumentKind;
  readonly side: DocumentSide;
}

/** The side to take next, by what the case still lacks; null when the kind is open or nothing is missing. */
function wantedOf(view: StepProps['view']): Wanted | null {
  const side = view.document?.sidesMissing[0];
  return view.document && side ? { kind: view.document.kind, side } : null;
}

export function Document(props: StepProps) {
  const { view, onView, onBack, onExpect } = props;
  const kiosk = useKiosk();
  const act = useAct();
  const [wanted, setWanted] = useState<Wanted | null>(() => wantedOf(view));
  const [choosing, setChoosing] = useState(false);
  const [still, setStill] = useState<(CapturedPicture & { readonly flags: readonly string[] }) | null>(null);
  const [retaken, setRetaken] = useState(0);
  const expected = wanted?.kind;
  useEffect(() => {
    if (expected) onExpect(expected);
  }, [expected, onExpect]);

  const dropStill = () => {
    act.clear();
    setStill(null);
    setRetaken((count) => count + 1);
  };
  if (wanted && still) {
    const keep = () =>
      act.run(
        () =>
          kiosk.case.addDocument({
            caseId: view.caseId,
            ...wanted,
            origin: still.taken === 'upload' ? 'file' : 'camera',
            image: still.image,
            flags: [still.taken, ...still.flags],
          }),
        (next) => {
          setStill(null);
          setRetaken(0);
          setWanted(wantedOf(next));
          onView(next);
        },
      );
    return <StillCheck {...wanted} still={still} act={act} onKeep={keep} onRetake={dropStill} />;
  }
  if (wanted) {
    return (
      <TakeSide
        // Each side anew: hints and the ring belong to one side only.
        key={`${wanted.kind}-${wanted.side}`}
        {...wanted}
        caseId={props.view.caseId}
        camera={props.camera}
        // A picture is taken by itself only after something moved: else the side just kept would be taken twice.
        byItself={retaken === 0 && wanted.side === 'front'}
        onTaken={(picture, flags) => setStill({ ...picture, flags })}
        onOther={() => {
          setWanted(null);
          setChoosing(true);
        }}
        onBack={onBack}
      />
    );
  }
  if (choosing || !view.document) {
    return (
      <ChooseKind
        kind={view.document?.kind ?? null}
        onChoose={(kind) => {
          setChoosing(false);
          setWanted({ kind, side: 'front' });
        }}
        onBack={choosing && view.document ? () => setChoosing(false) : onBack}
      />
    );
  }
  return (
    <KeptSides
      {...props}
      document={view.document}
      onOther={() => setChoosing(true)}
      onRetake={(side) => view.document && setWanted({ kind: view.document.kind, side })}
    />
  );
}
