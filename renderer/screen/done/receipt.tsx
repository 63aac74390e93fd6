// The receipt as the main process wrote it, shown for reading, printing and, if the customer wants it, saving a copy.
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { PrintReceipt } from './print-receipt.tsx';

export interface ReceiptProps {
  readonly view: StepProps['view'];
  readonly onClose: () => void;
}

/** The browser's own viewer without its bars: what can be done with the receipt stands below it. */
const paperOnly = '#toolbar=0&navpanes=0&view=FitH';

export function Receipt({ view, onClose }: ReceiptProps) {
  const { t, language } = useText();
  const kiosk = useKiosk();
  const frame = useRef<HTMLIFrameElement>(null);
  const [address, setAddress] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { caseId } = view;
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    const load = async () => {
      const answer = await attempt(async () => {
        const bytes = await kiosk.case.receipt({ caseId, language });
        return new Blob([await bytes.arrayBuffer()], { type: 'application/pdf' });
      });
      if (gone) return;
      if (!answer.ok) {
        setFailure(answer.error);
        return;
      }
      made = URL.createObjectURL(answer.value);
      setAddress(made);
    };
    void load();
    return () => {
      gone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [kiosk, caseId, language]);
  return (
    <Panel
      open
      wide
      onClose={onClose}
      title={t('steps:done.receiptTitle')}
      actions={
        address !== null && (
          <>
            <a
              href={address}
              download={`pravesh-${view.reference}.pdf`}
              className="inline-flex min-h-touch items-center gap-2 rounded-card border border-line-strong bg-white px-4 py-2 text-base hover:bg-teal-50"
            >
              <Download aria-hidden className="size-5" />
              {t('steps:done.save')}
            </a>
            <PrintReceipt caseId={caseId} onBrowserPrint={() => frame.current?.contentWindow?.print()} />
          </>
        )
      }
    >
      <FailureNote failure={failure} />
      {address === null ? (
        failure === null && <output className="block">{t('steps:done.receiptBusy')}</output>
      ) : (
        // oxlint-disable-next-line react/iframe-missing-sandbox -- Chromium shows no PDF in a sandbox; the bytes are the kiosk's own
        <iframe
          ref={frame}
          src={`${address}${paperOnly}`}
          title={t('steps:done.receiptTitle')}
          className="size-full min-h-0 flex-1 rounded-card border border-line bg-white"
        />
      )}
    </Panel>
  );
}
