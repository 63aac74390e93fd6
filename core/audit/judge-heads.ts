// Whether the audit heads that a kiosk's packets name can be heads of one chain. It sees no rows, only how many there were: a
// chain that grew again past its old length after being written anew is seen by the kiosk's own look at the bank's word.

export interface NamedHead {
  /** Of the packet. */
  readonly sequence: number;
  readonly head: string;
  /** Null from a kiosk that did not tell yet. */
  readonly rows: number | null;
}

/** Each sealing writes rows behind the head it names: the next one stands further on, and is another. */
export type HeadFault = 'head-repeated' | 'rows-fewer';

/** `before` and `after` are the nearest packets of the kiosk in their order, not in that of their arrival. */
export function judgeHead(
  named: NamedHead,
  before: NamedHead | null,
  after: NamedHead | null,
): HeadFault | null {
  const beside = [before, after].filter((other) => other !== null);
  if (beside.some(({ head }) => head === named.head)) return 'head-repeated';
  const { rows } = named;
  if (rows === null) return null;
  const tooFew = before !== null && before.rows !== null && rows <= before.rows;
  const tooMany = after !== null && after.rows !== null && rows >= after.rows;
  return tooFew || tooMany ? 'rows-fewer' : null;
}
