// One case on its way: the stepper at the side, the step the case is at, and the way out that wipes everything.
import { type ComponentType, lazy, type LazyExoticComponent, Suspense, useCallback, useState } from 'react';
import type { CaseView, Step } from '#core/contract/kiosk/case-view.ts';
import type { CatalogueView, KioskStatus, ShellInfo } from '#core/contract/kiosk/contract.ts';
import type { CameraSource } from '#renderer/capture/camera-source.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { stepBefore } from '#renderer/screen/next-open-step.ts';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { CorrectionNote } from './correction-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Ask } from '#renderer/ui/panel.tsx';
import { Stepper } from '#renderer/ui/stepper.tsx';
import { useAct } from '#renderer/ui/use-act.ts';
import type { KioskStore } from './kiosk-store.ts';

type Load = () => Promise<{ readonly default: ComponentType<StepProps> }>;

const loads: Readonly<Record<Step, Load>> = {
  consent: async () => ({ default: (await import('#renderer/screen/consent/consent.tsx')).Consent }),
  product: async () => ({ default: (await import('#renderer/screen/product/product.tsx')).Product }),
  contact: async () => ({ default: (await import('#renderer/screen/contact/contact.tsx')).Contact }),
  document: async () => ({ default: (await import('#renderer/screen/document/document.tsx')).Document }),
  reading: async () => ({ default: (await import('#renderer/screen/reading/reading.tsx')).Reading }),
  face: async () => ({ default: (await import('#renderer/screen/face/face.tsx')).Face }),
  biometrics: async () => ({
    default: (await import('#renderer/screen/biometrics/biometrics.tsx')).Biometrics,
  }),
  review: async () => ({ default: (await import('#renderer/screen/review/review.tsx')).Review }),
  done: async () => ({ default: (await import('#renderer/screen/done/done.tsx')).Done }),
};

const screens: Readonly<Record<Step, LazyExoticComponent<ComponentType<StepProps>>>> = {
  consent: lazy(loads.consent),
  product: lazy(loads.product),
  contact: lazy(loads.contact),
  document: lazy(loads.document),
  reading: lazy(loads.reading),
  face: lazy(loads.face),
  biometrics: lazy(loads.biometrics),
  review: lazy(loads.review),
  done: lazy(loads.done),
};

/** Fetches every step once the officer is at the desk, so that no step waits for its code. */
export function prepareJourney(): void {
  for (const load of Object.values(loads)) void load();
}

export interface JourneyProps {
  readonly kiosk: KioskStore;
  readonly view: CaseView;
  readonly info: ShellInfo;
  readonly status: KioskStatus;
  readonly catalogue: CatalogueView;
  readonly camera: CameraSource;
  readonly onExpect: StepProps['onExpect'];
}

export function Journey({ kiosk, view, info, status, catalogue, camera, onExpect }: JourneyProps) {
  const { t, language } = useText();
  const client = useKiosk();
  const move = useAct();
  const abandon = useAct();
  const [asking, setAsking] = useState(false);
  const { caseId } = view;
  const { showView, leave } = kiosk;
  const { run } = move;
  const goTo = useCallback(
    (step: Step) => run(() => client.case.goTo({ caseId, step }), showView),
    [run, client, caseId, showView],
  );
  const before = view.status === 'draft' ? stepBefore(view) : null;
  const Screen = screens[view.at];
  return (
    <div data-case-id={caseId} className="flex min-h-0 min-w-0 flex-1 portrait:flex-col">
      <Stepper
        steps={view.steps}
        movable={view.status === 'draft'}
        onGoTo={goTo}
        onAbandon={view.status === 'draft' ? () => setAsking(true) : null}
        leaving={t(view.correction ? 'app:correction.aside' : 'app:action.abandon')}
      />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {view.correction && <CorrectionNote correction={view.correction} />}
        {move.failure && <FailureNote failure={move.failure} className="mx-8 mt-4 portrait:mx-6" />}
        <Suspense
          fallback={
            <output className="grid flex-1 place-items-center text-lead text-ink-2">
              {t('app:frame.loading')}
            </output>
          }
        >
          <Screen
            // A step's own drafts belong to one case and one visit.
            key={`${caseId}-${view.at}`}
            view={view}
            info={info}
            status={status}
            catalogue={catalogue}
            camera={camera}
            onView={showView}
            onBack={before === null ? leave : () => goTo(before)}
            onGoTo={goTo}
            onLeave={leave}
            onNextCustomer={() => run(() => client.case.start({ language }), showView)}
            onExpect={onExpect}
          />
        </Suspense>
      </div>
      <Ask
        open={asking}
        title={t(view.correction ? 'app:correction.asideTitle' : 'app:abandon.title')}
        text={t(view.correction ? 'app:correction.asideText' : 'app:abandon.text')}
        keep={t(view.correction ? 'app:correction.goOn' : 'app:abandon.keep')}
        confirm={t(view.correction ? 'app:correction.aside' : 'app:abandon.confirm')}
        busy={abandon.busy}
        note={<FailureNote failure={abandon.failure} />}
        onKeep={() => setAsking(false)}
        onConfirm={() =>
          abandon.run(
            () =>
              view.correction ? client.case.setCorrectionAside({ caseId }) : client.case.abandon({ caseId }),
            leave,
          )
        }
      />
    </div>
  );
}
