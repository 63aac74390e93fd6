// What stands before the camera in one sequence: asked for a frame at a moment, knowing what the kiosk asks and shines just then.
import type { LivenessPrompt } from '#core/contract/kiosk/liveness.ts';

export const frameWidthPx = 480;
export const frameHeightPx = 360;

/** What can be seen of the kiosk at that moment. */
export interface Asked {
  readonly prompt: LivenessPrompt;
  /** When the kiosk first showed it, on the clock of `atMs`. */
  readonly sinceMs: number;
}

export interface Presentation {
  /** By which genuine sequences are told apart in the figures: skin, glasses, beard, head cover, light. */
  readonly groups: Readonly<Record<string, string>>;
  /** Opaque RGBA, `frameWidthPx` × `frameHeightPx`, in a buffer of its own. Moments never go back. */
  frame(atMs: number, asked: Asked): Uint8ClampedArray;
}

const glows = {
  red: [1, 0.05, 0.05],
  green: [0.05, 1, 0.08],
  blue: [0.06, 0.08, 1],
  white: [1, 1, 1],
  dark: [0, 0, 0],
} as const;

/** The screen's colour just now, linear, 0 to 1. Between challenges it shows the kiosk's pale page, which belongs to the room's light. */
export function screenColour(atMs: number, { prompt, sinceMs }: Asked): readonly [number, number, number] {
  if (prompt.ask !== 'colours') return glows.dark;
  const colour = prompt.colours[Math.floor((atMs - sinceMs) / prompt.stepMs)];
  return colour === undefined ? glows.dark : glows[colour];
}
