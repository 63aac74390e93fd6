// npm run bench -- face --data DIR [--models primary|npm] [--every N]: errors and times of the matcher, through the kiosk's own model, worker and rules.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { calibrationOf, choosePortrait, cosine } from '#core/biometrics/face-match.ts';
import { onCommonScale, scaleMarks } from '#core/biometrics/face-calibration.ts';
import type { FoundFace, FoundFaces } from '#core/biometrics/found-face.ts';
import { prominentFace } from '#core/biometrics/selfie-quality.ts';
import { findFacesIn } from '#electron/adapter/face-model/find-faces.ts';
import { loadSessions } from '#electron/adapter/face-model/load-sessions.ts';
import { locateFaceSet, openFaceModel } from '#electron/adapter/face-model/open-face-model.ts';
import { decodePicture } from '#electron/adapter/face-model/picture.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { root } from '#scripts/process/root.ts';
import { cardPortrait, type PortraitKind } from './card-portrait.ts';
import { equalErrorRate, foldAccuracy, thresholdAt, trueAcceptance } from './error-rates.ts';
import { personOf, readImage, readPairs, type LabelledPair } from './labelled-pairs.ts';

type Embedding = Float32Array | null;
type Embeddings = ReadonlyMap<string, Embedding>;
const timedFrames = 60;

export async function faceBench(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      models: { type: 'string' },
      every: { type: 'string', default: '1' },
    },
  });
  if (!values.data) throw new Error('--data names a folder with lfw_pairs.txt and the pictures');
  const folder = values.data;
  const store = openCheckoutModelStore(root, process.env);
  const located = await locateFaceSet(store, { only: values.models });
  if (!located.ok) throw new Error(`no such models here: ${JSON.stringify(located.error)}`);
  const { set, files } = located.value;
  const host = createForkWorkerHost((name) => join(root, 'electron', 'worker', `${name}.ts`));
  const model = openFaceModel(host, store, { only: set.name, idleMs: null });
  const pairs = readPairs(folder).filter((_pair, index) => index % Number(values.every) === 0);
  const images = [...new Set(pairs.flatMap((pair) => pair.images))];
  const first = new Set(pairs.map((pair) => pair.images[0]));

  const selfies = new Map<string, Embedding>();
  const portraits = { px65: new Map<string, Embedding>(), px48: new Map<string, Embedding>() };
  const find = async (image: Uint8Array): Promise<FoundFaces> => {
    const found = await model.findFaces(image);
    if (!found.ok) throw new Error(found.error.kind);
    return found.value;
  };
  for (const image of images) {
    const bytes = readImage(folder, image);
    const face = prominentFace(await find(bytes));
    selfies.set(image, face?.embedding ?? null);
    if (!first.has(image)) continue;
    for (const kind of ['px65', 'px48'] as const) {
      portraits[kind].set(image, face && (await portraitEmbedding(bytes, face, kind, find)));
    }
  }
  const used = await model.models();
  await model.close();

  const calibrated = calibrationOf({ set }, { set }, 'printed');
  if (!calibrated) throw new Error('a set without a calibration');
  const scored = pairs.map(({ images: [a, b], same, fold }) => ({
    score: onCommonScale(similarity(selfies.get(a), selfies.get(b)), calibrated),
    same,
    fold,
  }));
  const genuine = genuineOf(pairs, selfies, selfies);
  const strangers = strangersOf(selfies, selfies);
  const tar = (far: number) => rounded(trueAcceptance(genuine, thresholdAt(strangers, far)));
  const printed = (kind: PortraitKind) => {
    const of = genuineOf(pairs, portraits[kind], selfies);
    const others = strangersOf(portraits[kind], selfies);
    return {
      tarAtFar1e2: rounded(trueAcceptance(of, thresholdAt(others, 1e-2))),
      tarAtFar1e3: rounded(trueAcceptance(of, thresholdAt(others, 1e-3))),
      cosineAt: cosinesAt(others),
      noFace: [...portraits[kind].values()].filter((embedding) => !embedding).length,
    };
  };
  const [px65, px48] = [printed('px65'), printed('px48')];
  return {
    models: { set: set.name, files: used },
    n: { pairs: pairs.length, images: images.length, strangers: strangers.length },
    accuracy: rounded(foldAccuracy(scored)),
    eer: rounded(equalErrorRate(genuine, strangers)),
    tarAtFar1e2: tar(1e-2),
    tarAtFar1e3: tar(1e-3),
    tarAtFar1e4: tar(1e-4),
    cosineAt: cosinesAt(strangers),
    noFace: [...selfies.values()].filter((embedding) => !embedding).length,
    outcomes: outcomesOf(scored),
    cardPortrait: { px65: px65.tarAtFar1e3, px48: px48.tarAtFar1e3 },
    cardPortraits: { px65, px48 },
    ...(await times(files, folder, images)),
  };
}

