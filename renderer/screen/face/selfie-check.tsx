// The customer's picture before it is compared.
import { Check, RotateCcw, UserRoundCheck } from 'lucide-react';
import { waivableFlaws } from '#core/contract/kiosk/waivable-flaw.ts';
import type { KioskStatus } from '#core/contract/kiosk/contract.ts';
import type { CapturedPicture } from '#renderer/capture/captured-picture.ts';
import { type OfficerWord, useOfficerWord } from '#renderer/screen/officer-word.tsx';
import { BlobPicture } from '#renderer/ui/blob-picture.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import type { Act } from '#renderer/ui/use-act.ts';

const waivable: ReadonlySet<string> = new Set(waivableFlaws);

export interface SelfieCheckProps {
  readonly status: KioskStatus;
  readonly still: CapturedPicture;
  readonly act: Act;
  /** `asItIs`: the customer cannot mend what the kiosk found. */
  readonly onKeep: (asItIs: boolean, given?: OfficerWord['given']) => void;
  readonly onRetake: () => void;
}

export function SelfieCheck({ status, still, act, onKeep, onRetake }: SelfieCheckProps) {
  const { t } = useText();
  const word = useOfficerWord(status);
  return (
    <StepLayout
      heading={t('steps:face.heading')}
      lead={t('steps:face.keepLead')}
      onBack={onRetake}
      secondary={
        <Button icon={RotateCcw} className="min-h-bar" disabled={act.busy} onClick={onRetake}>
          {t('steps:face.retake')}
        </Button>
      }
      primary={{
        label: act.busy ? t('steps:face.comparing') : t('steps:face.keep'),
        icon: Check,
        busy: act.busy,
        onPress: () => onKeep(false),
      }}
    >
      <FailureNote failure={act.failure} />
      {act.failure && waivable.has(act.failure.kind) && (
        <div className="flex flex-wrap items-center gap-4">
          {word.fields}
          <Button
            icon={UserRoundCheck}
            className="min-h-bar"
            disabled={act.busy || !word.ready}
            onClick={() => onKeep(true, word.given)}
          >
            {t('steps:face.asItIs')}
          </Button>
          <span className="text-ink-2">{t('steps:face.asItIsHint')}</span>
        </div>
      )}
      <div className="min-h-0 flex-1">
        <BlobPicture
          blob={still.image}
          alt={t('steps:face.stillAlt')}
          className="size-full rounded-card bg-black object-contain"
        />
      </div>
    </StepLayout>
  );
}
