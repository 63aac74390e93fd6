// "No line" layer by layer in plain words: what carries, where it ends, and what to do there.
import { CircleCheck, CircleMinus, OctagonX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LayerStanding, LineView, MasterDataStanding } from '#core/contract/kiosk/line-diagnosis.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { dayAndTime } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { Panel } from '#renderer/ui/panel.tsx';

const looks = {
  good: { icon: CircleCheck, ink: 'text-proved' },
  bad: { icon: OctagonX, ink: 'text-stop' },
  'not-needed': { icon: CircleMinus, ink: 'text-ink-2' },
  'not-reached': { icon: CircleMinus, ink: 'text-ink-2' },
} as const;

export function LinePanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const kiosk = useKiosk();
  const [diagnosis, setDiagnosis] = useState<LineView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const answer = await attempt(() => kiosk.line.diagnose());
      if (gone) return;
      if (answer.ok) setDiagnosis(answer.value);
      else setFailure(answer.error);
    };
    void look();
    return () => {
      gone = true;
    };
  }, [kiosk]);
  return (
    <Panel open onClose={onClose} title={t('app:queue.line.title')}>
      <FailureNote failure={failure} />
      {diagnosis === null ? (
        failure === null && <output>{t('app:queue.line.looking')}</output>
      ) : (
        <div>
          {diagnosis.layers.map((standing) => (
            <Layer key={standing.layer} standing={standing} />
          ))}
        </div>
      )}
      {diagnosis?.masterData && <MasterData standing={diagnosis.masterData} />}
    </Panel>
  );
}

function MasterData({ standing }: { readonly standing: MasterDataStanding }) {
  const { t, locale } = useText();
  const { version, seenAt, sections } = standing;
  return (
    <section className="border-t border-line pt-2 text-base">
      <h3 className="font-semibold">{t('app:queue.data.title')}</h3>
      <p>
        {t('app:queue.data.version', { version })}
        {seenAt !== null && ` · ${t('app:queue.data.seen', { at: dayAndTime(seenAt, locale) })}`}
      </p>
      <dl className="grid grid-cols-2 gap-x-6">
        {sections.map(({ section, version: of, serial }) => (
          <div key={section} className="flex justify-between gap-2">
            <dt className="text-ink-2">{t(`app:queue.data.section.${section}`)}</dt>
            <dd className="text-end tabular-nums">
              {serial === undefined ? of : t('app:queue.data.serial', { serial, version: of })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Layer({ standing }: { readonly standing: LayerStanding }) {
  const { t } = useText();
  const { layer, outcome, cause, ms } = standing;
  const { icon: Icon, ink } = looks[outcome];
  return (
    <div className="flex items-start gap-3 border-t border-line py-1.5 text-base">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${ink}`} />
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-semibold">{t(`app:queue.line.layer.${layer}`)}</span>
          {': '}
          <span className={ink}>{t(`app:queue.line.outcome.${outcome}`)}</span>
        </p>
        {cause !== null && <p>{t(`app:queue.line.cause.${cause}`)}</p>}
      </div>
      {ms !== null && <span className="text-ink-2 tabular-nums">{t('app:queue.line.ms', { ms })}</span>}
    </div>
  );
}
