// A check that somebody is there: the main process asks, this page shows it in words and a picture and sends frames. It judges nothing.
import {
  ArrowDownUp,
  ArrowLeft,
  ArrowRight,
  Eye,
  type LucideIcon,
  MoveDownLeft,
  MoveDownRight,
  PersonStanding,
  Play,
  Smile,
  UserRound,
  ZoomIn,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Gesture, GlowColour, LivenessPrompt } from '#core/contract/kiosk/liveness.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { useKiosk } from '#renderer/bridge/kiosk-context.tsx';
import { sendFrames } from '#renderer/capture/send-frames.ts';
import { useCamera } from '#renderer/capture/use-camera.ts';
import { LivePicture } from '#renderer/screen/live-picture.tsx';
import type { StepProps } from '#renderer/screen/step-props.ts';
import { Button } from '#renderer/ui/button.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { useText } from '#renderer/ui/language.ts';
import { Note } from '#renderer/ui/note.tsx';
import { StepLayout } from '#renderer/ui/step-layout.tsx';
import { OvalGuide } from './oval-guide.tsx';

type Cannot = Gesture | 'colours';
interface Running {
  readonly checkId: string;
  readonly nonce: string;
}

/** The picture on the page is mirrored, as in a mirror: arrows point to where the customer sees themselves go. */
const pictures: Readonly<Record<Gesture, LucideIcon>> = {
  'turn-left': ArrowLeft,
  'turn-right': ArrowRight,
  nod: ArrowDownUp,
  'tilt-left': MoveDownLeft,
  'tilt-right': MoveDownRight,
  smile: Smile,
  'open-mouth': UserRound,
  'come-closer': ZoomIn,
};
const glows: Readonly<Record<GlowColour, string>> = {
  red: '#ff2020',
  green: '#20ff20',
  blue: '#2020ff',
  white: '#ffffff',
  dark: '#000000',
};
const purpose = { of: 'face' } as const;

export function LiveCheck({ view, camera: source, onView, onBack }: StepProps) {
  const { t } = useText();
  const kiosk = useKiosk();
  const camera = useCamera(source, purpose);
  const { caseId, liveness } = view;
  const [cannot, setCannot] = useState<readonly Cannot[]>([]);
  const [running, setRunning] = useState<Running | null>(null);
  const [prompt, setPrompt] = useState<LivenessPrompt | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const live = camera.status === 'live' ? camera.video : null;
  const device = camera.device?.label ?? '';

  const begin = async (without: readonly Cannot[]) => {
    setFailure(null);
    setRunning(null);
    const begun = await attempt(() =>
      kiosk.case.beginLiveness({ caseId, cannot: [...without], camera: device }),
    );
    if (!begun.ok) {
      setFailure(begun.error);
      return;
    }
    const { checkId, nonce } = begun.value;
    setPrompt(begun.value.prompt);
    setRunning({ checkId, nonce });
  };
  const askOfficer = async () => {
    setRunning(null);
    const asked = await attempt(() => kiosk.case.askOfficer({ caseId }));
    if (asked.ok) onView(asked.value);
    else setFailure(asked.error);
  };

  useEffect(() => source.asked?.(running ? prompt : null), [source, running, prompt]);
  useEffect(() => () => source.asked?.(null), [source]);
  useEffect(() => {
    if (!running || !live) return undefined;
    let gone = false;
    const stop = sendFrames(live, running.nonce, async (frame) => {
      const sent = await attempt(() =>
        kiosk.case.addLivenessFrame({ caseId, checkId: running.checkId, ...frame }),
      );
      if (gone) return false;
      if (sent.ok && sent.value.state === 'asking') {
        const next = sent.value.prompt;
        setPrompt((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
        return true;
      }
      setRunning(null);
      if (!sent.ok) setFailure(sent.error);
      const seen = await attempt(() => kiosk.case.get({ caseId }));
      if (seen.ok) onView(seen.value);
      return false;
    });
    return () => {
      gone = true;
      stop();
    };
  }, [running, live, kiosk, caseId, onView]);

  const asked = running ? prompt : null;
  const notAble = () => {
    const what: Cannot | null =
      asked?.ask === 'gesture' ? asked.gesture : asked?.ask === 'colours' ? 'colours' : null;
    const without = what === null || cannot.includes(what) ? cannot : [...cannot, what];
    setCannot(without);
    void begin(without);
  };
  const words = (given: LivenessPrompt) =>
    given.ask === 'gesture' ? t(`steps:live.gesture.${given.gesture}`) : t(`steps:live.${given.ask}`);
  const Picture =
    asked?.ask === 'gesture' ? pictures[asked.gesture] : asked?.ask === 'colours' ? PersonStanding : Eye;
  return (
    <StepLayout
      heading={t('steps:live.heading')}
      lead={t('steps:live.lead')}
      onBack={onBack}
      secondary={
        <Button icon={PersonStanding} className="min-h-bar" onClick={() => void askOfficer()}>
          {t('steps:live.askOfficer')}
        </Button>
      }
      primary={
        asked
          ? { label: t('steps:live.cannot'), onPress: notAble }
          : {
              label: t('steps:live.start'),
              icon: Play,
              disabled: !live,
              onPress: () => void begin(cannot),
            }
      }
    >
      <FailureNote failure={failure} />
      {!asked && liveness?.outcome === 'again' && liveness.why && (
        <Note tone="look" spoken="when-free" title={t(`words:liveness.${liveness.why}`)}>
          {t('steps:live.triesLeft', { count: liveness.triesLeft })}
        </Note>
      )}
      <div className="min-h-0 flex-1">
        <LivePicture camera={camera} mirrored>
          <OvalGuide video={camera.video} ready={asked !== null} closed={0} />
        </LivePicture>
      </div>
      <output className="flex min-h-20 shrink-0 items-center justify-center gap-4 rounded-card bg-marigold-50 text-title font-semibold">
        {asked ? (
          <>
            <Picture aria-hidden className="size-12 shrink-0" />
            {words(asked)}
          </>
        ) : (
          <span className="text-lead font-normal">{t('steps:live.warning')}</span>
        )}
      </output>
      {asked?.ask === 'colours' && <Glow key={running?.checkId} prompt={asked} />}
    </StepLayout>
  );
}

/** The whole screen in one colour after another, under two changes a second; announced before the check begins. */
function Glow({ prompt }: { readonly prompt: Extract<LivenessPrompt, { ask: 'colours' }> }) {
  const [step, setStep] = useState(0);
  const { stepMs, colours } = prompt;
  useEffect(() => {
    const timer = setInterval(() => setStep((now) => now + 1), stepMs);
    return () => clearInterval(timer);
  }, [stepMs]);
  const colour = colours[step];
  if (colour === undefined) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-0 z-40 opacity-90"
      style={{ backgroundColor: glows[colour] }}
    />
  );
}
