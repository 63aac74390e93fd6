// Chooses what is on screen by the kiosk's standing: enrolment, sign-in, the officer's desk, or a case.
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { createMediaCameraSource } from '#renderer/capture/media-camera-source.ts';
import { useConnection } from '#renderer/bridge/kiosk-context.tsx';
import { Welcome } from '#renderer/screen/home/welcome.tsx';
import { Home } from '#renderer/screen/home/home.tsx';
import { Setup } from '#renderer/screen/setup/setup.tsx';
import { SignIn } from '#renderer/screen/sign-in/sign-in.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { Journey, prepareJourney } from './journey.tsx';
import { type KioskStore, makeKioskStore } from './kiosk-store.ts';
import { TopBar } from './top-bar.tsx';
import { useSimulatedRoom } from './use-simulated-room.tsx';

export function App() {
  const connection = useConnection();
  const kiosk = useMemo(() => makeKioskStore(connection), [connection]);
  useEffect(() => kiosk.start(), [kiosk]);
  const { info, status, reachable, view, failure } = useStore(kiosk.store);
  const { t } = useText();
  const signedIn = status !== null && status.officer !== null;
  useEffect(() => {
    if (signedIn) prepareJourney();
  }, [signedIn]);
  const room = useSimulatedRoom(info);
  const camera = useMemo(() => room?.source ?? createMediaCameraSource(), [room]);
  return (
    <div className="flex h-full flex-col" data-mode={status?.mode}>
      {info?.simulated === true && (room ? <room.Band /> : <p>{t('app:frame.simulation')}</p>)}
      <TopBar info={info} status={status} reference={view?.reference ?? null} />
      {!reachable && (
        <Note
          tone="look"
          spoken="when-free"
          title={t('app:frame.reconnecting')}
          className="mx-8 mt-4 portrait:mx-6"
        />
      )}
      {failure && <FailureNote failure={failure} className="mx-8 mt-4 portrait:mx-6" />}
      <Place kiosk={kiosk} camera={camera} onExpect={room?.expect ?? expectNothing} />
    </div>
  );
}

const Queue = lazy(async () => ({ default: (await import('#renderer/screen/queue/queue.tsx')).Queue }));

const Devices = lazy(async () => ({
  default: (await import('#renderer/screen/devices/devices.tsx')).Devices,
}));

const Safekeeping = lazy(async () => ({
  default: (await import('#renderer/screen/safekeeping/safekeeping.tsx')).Safekeeping,
}));

/** A real camera sees what it sees. */
function expectNothing(): void {}

interface PlaceProps {
  readonly kiosk: KioskStore;
  readonly camera: Parameters<typeof Journey>[0]['camera'];
  readonly onExpect: Parameters<typeof Journey>[0]['onExpect'];
}

function Place({ kiosk, camera, onExpect }: PlaceProps) {
  const { t } = useText();
  const { info, status, view, cases, catalogue } = useStore(kiosk.store);
  const [desk, setDesk] = useState<'home' | 'queue' | 'devices' | 'safekeeping'>('home');
  if (!info || !status) {
    return (
      <main className="grid flex-1 place-items-center text-lead text-ink-2">
        <output className="block">{t('app:frame.loading')}</output>
      </main>
    );
  }
  if (status.kiosk === 'unenrolled') return <Setup info={info} onEnrolled={kiosk.showStatus} />;
  if (status.kiosk === 'locked' || !status.officer) {
    return (
      <SignIn
        status={status}
        onSignedIn={(officer) => kiosk.showStatus({ ...status, kiosk: 'ready', officer })}
      />
    );
  }
  if (view && catalogue) {
    return (
      <Journey
        kiosk={kiosk}
        view={view}
        info={info}
        status={status}
        catalogue={catalogue}
        camera={camera}
        onExpect={onExpect}
      />
    );
  }
  if (status.mode === 'self-service') return <Welcome onStarted={kiosk.showView} />;
  if (desk !== 'home') {
    const home = () => setDesk('home');
    return (
      <Suspense
        fallback={<output className="grid flex-1 place-items-center">{t('app:frame.loading')}</output>}
      >
        {desk === 'queue' ? (
          <Queue status={status} onBack={home} onReopened={kiosk.showView} />
        ) : desk === 'devices' ? (
          <Devices camera={camera} onBack={home} />
        ) : (
          <Safekeeping role={status.officer.role} onBack={home} />
        )}
      </Suspense>
    );
  }
  return (
    <Home
      status={status}
      cases={cases}
      onOpen={(caseId) => void kiosk.open(caseId)}
      onStarted={kiosk.showView}
      onQueue={() => setDesk('queue')}
      onDevices={() => setDesk('devices')}
      onSafekeeping={() => setDesk('safekeeping')}
    />
  );
}
