// What the simulated customer does when the kiosk asks something: as people do, after a while and then plainly. A function of time alone.
import type { LivenessPrompt } from '#core/contract/kiosk/liveness.ts';
import { unreachable } from '#core/kernel/result.ts';
import { mix, smoothstep } from '../head/noise.ts';
import type { Gesture } from './scene.ts';

const reactionMs = 450;
const moveMs = 350;
/** A nod goes down and up again. */
const nodMs = 1200;
/** What a bright screen in an ordinary room adds to the light on a face. */
const glowStrength = 0.25;
const glows = {
  red: [1, 0.05, 0.05],
  green: [0.05, 1, 0.08],
  blue: [0.06, 0.08, 1],
  white: [1, 1, 1],
  dark: [0, 0, 0],
} as const;

export function answerTo(prompt: LivenessPrompt, sinceMs: number): Gesture {
  if (prompt.ask === 'look-straight') return {};
  if (prompt.ask === 'colours') {
    const colour = prompt.colours[Math.floor(sinceMs / prompt.stepMs)] ?? 'dark';
    const [r, g, b] = glows[colour];
    return { glow: [r * glowStrength, g * glowStrength, b * glowStrength] };
  }
  const done = smoothstep(reactionMs, reactionMs + moveMs, sinceMs);
  switch (prompt.gesture) {
    case 'turn-left':
      return { yawDeg: 26 * done };
    case 'turn-right':
      return { yawDeg: -26 * done };
    case 'nod':
      return { pitchDeg: (sinceMs - reactionMs) % nodMs < nodMs * 0.65 ? 19 * done : 0 };
    case 'tilt-left':
      return { rollDeg: 18 * done };
    case 'tilt-right':
      return { rollDeg: -18 * done };
    case 'smile':
      return { smile: mix(0.1, 1, done) };
    case 'open-mouth':
      return { mouthOpen: 0.9 * done };
    case 'come-closer':
      return { closer: mix(1, 1.38, done) };
    default:
      return unreachable(prompt.gesture);
  }
}
