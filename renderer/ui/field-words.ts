// A field's value as a person reads it: dates in words, sex in words, everything else as it stands on the document.
import type { TFunction } from 'i18next';
import type { FieldView } from '#core/contract/kiosk/case-view.ts';
import { dayInWords } from './format.ts';
import type { Namespaces } from './language.ts';

export const sexes = ['F', 'M', 'T', 'X'] as const;

export function fieldInWords(
  field: Pick<FieldView, 'name' | 'value'>,
  t: TFunction<Namespaces>,
  locale: string,
): string {
  if (field.name === 'dateOfBirth' || field.name === 'expiryDate') return dayInWords(field.value, locale);
  if (field.name === 'sex') {
    const sex = sexes.find((each) => each === field.value);
    return sex ? t(`words:sex.${sex}`) : field.value;
  }
  return field.value;
}
