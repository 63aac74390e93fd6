// One camera from opening to closing: opened, watched, switched, tried again. Framework-free; a hook shows its state.
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { err } from '#core/kernel/result.ts';
import { createCameraMemory, type CameraMemory } from './camera-memory.ts';
import type { CameraDevice, CameraPurpose, CameraSource, OpenCamera } from './camera-source.ts';
import type { CameraNotice, CameraProblem } from './capture-kinds.ts';
import { takeBurst } from './take-burst.ts';
import type { takeStill, StillOptions } from './take-still.ts';
import { watchCamera } from './watch-camera.ts';

export interface CameraState {
  readonly status: 'starting' | 'live' | 'problem';
  readonly problem: CameraProblem | null;
  /** It works, and something about it could be better. */
  readonly notice: CameraNotice | null;
  readonly devices: readonly CameraDevice[];
  readonly device: CameraDevice | null;
  /** The element that shows it, once it is there; guides look at it. */
  readonly video: HTMLVideoElement | null;
}

export interface CameraSession {
  readonly store: StoreApi<CameraState>;
  readonly simulated: boolean;
  /** Opens the camera; the answer closes it. May be started again afterwards. */
  readonly start: () => () => void;
  /** For the ref of the video element. */
  readonly attach: (video: HTMLVideoElement | null) => void;
  readonly switchTo: (deviceId: string) => void;
  /** Opens the camera once more, after a problem. */
  readonly again: () => void;
  /** `frames`: how many of one moment, a tenth of a second apart; the first is the picture. */
  readonly take: (how: StillOptions['taken'], frames?: number) => ReturnType<typeof takeStill>;
}

type Watch = typeof watchCamera;

const mayTakeAnother: ReadonlySet<CameraProblem> = new Set(['none', 'in-use']);

export function createCameraSession(
  source: CameraSource,
  purpose: CameraPurpose,
  watch: Watch = watchCamera,
  memory: CameraMemory = createCameraMemory(),
): CameraSession {
  const store = createStore<CameraState>(() => ({
    status: 'starting',
    problem: null,
    notice: null,
    devices: [],
    device: null,
    video: null,
  }));
  let wanted = false;
  let deviceId: string | null = null;
  /** The camera remembered for this purpose was asked for and did not open: it is not asked for again until something is plugged in. */
  let passedOver = false;
  let camera: OpenCamera | null = null;
  let stopWatch: (() => void) | null = null;
  /** Opening takes seconds, and a person may switch meanwhile: an answer to an older wish is closed at once. */
  let wish = 0;

  const close = (): void => {
    wish += 1;
    stopWatch?.();
    stopWatch = null;
    camera?.close();
    camera = null;
    const { video } = store.getState();
    if (video) video.srcObject = null;
  };

  const show = (): void => {
    const { video } = store.getState();
    stopWatch?.();
    stopWatch = null;
    if (!camera || !video) return;
    video.srcObject = camera.stream;
    // Autoplay of a muted video is allowed everywhere; a rejection only means that it was replaced meanwhile.
    void video.play().catch(() => undefined);
    stopWatch = watch({ stream: camera.stream, video }, (problem, notice = null) =>
      store.setState({ problem, notice, status: problem ? 'problem' : 'live' }),
    );
  };

  const open = async (): Promise<void> => {
    close();
    const mine = wish;
    store.setState({ status: 'starting', problem: null, notice: null, device: null });
    const opened = await source.open({ purpose, deviceId });
    if (mine !== wish) {
      if (opened.ok) opened.value.close();
      return;
    }
    if (!opened.ok) {
      if (deviceId !== null && mayTakeAnother.has(opened.error.kind)) {
        // The chosen one has gone meanwhile, or somebody holds it: any is better than none.
        deviceId = null;
        passedOver = true;
        await open();
        return;
      }
      store.setState({ status: 'problem', problem: opened.error.kind });
      return;
    }
    camera = opened.value;
    store.setState({ device: camera.device });
    show();
    // Only now do the devices tell their names.
    await refresh();
    if (mine === wish) await takeRemembered();
  };

  /** The camera that somebody chose for this purpose, where it is there and another one opened. */
  const takeRemembered = async (): Promise<void> => {
    const label = deviceId === null && !passedOver ? memory.recall(purpose.of) : null;
    const { devices, device } = store.getState();
    const remembered = label === null ? undefined : devices.find((each) => each.label === label);
    if (!remembered || remembered.id === device?.id) return;
    deviceId = remembered.id;
    await open();
  };

  const refresh = async (): Promise<void> => {
    const devices = await source.list();
    if (wanted) store.setState({ devices });
  };

  const onDevicesChange = (): void => {
    const { problem } = store.getState();
    passedOver = false;
    // Plugged in again: nobody should have to press a button for that. It may have another id now.
    if (problem === 'unplugged' || problem === 'none') {
      deviceId = null;
      void refresh();
      void open();
      return;
    }
    void refresh().then(takeRemembered);
  };

  return {
    store,
    simulated: source.simulated,
    start() {
      wanted = true;
      const forget = source.onDevicesChange(onDevicesChange);
      void open();
      return () => {
        wanted = false;
        forget();
        close();
      };
    },
    attach(video) {
      store.setState({ video });
      if (wanted) show();
    },
    switchTo(id) {
      deviceId = id;
      const chosen = store.getState().devices.find((each) => each.id === id);
      if (chosen?.label) memory.keep(purpose.of, chosen.label);
      if (wanted) void open();
    },
    again() {
      if (wanted) void open();
    },
    take(how, frames = 1) {
      const { video, status } = store.getState();
      if (!video || !camera || status !== 'live') return Promise.resolve(err({ kind: 'no-frame' }));
      return takeBurst(video, { taken: how, device: camera.device.label, frames });
    },
  };
}
