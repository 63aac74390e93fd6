// A refusal in words: what happened, and what to do now. It never shows a code.
import type { Failure } from '#renderer/bridge/attempt.ts';
import { useText } from './language.ts';
import { Note } from './note.tsx';

export interface FailureNoteProps {
  readonly failure: Failure | null;
  readonly id?: string;
  readonly className?: string;
}

export function FailureNote({ failure, id, className }: FailureNoteProps) {
  const { t } = useText();
  if (!failure) return null;
  return (
    <Note
      tone="stop"
      spoken="at-once"
      title={t(`refusals:${failure.kind}.what`)}
      {...(id === undefined ? {} : { id })}
      {...(className === undefined ? {} : { className })}
    >
      {failure.scanner === undefined
        ? t(`refusals:${failure.kind}.next`)
        : t(`words:scanner.${failure.scanner}`)}
      {failure.triesLeft !== undefined && <> {t('steps:contact.tries', { count: failure.triesLeft })}</>}
    </Note>
  );
}
