// What other sources say of a field, beside its value: each with its words for where it comes from, and its piece of the picture.
import { GitCompareArrows } from 'lucide-react';
import type { FieldView } from '#core/contract/kiosk/case-view.ts';
import type { EvidenceId } from '#core/kernel/brand.ts';
import { fieldInWords } from '#renderer/ui/field-words.ts';
import { useText } from '#renderer/ui/language.ts';
import { PicturePiece } from '#renderer/ui/picture-piece.tsx';

export interface RivalsProps {
  readonly field: FieldView;
  readonly pictures: ReadonlyMap<EvidenceId, ImageBitmap>;
}

export function Rivals({ field, pictures }: RivalsProps) {
  const { t, locale } = useText();
  if (!field.rivals || field.rivals.length === 0) return null;
  return (
    <div className="flex flex-col gap-1 rounded-card border-l-4 border-marigold bg-marigold-50 px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-2 font-semibold">
        <GitCompareArrows aria-hidden className="size-5 shrink-0" />
        {t('steps:reading.disagrees')}
      </p>
      <p className="text-ink-2">
        {t('steps:reading.valueFrom', { source: t(`words:source.${field.source}`) })}
      </p>
      <ul className="flex flex-col gap-2">
        {field.rivals.map((rival) => (
          <li key={`${rival.source} ${rival.value}`} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-ink-2">{t(`words:source.${rival.source}`)}</span>
            <span className="font-semibold">
              {fieldInWords({ name: field.name, value: rival.value }, t, locale)}
            </span>
            {rival.where && (
              <PicturePiece
                picture={pictures.get(rival.where.evidenceId) ?? null}
                box={rival.where.box}
                covered={field.name === 'aadhaarNumber'}
                label={t('steps:reading.pieceOf', { field: t(`words:field.${field.name}`) })}
                className="max-h-10 max-w-full"
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
