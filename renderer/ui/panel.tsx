// A dialog that shows something and closes; and one that asks before something is lost.
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { useText } from './language.ts';

const backdrop =
  'fixed inset-0 bg-black/40 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';
const popup =
  'fixed top-1/2 left-1/2 flex max-h-[92vh] max-w-[94vw] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 rounded-card bg-paper p-6 shadow-card';

export interface PanelProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
}

export function Panel({ open, onClose, title, children, actions, wide = false }: PanelProps) {
  const { t } = useText();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdrop} />
        <Dialog.Popup className={classNames(popup, wide ? 'h-[88vh] w-[56rem]' : 'w-[40rem]')}>
          <Dialog.Title className="text-title font-semibold">{title}</Dialog.Title>
          <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto text-lead">{children}</div>
          <div className="flex flex-wrap justify-end gap-3">
            {actions}
            <Button icon={X} onClick={onClose}>
              {t('app:action.close')}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export interface AskProps {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  readonly keep: string;
  readonly confirm: string;
  readonly busy?: boolean;
  readonly note?: ReactNode;
  readonly onKeep: () => void;
  readonly onConfirm: () => void;
}

export function Ask(props: AskProps) {
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(next) => !next && props.onKeep()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdrop} />
        <AlertDialog.Popup className={classNames(popup, 'w-[36rem]')}>
          <AlertDialog.Title className="text-title font-semibold">{props.title}</AlertDialog.Title>
          <AlertDialog.Description className="text-lead">{props.text}</AlertDialog.Description>
          {props.note}
          <div className="flex flex-wrap justify-end gap-3">
            <Button look="stop" busy={props.busy ?? false} onClick={props.onConfirm}>
              {props.confirm}
            </Button>
            <Button look="primary" onClick={props.onKeep}>
              {props.keep}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
