// Every hint and problem that capturing can show, as closed lists. They are keys: the words are in the languages' files.
import { cardRegions } from '#core/reading/outline/card-regions.ts';

export const cameraProblems = [
  'denied',
  'none',
  'in-use',
  'unplugged',
  'black',
  'frozen',
  'too-small',
  'failed',
] as const;
export type CameraProblem = (typeof cameraProblems)[number];

/** Said beside a picture that is there. */
export const cameraNotices = ['slow'] as const;
export type CameraNotice = (typeof cameraNotices)[number];

export const documentHints = [
  'too-dark',
  'no-document',
  'turn',
  'move-back',
  'closer',
  'too-bright',
  'glare',
  'hold-still',
  'blurred',
  'part-blurred',
  'tilt',
  'ready',
] as const;
export type DocumentHint = (typeof documentHints)[number];

export const faceHints = [
  'no-face',
  'two-faces',
  'too-dark',
  'come-closer',
  'move-back',
  'centre',
  'look-straight',
  'open-eyes',
  'close-mouth',
  'hold-still',
  'ready',
] as const;
export type FaceHint = (typeof faceHints)[number];

/** Said beside a hint; the picture is taken all the same. */
export const faceAdvices = ['plain-background'] as const;
export type FaceAdvice = (typeof faceAdvices)[number];

/** Refusals of the kiosk's contract go by the same names and share their words. */
export const uploadFailures = ['wrong-type', 'too-large', 'not-an-image'] as const;
export type UploadFailure = (typeof uploadFailures)[number];

/** Every key of the `capture` texts that each language must have. */
export const captureTextKeys = [
  ...cameraProblems.map((kind) => `camera.${kind}` as const),
  ...cameraNotices.map((kind) => `camera.${kind}` as const),
  'camera.starting',
  'camera.switch',
  'camera.again',
  'camera.picture',
  ...documentHints.map((hint) => `document.${hint}` as const),
  ...cardRegions.map((region) => `region.${region}` as const),
  ...faceHints.map((hint) => `face.${hint}` as const),
  ...faceAdvices.map((advice) => `face.${advice}` as const),
  'guide.unavailable',
] as const;
export type CaptureTextKey = (typeof captureTextKeys)[number];
