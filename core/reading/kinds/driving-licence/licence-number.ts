// The number of an Indian driving licence: the state, its office, the year, seven digits. Older forms of single states exist and
// are not known here.
import { inShape } from '../../positional.ts';
import type { ShapeRead } from '../number-in-line.ts';

/** As the register writes it: state and office, a space, year and serial number. */
export function licenceOf(signs: string): ShapeRead | null {
  const fitted = inShape(signs, 'AA9999999999999');
  if (fitted === null) return null;
  const year = Number(fitted.text.slice(4, 8));
  if (year < 1950 || year > 2099) return null;
  return { number: `${fitted.text.slice(0, 4)} ${fitted.text.slice(4)}`, changed: fitted.changed };
}
