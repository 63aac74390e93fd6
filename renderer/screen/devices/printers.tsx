// The system's printers, and a test page on A4 or on a receipt roll for each.
import { Printer as PrinterIcon, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PaperSize, Printer } from '#core/contract/kiosk/device-view.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

/** Asked anew each time somebody wants it: a printer that was switched on is there then. */
export function Printers() {
  const [round, setRound] = useState(0);
  return <PrinterList key={round} onLookAgain={() => setRound(round + 1)} />;
}

function PrinterList({ onLookAgain }: { readonly onLookAgain: () => void }) {
  const { t, language } = useText();
  const kiosk = useKiosk();
  const print = useAct();
  const [printers, setPrinters] = useState<readonly Printer[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sentTo, setSentTo] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const answer = await attempt(() => kiosk.devices.printers());
      if (gone) return;
      if (answer.ok) setPrinters(answer.value);
      setFailure(answer.ok ? null : answer.error);
    };
    void look();
    return () => {
      gone = true;
    };
  }, [kiosk]);
  const send = (printer: string, paper: PaperSize) => {
    setSentTo(null);
    print.run(
      () => kiosk.devices.testPrint({ printer, paper, language }),
      () => setSentTo(printer),
    );
  };
  return (
    <section aria-labelledby="printers-heading" className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 id="printers-heading" className="text-lead font-semibold">
          {t('app:devices.printers')}
        </h2>
        <Button icon={RefreshCw} onClick={onLookAgain}>
          {t('app:devices.lookAgain')}
        </Button>
      </div>
      {failure?.kind === 'printing-unavailable' ? (
        <Note tone="plain" title={t('refusals:printing-unavailable.what')}>
          {t('refusals:printing-unavailable.next')}
        </Note>
      ) : (
        <FailureNote failure={failure} />
      )}
      <FailureNote failure={print.failure} />
      {sentTo !== null && (
        <Note tone="good" spoken="when-free" title={t('app:devices.printed', { printer: sentTo })} />
      )}
      {printers?.length === 0 && <p className="text-ink-2">{t('app:devices.noPrinters')}</p>}
      <ul className="flex flex-col gap-2">
        {printers?.map(({ name, isDefault, state }) => (
          <li
            key={name}
            className="flex flex-wrap items-center gap-3 rounded-card border border-line bg-white px-4 py-2"
          >
            <PrinterIcon aria-hidden className="size-5 text-teal-700" />
            <span className="min-w-0 flex-1 font-semibold break-words">{name}</span>
            <span>
              {t(`app:devices.printer.${state}`)}
              {isDefault && ` · ${t('app:devices.standard')}`}
            </span>
            <Button busy={print.busy} onClick={() => send(name, 'a4')}>
              {t('app:devices.testA4')}
            </Button>
            <Button busy={print.busy} onClick={() => send(name, 'receipt')}>
              {t('app:devices.testReceipt')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
