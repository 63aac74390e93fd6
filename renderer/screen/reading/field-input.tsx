// The right input for each field: dates by three choices, sex by its words, what is proved only to be read.
import { useState } from 'react';
import type { FieldView } from '#core/contract/kiosk/case-view.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { fieldInWords, sexes } from '#renderer/ui/field-words.ts';
import { monthNames } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { SelectField } from '#renderer/ui/select-field.tsx';
import { inputLook } from '#renderer/ui/text-field.tsx';
import { dateParts, dayChoices, isoOf, monthValue, withPart, yearChoices } from './date-parts.ts';

export interface FieldInputProps {
  readonly field: FieldView;
  readonly value: string;
  readonly label: string;
  readonly labelId: string;
  readonly invalid: boolean;
  readonly onValue: (value: string) => void;
}

export function FieldInput({ field, value, label, labelId, invalid, onValue }: FieldInputProps) {
  const { t, locale } = useText();
  if (!field.editable)
    return (
      <p className="py-2 text-lead tracking-wide">{fieldInWords({ name: field.name, value }, t, locale)}</p>
    );
  if (field.name === 'dateOfBirth' || field.name === 'expiryDate')
    return <DayInput name={field.name} value={value} labelId={labelId} onValue={onValue} />;
  if (field.name === 'sex') {
    const known = sexes.some((sex) => sex === value);
    return (
      <SelectField
        label={label}
        labelHidden
        value={value}
        className="max-w-xs"
        choices={[
          ...(known ? [] : [{ value, label: value }]),
          ...sexes.map((sex) => ({ value: sex, label: t(`words:sex.${sex}`) })),
        ]}
        onValue={onValue}
      />
    );
  }
  // An address runs over two lines on every document.
  if (field.name === 'address') {
    return (
      <textarea
        aria-labelledby={labelId}
        aria-invalid={invalid || undefined}
        value={value}
        rows={2}
        onChange={(event) => onValue(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        className={classNames(inputLook, 'resize-none py-1')}
      />
    );
  }
  return (
    <input
      aria-labelledby={labelId}
      aria-invalid={invalid || undefined}
      value={value}
      onChange={(event) => onValue(event.target.value)}
      autoComplete="off"
      spellCheck={false}
      className={classNames(inputLook, 'py-1')}
    />
  );
}

interface DayInputProps {
  readonly name: 'dateOfBirth' | 'expiryDate';
  readonly value: string;
  readonly labelId: string;
  readonly onValue: (value: string) => void;
}

function DayInput({ name, value, labelId, onValue }: DayInputProps) {
  const { t, locale } = useText();
  const parts = dateParts(value);
  const open = { value: '', label: '–' };
  const [thisYear] = useState(() => new Date().getFullYear());
  const years = yearChoices(name, thisYear);
  return (
    <fieldset aria-labelledby={labelId} className="flex gap-3">
      <SelectField
        label={t('steps:reading.day')}
        labelHidden
        className="w-24"
        value={parts.day}
        choices={[open, ...dayChoices(parts).map((day) => ({ value: day, label: day }))]}
        onValue={(day) => onValue(isoOf(withPart(parts, { day })))}
      />
      <SelectField
        label={t('steps:reading.month')}
        labelHidden
        className="w-44"
        value={parts.month}
        choices={[
          open,
          ...monthNames(locale).map((month, index) => ({ value: monthValue(index), label: month })),
        ]}
        onValue={(month) => onValue(isoOf(withPart(parts, { month })))}
      />
      <SelectField
        label={t('steps:reading.year')}
        labelHidden
        className="w-32"
        value={parts.year}
        choices={[
          open,
          ...(parts.year !== '' && !years.includes(parts.year)
            ? [{ value: parts.year, label: parts.year }]
            : []),
          ...years.map((year) => ({ value: year, label: year })),
        ]}
        onValue={(year) => onValue(isoOf(withPart(parts, { year })))}
      />
    </fieldset>
  );
}
