// The victim's face as a stiff mask on the attacker's head: it turns, nods and comes closer, and no muscle moves under it.
import type { Chance } from '#test/fault/chance.ts';
import { presentPerson } from './genuine.ts';
import { drawMotion, type Motion } from './motion.ts';
import { drawPerson } from './person.ts';
import type { Presentation } from './presentation.ts';

export function presentMask(chance: Chance): Presentation {
  const worn = drawPerson(chance);
  const living = drawMotion(chance);
  const stiff: Motion = {
    at: (atMs, asked) => ({ ...living.at(atMs, asked), smile: 0, mouthOpen: 0 }),
  };
  // Cloth or paper: no crease, no mottle, no shine of skin, and flat cheeks, brow and nose.
  const { shape, paint } = worn.look;
  const flatness = chance.next() * 0.7 + 0.3;
  const look = {
    ...worn.look,
    shape: {
      ...shape,
      noseOut: shape.noseOut - 0.08 * flatness,
      cheekFull: shape.cheekFull - 0.02 * flatness,
      browRidge: shape.browRidge - 0.02 * flatness,
      cheekbone: shape.cheekbone * (1 - flatness),
    },
    paint: { ...paint, mottle: paint.mottle * 0.3 },
  };
  return { ...presentPerson(chance, { person: { ...worn, look }, motion: stiff }), groups: {} };
}
