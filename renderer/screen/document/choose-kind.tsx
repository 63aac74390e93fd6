// The kinds of document by their picture.
import { ArrowRight } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import type { DocumentKind } from '#core/reading/field.ts';
import { ChoiceCard } from '#renderer/ui/choice-card.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { CardPicture, PassportPicture } from './kind-pictures.tsx';

const kinds = ['aadhaar', 'passport'] as const satisfies readonly DocumentKind[];
const pictures: Readonly<Record<DocumentKind, () => ReactElement>> = {
  aadhaar: CardPicture,
  passport: PassportPicture,
};

export interface ChooseKindProps {
  readonly kind: DocumentKind | null;
  readonly onChoose: (kind: DocumentKind) => void;
  readonly onBack: () => void;
}

export function ChooseKind({ kind, onChoose, onBack }: ChooseKindProps) {
  const { t } = useText();
  const [chosen, setChosen] = useState<DocumentKind | null>(kind);
  return (
    <StepLayout
      heading={t('steps:document.heading')}
      lead={t('steps:document.chooseLead')}
      onBack={onBack}
      primary={{
        label: t('steps:document.choose'),
        icon: ArrowRight,
        disabled: chosen === null,
        onPress: () => chosen && onChoose(chosen),
      }}
    >
      <fieldset className="grid max-w-4xl grid-cols-2 gap-6 portrait:grid-cols-1">
        <legend className="sr-only">{t('steps:document.heading')}</legend>
        {kinds.map((each) => {
          const Picture = pictures[each];
          return (
            <ChoiceCard
              key={each}
              group="document-kind"
              name={t(`words:documentKind.${each}`)}
              checked={chosen === each}
              onChoose={() => setChosen(each)}
            >
              <span className="text-ink-2">{t(`steps:document.tips.${each}`)}</span>
              <Picture />
            </ChoiceCard>
          );
        })}
      </fieldset>
    </StepLayout>
  );
}
