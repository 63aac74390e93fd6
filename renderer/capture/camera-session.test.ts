// The life of a camera against a source that refuses, is slow, is switched and unplugged, as real ones are.
import { describe, expect, test, vi } from 'vitest';
import { err, ok } from '#core/kernel/result.ts';
import { createCameraSession } from './camera-session.ts';
import { createCameraMemory, type CameraMemory } from './camera-memory.ts';
import type { CameraSource, CameraWish, OpenCamera } from './camera-source.ts';
import type { CameraProblem } from './capture-kinds.ts';
import { cameraProblemOf, constraintsFor, createMediaCameraSource } from './media-camera-source.ts';

interface Fake extends CameraSource {
  readonly wishes: CameraWish[];
  readonly openNow: Set<string>;
  /** Cameras that are not plugged in. */
  readonly gone: Set<string>;
  answer: CameraProblem | null;
  holdBack: Promise<void> | null;
  plug(): void;
}

function fakeSource(): Fake {
  const listeners = new Set<() => void>();
  const fake: Fake = {
    simulated: false,
    wishes: [],
    openNow: new Set(),
    answer: null,
    holdBack: null,
    gone: new Set(),
    list: () =>
      Promise.resolve(
        [
          { id: 'a', label: 'A' },
          { id: 'b', label: 'B' },
        ].filter(({ id }) => !fake.gone.has(id)),
      ),
    async open(wish) {
      fake.wishes.push(wish);
      const { answer, holdBack } = fake;
      if (holdBack) await holdBack;
      if (answer) return err({ kind: answer });
      if (wish.deviceId !== null && fake.gone.has(wish.deviceId)) return err({ kind: 'none' });
      const id = `${wish.deviceId ?? 'a'}#${fake.wishes.length}`;
      fake.openNow.add(id);
      const opened: OpenCamera = {
        // Node has no MediaStream, and the session only hands it on
        stream: {} as MediaStream,
        device: { id: wish.deviceId ?? 'a', label: id },
        close: () => void fake.openNow.delete(id),
      };
      return ok(opened);
    },
    onDevicesChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    plug: () => {
      for (const listener of listeners) listener();
    },
  };
  return fake;
}

/** Remembers as a machine does, for as long as the test. */
function fakeMemory(known: Partial<Record<'face' | 'document', string>> = {}): CameraMemory {
  const labels = new Map(Object.entries(known));
  return {
    recall: (of) => labels.get(of) ?? null,
    keep: (of, label) => void labels.set(of, label),
  };
}