async function portraitEmbedding(
  bytes: Uint8Array,
  face: FoundFace,
  kind: PortraitKind,
  find: (image: Uint8Array) => Promise<FoundFaces>,
): Promise<Embedding> {
  return choosePortrait(await find(await cardPortrait(bytes, face, kind)))?.embedding ?? null;
}

/** A face that was not found is like nobody. */
function similarity(a: Embedding | undefined, b: Embedding | undefined): number {
  return a && b ? (cosine(a, b) ?? -1) : -1;
}

function genuineOf(pairs: readonly LabelledPair[], portraits: Embeddings, selfies: Embeddings): number[] {
  return pairs
    .filter(({ same }) => same)
    .map(({ images: [a, b] }) => similarity(portraits.get(a), selfies.get(b)));
}

/** Every portrait against every selfie of somebody else, ascending; each pair once where both are the same pictures. */
function strangersOf(portraits: Embeddings, selfies: Embeddings): Float32Array {
  const others = [...selfies];
  const rows = [...portraits].map(([image, a], index) =>
    Float32Array.from(
      (portraits === selfies ? others.slice(0, index) : others).filter(
        ([other]) => personOf(other) !== personOf(image),
      ),
      ([, b]) => similarity(a, b),
    ),
  );
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all.sort();
}

/** What a calibration is made of. */
function cosinesAt(strangers: Float32Array): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [1e-1, 1e-2, 3e-3, 1e-3, 1e-4].map((far) => [String(far), rounded(thresholdAt(strangers, far))]),
  );
}

function outcomesOf(scored: readonly { readonly score: number; readonly same: boolean }[]) {
  const of = (same: boolean) => {
    const scores = scored.filter((pair) => pair.same === same).map(({ score }) => score);
    const share = (low: number, high: number) =>
      rounded(scores.filter((score) => score >= low && score < high).length / scores.length);
    return {
      match: share(scaleMarks.match, Number.POSITIVE_INFINITY),
      review: share(scaleMarks.review, scaleMarks.match),
      mismatch: share(Number.NEGATIVE_INFINITY, scaleMarks.review),
    };
  };
  return { same: of(true), different: of(false) };
}

/** Detecting, aligning and embedding one face of a decoded 640 × 480 picture, on one thread, as the worker does it. */
async function times(files: Parameters<typeof loadSessions>[0], folder: string, images: readonly string[]) {
  const sessions = await loadSessions(files);
  if (!sessions.ok) throw new Error('the models do not load');
  const wallMs: number[] = [];
  const processorMs: number[] = [];
  for (const image of images.slice(0, timedFrames)) {
    const frame = await sharp(readImage(folder, image))
      .resize(640, 480, { fit: 'contain', background: '#808080' })
      .png()
      .toBuffer();
    const picture = await decodePicture(frame);
    if (!picture) throw new Error('a picture of the bench does not decode');
    const [start, before] = [performance.now(), process.cpuUsage()];
    await findFacesIn(sessions.value, picture, null);
    const after = process.cpuUsage(before);
    wallMs.push(performance.now() - start);
    processorMs.push((after.user + after.system) / 1000);
  }
  const median = (values: readonly number[]) =>
    rounded(values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN);
  return { p50Ms: median(wallMs), p50ProcessorMs: median(processorMs) };
}

function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
