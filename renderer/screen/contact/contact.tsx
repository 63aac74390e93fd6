// The customer's mobile and the code sent to it; without a line the number is kept unverified and the journey goes on.
import { useState } from 'react';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { CodeEntry } from './code-entry.tsx';
import { KeptNumber } from './kept-number.tsx';
import { NumberEntry } from './number-entry.tsx';

export function Contact(props: StepProps) {
  const { view } = props;
  /** Known only to this page while it is open: the case's view shows it masked. */
  const [mobile, setMobile] = useState<string | null>(null);
  const [another, setAnother] = useState(false);
  const onSent: StepProps['onView'] = (next) => {
    setAnother(false);
    props.onView(next);
  };
  if (another || !view.contact) {
    return (
      <NumberEntry
        {...props}
        onView={onSent}
        onMobile={setMobile}
        onBack={another ? () => setAnother(false) : props.onBack}
      />
    );
  }
  if (view.contact.state === 'code-sent') {
    // A new code makes the page anew: what was typed belonged to the old one.
    return (
      <CodeEntry
        key={view.contact.expiresAt}
        {...props}
        contact={view.contact}
        mobile={mobile}
        onOther={() => setAnother(true)}
      />
    );
  }
  return <KeptNumber {...props} contact={view.contact} onOther={() => setAnother(true)} />;
}
