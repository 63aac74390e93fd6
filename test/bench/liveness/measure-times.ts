// What the check costs on this machine, one thread: each figure as time passed and as processor time, which other work on the machine sways less.
import { beginSession, takeFrame } from '#core/biometrics/liveness/session.ts';
import { judgeSession } from '#core/biometrics/liveness/judge-session.ts';
import { planChecks } from '#core/biometrics/liveness/plan.ts';
import { findFaces } from '#electron/adapter/face-model/find-faces.ts';
import type { FaceSessions } from '#electron/adapter/face-model/load-sessions.ts';
import { decodePicture } from '#electron/adapter/face-model/picture.ts';
import { passiveShare, readFrame } from '#electron/adapter/face-model/read-frame.ts';
import { percentile } from '../queue/percentile.ts';
import { asJpeg } from './camera-model.ts';
import { frameHeightPx, frameWidthPx, type Asked } from './presentation.ts';
import { presentationOf, seedRanges } from './work-list.ts';

const calm: Asked = { prompt: { ask: 'look-straight' }, sinceMs: 0 };
const heads = 8;
const rounds = 12;

export async function measureTimes(nets: FaceSessions): Promise<Readonly<Record<string, number>>> {
  const frames = await Promise.all(
    Array.from({ length: heads }, (_, head) =>
      asJpeg(
        presentationOf({ kind: 'genuine', index: seedRanges.tuning + head }).frame(0, calm),
        frameWidthPx,
        frameHeightPx,
      ),
    ),
  );
  const passive = clock();
  const plain = clock();
  const decision = clock();
  for (let round = 0; round < rounds; round++) {
    for (const image of frames) {
      const read = await plain.of(() => readFrame(nets, image, { embedding: false, passive: false }));
      const picture = await decodePicture(image);
      if (!read.ok || !read.value.face || !picture) throw new Error('a drawn face was not found');
      const { box } = read.value.face;
      await passive.of(() => passiveShare(nets, picture, box));
      const held = sessionOf(read.value);
      // The last frame with all that can be asked of one, the judgement, and the face of the picture that is compared.
      await decision.of(async () => {
        await readFrame(nets, image, { embedding: true, passive: true });
        judgeSession(held, { chained: true, cameraAllowed: true });
        await findFaces(nets, image, null);
      });
    }
  }
  return { ...passive.as('passive'), ...plain.as('frame'), ...decision.as('decision') };
}

/** As many frames as a check has. */
function sessionOf(reading: Parameters<typeof takeFrame>[1]['reading']) {
  let session = beginSession(planChecks(new Uint8Array(64)), 0);
  for (let atMs = 0; atMs < 7_500; atMs += 150) {
    session = takeFrame(session, { atMs, claimedMs: atMs, digest: `${atMs}`, reading });
  }
  return session;
}

/** The first round warms the nets up and does not count. */
function clock() {
  const wall: number[] = [];
  const cpu: number[] = [];
  return {
    async of<T>(work: () => Promise<T>): Promise<T> {
      const [from, used] = [performance.now(), process.cpuUsage()];
      const answer = await work();
      const { user, system } = process.cpuUsage(used);
      wall.push(performance.now() - from);
      cpu.push((user + system) / 1000);
      return answer;
    },
    as: (name: string): Record<string, number> => ({
      [`${name}P50Ms`]: percentile(wall.slice(heads), 50),
      [`${name}P95Ms`]: percentile(wall.slice(heads), 95),
      [`${name}CpuP50Ms`]: percentile(cpu.slice(heads), 50),
      [`${name}CpuP95Ms`]: percentile(cpu.slice(heads), 95),
    }),
  };
}
