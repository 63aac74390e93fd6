// The permanent account number: five letters, four digits, a letter. No public check digit protects it: what was read stays to
// be compared by eye. The fourth letter says what its holder is, the fifth begins the holder's surname.
import { inShape } from '../../positional.ts';

const shape = 'AAAAA9999A';
/** Person, company, Hindu family, association, body, government, juridical person, local authority, firm, trust. */
const holders = new Set('ABCFGHJLPT');
/** Letters that a reader takes for P, the holder of nearly every card at a counter. */
const likeP = new Set('RFD');

export interface PanRead {
  readonly pan: string;
  /** Signs that its places' rule changed. */
  readonly changed: number;
}

export function isPan(text: string): boolean {
  return /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/.test(text);
}

/** The number in ten signs as they were read; null where they cannot be one. */
export function panOf(signs: string): PanRead | null {
  const fitted = inShape(signs, shape);
  if (fitted === null) return null;
  const holder = fitted.text.charAt(3);
  if (holders.has(holder)) return { pan: fitted.text, changed: fitted.changed };
  if (!likeP.has(holder)) return null;
  return { pan: `${fitted.text.slice(0, 3)}P${fitted.text.slice(4)}`, changed: fitted.changed + 1 };
}

/** Whether the fifth letter begins one of the names: the surname stands last on most cards, and first on some. */
export function suitsName(pan: string, name: string): boolean {
  return name
    .toUpperCase()
    .split(/[^A-Z]+/)
    .some((token) => token.startsWith(pan.charAt(4)));
}
