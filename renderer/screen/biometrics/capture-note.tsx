// What is going on with the finger that is lit: place it, try again, or how good it was, as a bar and in words.
import type { BodyPart } from '#core/contract/bank/biometric.ts';
import { useText } from '#renderer/ui/language.ts';
import { type Biometrics, modalityOf, partNamed } from './body-parts.ts';
import type { RunningCapture } from './use-capture.ts';

export interface CaptureNoteProps {
  readonly held: Biometrics;
  readonly part: BodyPart;
  /** What was captured before, at once: told while the next one has nothing to tell. */
  readonly last: readonly BodyPart[];
  readonly capture: RunningCapture;
}

/** The worst of several: it is what may have to be done again. */
function worstOf({ captures }: Biometrics, parts: readonly BodyPart[]) {
  return captures
    .filter((each) => parts.includes(each.part))
    .toSorted((a, b) => (a.quality ?? 100) - (b.quality ?? 100))[0];
}

export function CaptureNote({ held, part, last, capture }: CaptureNoteProps) {
  const { t } = useText();
  const { busy, tried, failure } = capture;
  const own = held.captures.find((each) => each.part === part);
  const taken = own ?? (failure ? undefined : worstOf(held, last));
  const agreement = taken?.agreement;
  const quality = busy ? (tried?.quality ?? null) : (taken?.quality ?? null);
  const words = () => {
    if (busy && tried === null)
      return t(modalityOf(part) === 'iris' ? 'steps:biometrics.lookIn' : 'steps:biometrics.place');
    if (busy && tried) {
      const { number } = tried;
      return tried.quality === null
        ? t('steps:biometrics.triedOnce', { number })
        : t('steps:biometrics.tried', { number, quality: tried.quality });
    }
    const sameAs = failure?.kind === 'biometric-twice' ? partNamed(failure.subject) : null;
    if (sameAs) return t('steps:biometrics.sameAs', { part: t(`words:bodyPart.${sameAs}`) });
    if (!taken || !agreement) return '';
    const said = t(`steps:biometrics.agreement.${agreement}`);
    return own ? said : t('steps:biometrics.before', { part: t(`words:bodyPart.${taken.part}`), said });
  };
  return (
    <div>
      <output className="block min-h-6">{words()}</output>
      {quality !== null && (
        <div className="flex items-center gap-3">
          <span id="quality-name">{t('steps:biometrics.quality')}</span>
          <meter
            aria-labelledby="quality-name"
            min={0}
            max={100}
            low={25}
            high={modalityOf(part) === 'iris' ? 60 : 40}
            optimum={100}
            value={quality}
            className="h-4 flex-1"
          />
          <span className="tabular-nums">{t('steps:biometrics.qualityOf', { quality })}</span>
        </div>
      )}
    </div>
  );
}
