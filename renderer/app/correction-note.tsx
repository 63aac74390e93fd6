// Stands above every step of a case that is being corrected: why it was refused, in words, and what stays as it is.
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { DeliveryReason } from '#core/contract/kiosk/delivery-reason.ts';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';

export function CorrectionNote({ correction }: { readonly correction: NonNullable<CaseView['correction']> }) {
  const { t } = useText();
  const { version, reason: parkedFor, bankReasons } = correction;
  const parkedWords = (reason: DeliveryReason) => <p>{t(`words:deliveryReason.${reason}`)}</p>;
  return (
    <Note tone="look" title={t('app:correction.title', { version })} className="mx-8 mt-4 portrait:mx-6">
      {parkedFor !== null && parkedWords(parkedFor)}
      {bankReasons.map((reason) => (
        <p key={reason}>{t(`words:bankReason.${reason}`)}</p>
      ))}
      <p>{t('app:correction.rule')}</p>
    </Note>
  );
}