function openSession(source = fakeSource(), memory = fakeMemory()) {
  let tell: (problem: CameraProblem | null) => void = () => undefined;
  const stopped = vi.fn<() => void>();
  const session = createCameraSession(
    source,
    { of: 'face' },
    (_watched, told) => {
      tell = told;
      return stopped;
    },
    memory,
  );
  // The two members of a video element that the session uses
  const video = { srcObject: null, play: () => Promise.resolve() } as unknown as HTMLVideoElement;
  session.attach(video);
  return { source, session, video, stopped, tell: (problem: CameraProblem | null) => tell(problem) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('camera session', () => {
  test('opens, shows, lists, and closes', async () => {
    const { source, session, video, stopped, tell } = openSession();
    const stop = session.start();
    expect(session.store.getState().status).toBe('starting');
    await settled();
    expect(video.srcObject).not.toBeNull();
    tell(null);
    expect(session.store.getState()).toMatchObject({ status: 'live', device: { id: 'a' } });
    expect(session.store.getState().devices).toHaveLength(2);
    stop();
    expect([source.openNow.size, stopped.mock.calls.length, video.srcObject]).toEqual([0, 1, null]);
  });

  test('a refusal is named, and trying again opens', async () => {
    const { source, session, tell } = openSession();
    source.answer = 'denied';
    session.start();
    await settled();
    expect(session.store.getState()).toMatchObject({ status: 'problem', problem: 'denied' });
    source.answer = null;
    session.again();
    await settled();
    tell(null);
    expect(session.store.getState()).toMatchObject({ status: 'live', problem: null });
  });

  test('black and back again', async () => {
    const { session, tell } = openSession();
    session.start();
    await settled();
    tell('black');
    expect(session.store.getState()).toMatchObject({ status: 'problem', problem: 'black' });
    tell(null);
    expect(session.store.getState().status).toBe('live');
  });

  test('unplugged: plugging in opens it without a touch, and only then', async () => {
    const { source, session, tell } = openSession();
    session.start();
    await settled();
    tell(null);
    source.plug();
    await settled();
    expect(source.wishes).toHaveLength(1);
    tell('unplugged');
    source.plug();
    await settled();
    expect(source.wishes).toHaveLength(2);
    expect(source.openNow.size).toBe(1);
  });

  test('a camera that opens after the screen has gone, or after another was chosen, is closed at once', async () => {
    const { source, session } = openSession();
    let release = (): void => undefined;
    source.holdBack = new Promise((resolve) => {
      release = resolve;
    });
    const stop = session.start();
    source.holdBack = null;
    session.switchTo('b');
    await settled();
    release();
    await settled();
    expect([...source.openNow]).toEqual(['b#2']);
    expect(session.store.getState().device?.id).toBe('b');
    stop();
    expect(source.openNow.size).toBe(0);
  });

  test('nothing can be taken before there is a picture', async () => {
    const { session } = openSession();
    session.start();
    expect(await session.take('by-hand')).toEqual({ ok: false, error: { kind: 'no-frame' } });
  });
});

describe('a camera that was chosen', () => {
  const chosen = (session: ReturnType<typeof openSession>['session']) => session.store.getState().device?.id;

  test('is remembered for its purpose, and opened the next time', async () => {
    const memory = fakeMemory();
    const first = openSession(fakeSource(), memory);
    first.session.start();
    await settled();
    first.session.switchTo('b');
    await settled();
    expect([memory.recall('face'), memory.recall('document')]).toEqual(['B', null]);
    const second = openSession(fakeSource(), memory);
    second.session.start();
    await settled();
    expect(chosen(second.session)).toBe('b');
    expect(second.source.openNow.size).toBe(1);
  });

  test('is taken up again when it is plugged in while another one runs', async () => {
    const source = fakeSource();
    source.gone.add('b');
    const { session, tell } = openSession(source, fakeMemory({ face: 'B' }));
    session.start();
    await settled();
    tell(null);
    expect(chosen(session)).toBe('a');
    source.gone.delete('b');
    source.plug();
    await settled();
    expect(chosen(session)).toBe('b');
    expect(source.openNow.size).toBe(1);
  });

  test('that is gone or held makes way for any other, and is not asked for again and again', async () => {
    const source = fakeSource();
    const { session } = openSession(source, fakeMemory({ face: 'B' }));
    session.start();
    await settled();
    source.gone.add('b');
    session.again();
    await settled();
    expect(chosen(session)).toBe('a');
    expect(source.wishes.map(({ deviceId }) => deviceId)).toEqual([null, 'b', 'b', null]);
  });

  test('a page that may store nothing forgets, and works', () => {
    const memory = createCameraMemory(() => {
      throw new DOMException('', 'SecurityError');
    });
    memory.keep('face', 'B');
    expect(memory.recall('face')).toBeNull();
  });
});

describe('the machine’s cameras', () => {
  test.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'in-use'],
    ['AbortError', 'in-use'],
    ['OddError', 'failed'],
  ])('%s means %s', async (name, kind) => {
    const media = { getUserMedia: () => Promise.reject(new DOMException('', name)) };
    // The one method that opening uses
    const source = createMediaCameraSource(media as unknown as MediaDevices);
    expect(await source.open({ purpose: { of: 'face' }, deviceId: null })).toEqual({
      ok: false,
      error: { kind },
    });
  });

  test('no camera in an insecure context, and no exception', async () => {
    const source = createMediaCameraSource(null);
    expect(await source.list()).toEqual([]);
    expect(await source.open({ purpose: { of: 'face' }, deviceId: null })).toMatchObject({
      error: { kind: 'none' },
    });
    expect(cameraProblemOf('a string')).toBe('failed');
  });

  test('a chosen device is exact, an unchosen one faces the right way', () => {
    expect(constraintsFor({ of: 'face' }, null)).toMatchObject({ facingMode: { ideal: 'user' } });
    expect(constraintsFor({ of: 'document', side: 'back' }, 'x')).toMatchObject({ deviceId: { exact: 'x' } });
  });
});
