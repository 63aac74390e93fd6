// One line of the reading: its piece of the picture, its value, what proves it, or that a person must look.
import { Eye, Lock, ShieldCheck } from 'lucide-react';
import { useId } from 'react';
import type { FieldView } from '#core/contract/kiosk/case-view.ts';
import type { EvidenceId } from '#core/kernel/brand.ts';
import type { Failure } from '#renderer/bridge/attempt.ts';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { PicturePiece } from '#renderer/ui/picture-piece.tsx';
import { FieldInput } from './field-input.tsx';
import { Rivals } from './rivals.tsx';

export interface FieldRowProps {
  readonly field: FieldView;
  readonly value: string;
  readonly pictures: ReadonlyMap<EvidenceId, ImageBitmap>;
  readonly failure: Failure | null;
  readonly onValue: (value: string) => void;
}

export function FieldRow({ field, value, pictures, failure, onValue }: FieldRowProps) {
  const { t } = useText();
  const id = useId();
  const label = t(`words:field.${field.name}`);
  return (
    <li className="grid grid-cols-[minmax(0,5fr)_minmax(0,7fr)] items-center gap-6 px-4 py-2">
      <div className="flex h-16 items-center justify-center overflow-hidden rounded-card bg-paper-2">
        {field.where ? (
          <PicturePiece
            picture={pictures.get(field.where.evidenceId) ?? null}
            box={field.where.box}
            covered={field.name === 'aadhaarNumber'}
            label={t('steps:reading.pieceOf', { field: label })}
            className="max-h-16 max-w-full"
          />
        ) : (
          <span className="px-2 text-ink-2">{t('steps:reading.noPiece')}</span>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3">
          <span id={id} className="font-semibold">
            {label}
          </span>
          <Standing field={field} />
        </div>
        <FieldInput
          field={field}
          value={value}
          labelId={id}
          label={label}
          invalid={failure !== null}
          onValue={onValue}
        />
        <Rivals field={field} pictures={pictures} />
        <FailureNote failure={failure} />
      </div>
    </li>
  );
}

function Standing({ field }: { readonly field: FieldView }) {
  const { t } = useText();
  if (field.proof)
    return (
      <span className="flex items-center gap-1 text-proved">
        <ShieldCheck aria-hidden className="size-5" />
        {t(`words:proof.${field.proof}`)}
        {!field.editable && field.name === 'aadhaarNumber' && (
          <span className="ml-2 flex items-center gap-1 text-ink-2">
            <Lock aria-hidden className="size-4" />
            {t('steps:reading.masked')}
          </span>
        )}
      </span>
    );
  if (field.source === 'typed') return <span className="text-ink-2">{t('steps:reading.typed')}</span>;
  if (!field.needsLook) return null;
  return (
    <span className="flex items-center gap-1 rounded-full border border-marigold bg-marigold-50 px-3">
      <Eye aria-hidden className="size-5" />
      {t('steps:reading.look')}
    </span>
  );
}
