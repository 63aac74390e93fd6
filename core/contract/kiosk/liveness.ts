// What a customer may be asked to do before the camera, and what a screen is told of it. It says what is asked, never how it is judged.
import { z } from 'zod';

/** Sides are the customer's own: a turn to the left is a turn to the right of the picture. */
export const gestures = [
  'turn-left',
  'turn-right',
  'nod',
  'tilt-left',
  'tilt-right',
  'smile',
  'open-mouth',
  'come-closer',
] as const;
export const gestureSchema = z.enum(gestures);
export type Gesture = z.infer<typeof gestureSchema>;

/** What the screen shines; far apart, so that a camera's own white balance cannot turn one into another. */
export const glowColours = ['red', 'green', 'blue', 'white', 'dark'] as const;
export const glowColourSchema = z.enum(glowColours);
export type GlowColour = z.infer<typeof glowColourSchema>;

export const livenessPromptSchema = z.discriminatedUnion('ask', [
  /** Calm and straight: what follows is measured against it. */
  z.object({ ask: z.literal('look-straight') }),
  z.object({ ask: z.literal('gesture'), gesture: gestureSchema }),
  /** The screen shows each colour for `stepMs`, in this order. */
  z.object({ ask: z.literal('colours'), colours: z.array(glowColourSchema), stepMs: z.int().positive() }),
]);
export type LivenessPrompt = z.infer<typeof livenessPromptSchema>;

/** What a customer may say they cannot do; another thing is asked, or an officer looks. */
export const cannotSchema = z.enum([...gestures, 'colours']);

export const livenessOutcomeSchema = z.enum(['live', 'again', 'officer']);
export type LivenessOutcome = z.infer<typeof livenessOutcomeSchema>;
/** Why not `live`, in kinds that help the customer; what looks like an attack is `not-sure`. Each has a text. */
export const livenessReasons = [
  'not-seen',
  'two-faces',
  'not-done',
  'other-movement',
  'face-lost',
  'not-sure',
  'camera-slow',
  'camera-refused',
  'clock-jumped',
  /** An officer looks: nothing of a class could be asked, the customer wished it, or three tries are over. */
  'not-asked',
  'wished',
  'three-tries',
] as const;
export const livenessReasonSchema = z.enum(livenessReasons);
export type LivenessReason = z.infer<typeof livenessReasonSchema>;

/** What comes of a frame: the next thing asked, or how the check ended. */
export const livenessStandSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('asking'), prompt: livenessPromptSchema }),
  z.object({ state: z.literal('ended') }),
]);
export type LivenessStand = z.infer<typeof livenessStandSchema>;
