// The kinds of document by their picture.
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { documentKinds, type DocumentKind } from '#core/reading/document-kinds.ts';
import { ChoiceCard } from '#renderer/ui/choice-card.tsx';
import { useText } from '#renderer/ui/language.ts';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { kindPictures } from './kind-pictures.tsx';

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
      <fieldset className="grid max-w-6xl grid-cols-3 gap-4 portrait:grid-cols-2">
        <legend className="sr-only">{t('steps:document.heading')}</legend>
        {documentKinds.map((each) => {
          const Picture = kindPictures[each];
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
