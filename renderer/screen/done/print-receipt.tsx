// The receipt on paper: by a printer that the system knows, on A4 or a roll; where it knows none, by the browser's own dialog.
import { Printer as PrinterIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { PaperSize, Printer } from '#core/contract/kiosk/device-view.ts';
import { attempt } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { SelectField } from '#renderer/ui/select-field.tsx';
import { useAct } from '#renderer/ui/use-act.ts';

/** Written out: the contract's own list would bring its schemas' library into the page. */
const papers: readonly PaperSize[] = ['a4', 'receipt'];

export interface PrintReceiptProps {
  readonly caseId: CaseView['caseId'];
  readonly onBrowserPrint: () => void;
}

export function PrintReceipt({ caseId, onBrowserPrint }: PrintReceiptProps) {
  const { t, language } = useText();
  const kiosk = useKiosk();
  const act = useAct();
  const [printers, setPrinters] = useState<readonly Printer[] | null>(null);
  const [wished, setWished] = useState<string | null>(null);
  const [paper, setPaper] = useState<PaperSize>('a4');
  const [sentTo, setSentTo] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const answer = await attempt(() => kiosk.devices.printers());
      if (!gone) setPrinters(answer.ok ? answer.value : []);
    };
    void look();
    return () => {
      gone = true;
    };
  }, [kiosk]);
  if (printers === null) return null;
  const printer =
    printers.find(({ name }) => name === wished) ??
    printers.find(({ isDefault }) => isDefault) ??
    printers[0];
  if (!printer)
    return (
      <Button look="primary" icon={PrinterIcon} onClick={onBrowserPrint}>
        {t('steps:done.print')}
      </Button>
    );
  const print = () => {
    setSentTo(null);
    act.run(
      () => kiosk.case.printReceipt({ caseId, language, printer: printer.name, paper }),
      () => setSentTo(printer.name),
    );
  };
  return (
    <div className="flex w-full flex-col gap-2">
      <FailureNote failure={act.failure} />
      {sentTo !== null && (
        <Note tone="good" spoken="when-free" title={t('steps:done.printed', { printer: sentTo })} />
      )}
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={t('steps:done.printer')}
          value={printer.name}
          choices={printers.map(({ name }) => ({ value: name, label: name }))}
          onValue={setWished}
          disabled={act.busy}
        />
        <SelectField
          label={t('steps:done.paper')}
          value={paper}
          choices={papers.map((each) => ({ value: each, label: t(`steps:done.papers.${each}`) }))}
          onValue={(value) => setPaper(papers.find((each) => each === value) ?? 'a4')}
          disabled={act.busy}
        />
        <Button look="primary" icon={PrinterIcon} busy={act.busy} onClick={print}>
          {t('steps:done.print')}
        </Button>
      </div>
    </div>
  );
}
