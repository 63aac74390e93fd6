// The picture just taken, before it is kept: a person sees whether it can be read.
import { Check, RotateCcw } from 'lucide-react';
import type { DocumentKind, DocumentSide } from '#core/reading/field.ts';
import type { CapturedPicture } from '#renderer/capture/captured-picture.ts';
import { BlobPicture } from '#renderer/ui/blob-picture.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import type { Act } from '#renderer/ui/use-act.ts';

export interface StillCheckProps {
  readonly kind: DocumentKind;
  readonly side: DocumentSide;
  readonly still: CapturedPicture;
  readonly act: Act;
  readonly onKeep: () => void;
  readonly onRetake: () => void;
}

const isMendable = (failure: Act['failure']): boolean =>
  failure?.kind === 'blurred' || failure?.kind === 'glare';

export function StillCheck({ kind, side, still, act, onKeep, onRetake }: StillCheckProps) {
  const { t } = useText();
  return (
    <StepLayout
      heading={t(`steps:document.capture.${kind}.${side}`)}
      lead={t('steps:document.keepLead')}
      onBack={onRetake}
      secondary={
        <Button icon={RotateCcw} className="min-h-bar" disabled={act.busy} onClick={onRetake}>
          {t('steps:document.retake')}
        </Button>
      }
      primary={{ label: t('steps:document.keep'), icon: Check, busy: act.busy, onPress: onKeep }}
    >
      <FailureNote failure={act.failure} />
      {isMendable(act.failure) && <p className="shrink-0 text-ink-2">{t('steps:document.afterTwoTries')}</p>}
      <div className="min-h-0 flex-1">
        <BlobPicture
          blob={still.image}
          alt={t('steps:document.stillAlt')}
          className="size-full rounded-card bg-black object-contain"
        />
      </div>
    </StepLayout>
  );
}
