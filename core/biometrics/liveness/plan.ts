// What is asked of a customer, in which order: drawn from a nonce that the main process made for this one check. Rules LV1 to LV3 of docs/spec/liveness.md.
import {
  glowColours,
  type Gesture,
  type GlowColour,
  type LivenessPrompt,
} from '../../contract/kiosk/liveness.ts';

/** What a gesture shows: that a head has depth, that muscles move a face, or only that what was asked was heard. */
export const gestureClasses = {
  'turn-left': 'depth',
  'turn-right': 'depth',
  nod: 'depth',
  smile: 'muscle',
  'open-mouth': 'muscle',
  'tilt-left': 'answer',
  'tilt-right': 'answer',
  'come-closer': 'answer',
} as const satisfies Readonly<Record<Gesture, 'depth' | 'muscle' | 'answer'>>;

export type GestureClass = (typeof gestureClasses)[Gesture];

/** Each colour so long: under two changes a second, where three are held to be the limit (WCAG 2.3.1). */
export const colourStepMs = 550;
export const colourCount = 6;

/** What a customer says they cannot do. */
export type Cannot = Gesture | 'colours';

export interface Plan {
  readonly prompts: readonly LivenessPrompt[];
  /** What is asked instead, once in a check, of whoever did not do the first of its class. */
  readonly spare: Readonly<Partial<Record<GestureClass, Gesture>>>;
  /** Classes of which nothing is left to ask: a person has to look instead. */
  readonly unasked: readonly ('depth' | 'muscle' | 'colours')[];
}

/** Draws whole numbers below a limit from the nonce's bytes, each as likely; throws when a nonce of 64 bytes is used up. */
function drawer(nonce: Uint8Array): (below: number) => number {
  let at = 0;
  return (below) => {
    // What lies above the last whole multiple is thrown away, or small numbers would come more often.
    const limit = 256 - (256 % below);
    for (;;) {
      const byte = nonce[at++];
      if (byte === undefined) throw new Error('a nonce of 64 bytes was expected');
      if (byte < limit) return byte % below;
    }
  };
}

/** `nonce`: 64 random bytes. One gesture of each class and the colours in an order of chance, after a calm look. */
export function planChecks(nonce: Uint8Array, cannot: ReadonlySet<Cannot> = new Set()): Plan {
  const draw = drawer(nonce);
  const asked: LivenessPrompt[] = [];
  const unasked: ('depth' | 'muscle' | 'colours')[] = [];
  for (const wanted of ['depth', 'muscle', 'answer'] as const) {
    const open = openOf(wanted, cannot);
    const gesture = open.length === 0 ? undefined : open[draw(open.length)];
    if (gesture) asked.push({ ask: 'gesture', gesture });
    else if (wanted !== 'answer') unasked.push(wanted);
  }
  if (cannot.has('colours')) unasked.push('colours');
  else asked.push({ ask: 'colours', colours: drawColours(draw), stepMs: colourStepMs });
  for (let last = asked.length - 1; last > 0; last--) {
    const other = draw(last + 1);
    const [a, b] = [asked[last], asked[other]];
    if (a && b) [asked[last], asked[other]] = [b, a];
  }
  const spare: Partial<Record<GestureClass, Gesture>> = {};
  for (const wanted of ['depth', 'muscle', 'answer'] as const) {
    const others = openOf(wanted, cannot).filter(
      (gesture) => !asked.some((prompt) => prompt.ask === 'gesture' && prompt.gesture === gesture),
    );
    const gesture = others.length === 0 ? undefined : others[draw(others.length)];
    if (gesture) spare[wanted] = gesture;
  }
  return { prompts: [{ ask: 'look-straight' }, ...asked], spare, unasked };
}

function openOf(wanted: GestureClass, cannot: ReadonlySet<Cannot>): Gesture[] {
  return (Object.keys(gestureClasses) as Gesture[]).filter(
    (gesture) => gestureClasses[gesture] === wanted && !cannot.has(gesture),
  );
}

/** Red, green and blue each at least once, and no colour twice running: a reflection can then be told from the room. */
function drawColours(draw: (below: number) => number): GlowColour[] {
  const colours: GlowColour[] = [];
  const lacking = () => (['red', 'green', 'blue'] as const).filter((colour) => !colours.includes(colour));
  while (colours.length < colourCount) {
    const must = lacking().length >= colourCount - colours.length;
    const from = (must ? lacking() : glowColours).filter((colour) => colour !== colours.at(-1));
    colours.push(from[draw(from.length)] ?? 'red');
  }
  return colours;
}
