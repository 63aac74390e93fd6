// Who stands before the simulated cameras, and what they do. One object for the whole page, so that a screen and a test reach the same customer.
import type { LivenessPrompt } from '#core/contract/kiosk/liveness.ts';
import { answerTo } from './answer-prompt.ts';
import type { PersonId } from '../people.ts';
import { aadhaarPlan, type Gesture, type Plan, type Purpose, type SceneName, type Staging } from './scene.ts';

export interface Simulation {
  readonly staging: (purpose: Purpose) => Staging;
  /** Changes who comes; documents and face follow. */
  readonly become: (person: PersonId, otherPerson?: PersonId) => void;
  /** Changes what cameras see by purpose: `passportPlan`, or one bad picture among good ones. */
  readonly plan: (changes: Partial<Plan>) => void;
  /** Shows one scene to every camera, whatever its purpose; null goes back to the plan. */
  readonly show: (scene: SceneName | null) => void;
  readonly gesture: (gesture: Gesture) => void;
  /** What the kiosk asks of whoever sits there: this customer does it, unless `gesture` says otherwise. */
  readonly asked: (prompt: LivenessPrompt | null) => void;
  /** Pulls the camera's plug, or puts it in again. */
  readonly plug: (plugged: boolean) => void;
  /** As when the person at the machine forbids the camera. */
  readonly forbid: (forbidden: boolean) => void;
  readonly plugged: () => boolean;
  readonly forbidden: () => boolean;
  /** Calls back when the plug changes; the answer ends it. */
  readonly onPlug: (listener: () => void) => () => void;
}

export interface SimulationOptions {
  readonly person?: PersonId;
  readonly otherPerson?: PersonId;
  readonly plan?: Partial<Plan>;
  /** Milliseconds from any fixed point. */
  readonly now?: () => number;
}

export function createSimulation(options: SimulationOptions = {}): Simulation {
  const now = options.now ?? (() => performance.now());
  let plan: Plan = { ...aadhaarPlan, ...options.plan };
  let override: SceneName | null = null;
  let person: PersonId = options.person ?? 'anil';
  let otherPerson: PersonId = options.otherPerson ?? 'zoya';
  let gesture: Gesture = {};
  let asked: { readonly prompt: LivenessPrompt; readonly sinceMs: number } | null = null;
  let plugged = true;
  let forbidden = false;
  const listeners = new Set<() => void>();
  const shown = new Map<Purpose, { scene: SceneName; since: number }>();

  return {
    asked(prompt) {
      asked = prompt && { prompt, sinceMs: now() };
    },
    staging(purpose) {
      const scene = override ?? plan[purpose];
      const last = shown.get(purpose);
      const since = last?.scene === scene ? last.since : now();
      shown.set(purpose, { scene, since });
      const answer = asked ? answerTo(asked.prompt, now() - asked.sinceMs) : {};
      return { scene, person, otherPerson, gesture: { ...answer, ...gesture }, shownMs: now() - since };
    },
    become(next, other) {
      person = next;
      if (other !== undefined) otherPerson = other;
    },
    plan(changes) {
      plan = { ...plan, ...changes };
    },
    show(scene) {
      override = scene;
    },
    gesture(next) {
      gesture = next;
    },
    plug(next) {
      if (plugged === next) return;
      plugged = next;
      for (const listener of listeners) listener();
    },
    forbid(next) {
      forbidden = next;
    },
    plugged: () => plugged,
    forbidden: () => forbidden,
    onPlug(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
