// Where each field of a machine readable zone stands (ICAO 9303-4 to -7, and France's cards of 1988 to 2021), and which signs
// may stand at each place. Refuses nothing: it is only the map.
export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B' | 'FRA-ID';

/** A stretch of the zone: line and columns from 0, `end` exclusive. */
export type Span = readonly [line: number, start: number, end: number];

export interface Layout {
  readonly format: MrzFormat;
  readonly lines: number;
  readonly width: number;
  readonly names: Span;
  /** Where the given names stand apart from the surname. */
  readonly givenNames: Span | null;
  readonly number: Span;
  /** Null where the zone does not say it: then it is the issuing state's. */
  readonly nationality: Span | null;
  readonly birth: Span;
  readonly sex: Span;
  /** Null where the zone does not say it. */
  readonly expiry: Span | null;
  readonly optional: readonly Span[];
  /** Where the optional data has a check digit of its own (TD3 only). */
  readonly optionalCheck: Span | null;
  /** What the composite digit covers, and where it stands; visas have none. */
  readonly composite: { readonly over: readonly Span[]; readonly at: Span } | null;
}

// Second line of TD2, TD3 and both visas begins alike (9303-4 §4.2.2, 9303-6 §4.2.2, 9303-7 §4.2.2).
const secondLine = {
  number: [1, 0, 9],
  nationality: [1, 10, 13],
  birth: [1, 13, 19],
  sex: [1, 20, 21],
  expiry: [1, 21, 27],
} as const satisfies Partial<Layout>;

export const mrzLayouts: readonly Layout[] = [
  {
    format: 'TD3',
    lines: 2,
    width: 44,
    names: [0, 5, 44],
    givenNames: null,
    ...secondLine,
    optional: [[1, 28, 42]],
    optionalCheck: [1, 42, 43],
    composite: {
      over: [
        [1, 0, 10],
        [1, 13, 20],
        [1, 21, 43],
      ],
      at: [1, 43, 44],
    },
  },
  {
    format: 'MRV-A',
    lines: 2,
    width: 44,
    names: [0, 5, 44],
    givenNames: null,
    ...secondLine,
    optional: [[1, 28, 44]],
    optionalCheck: null,
    composite: null,
  },
  {
    format: 'TD2',
    lines: 2,
    width: 36,
    names: [0, 5, 36],
    givenNames: null,
    ...secondLine,
    optional: [[1, 28, 35]],
    optionalCheck: null,
    composite: {
      over: [
        [1, 0, 10],
        [1, 13, 20],
        [1, 21, 35],
      ],
      at: [1, 35, 36],
    },
  },
  {
    format: 'MRV-B',
    lines: 2,
    width: 36,
    names: [0, 5, 36],
    givenNames: null,
    ...secondLine,
    optional: [[1, 28, 36]],
    optionalCheck: null,
    composite: null,
  },
  {
    format: 'TD1',
    lines: 3,
    width: 30,
    names: [2, 0, 30],
    givenNames: null,
    number: [0, 5, 14],
    nationality: [1, 15, 18],
    birth: [1, 0, 6],
    sex: [1, 7, 8],
    expiry: [1, 8, 14],
    optional: [
      [0, 15, 30],
      [1, 18, 29],
    ],
    optionalCheck: null,
    composite: {
      over: [
        [0, 5, 30],
        [1, 0, 7],
        [1, 8, 15],
        [1, 18, 29],
      ],
      at: [1, 29, 30],
    },
  },
  {
    // Two lines of 36 as TD2, and otherwise unlike it: number of twelve, names on both lines, no expiry.
    format: 'FRA-ID',
    lines: 2,
    width: 36,
    names: [0, 5, 30],
    givenNames: [1, 13, 27],
    number: [1, 0, 12],
    nationality: null,
    birth: [1, 27, 33],
    sex: [1, 34, 35],
    expiry: null,
    optional: [[0, 30, 36]],
    optionalCheck: null,
    composite: {
      over: [
        [0, 0, 36],
        [1, 0, 35],
      ],
      at: [1, 35, 36],
    },
  },
];

/** The layout of lines of this number and width; what they begin with tells visas and France's cards from the rest. */
export function layoutOf(lines: number, width: number, begins: string): Layout | undefined {
  const visa = begins.startsWith('V');
  const french = begins.startsWith('IDFRA') && width === 36;
  return mrzLayouts.find(
    (one) =>
      one.lines === lines &&
      one.width === width &&
      one.format.startsWith('MRV') === visa &&
      (one.format === 'FRA-ID') === french,
  );
}

export const after = ([line, , end]: Span): Span => [line, end, end + 1];

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';

/** The signs that may stand at each place of each line (9303-3 §4.3 and the fields of each format). */
export function allowedSigns(layout: Layout): readonly (readonly string[])[] {
  const allowed = Array.from({ length: layout.lines }, () =>
    Array.from({ length: layout.width }, () => `<${digits}${letters}`),
  );
  const put = (span: Span | null, signs: string): void => {
    if (span !== null) for (let at = span[1]; at < span[2]; at += 1) (allowed[span[0]] ?? [])[at] = signs;
  };
  put([0, 0, 1], letters);
  put([0, 1, 2], `<${letters}`);
  put([0, 2, 5], `<${letters}`);
  for (const span of [layout.names, layout.givenNames, layout.nationality]) put(span, `<${letters}`);
  // What is not known of a date is filled (9303-3 §4.8).
  for (const span of [layout.birth, layout.expiry]) {
    put(span, `<${digits}`);
    if (span !== null) put(after(span), digits);
  }
  put(layout.sex, '<MF');
  // A filler there says that a long number goes on elsewhere (9303-5 §4.2.2), or that the optional data are empty.
  put(after(layout.number), `<${digits}`);
  put(layout.optionalCheck, `<${digits}`);
  put(layout.composite?.at ?? null, digits);
  return allowed;
}

/** All that some check digit covers, check digits included. */
export function coveredBy(layout: Layout): readonly Span[] {
  const own = [layout.number, layout.birth, layout.expiry].flatMap((span) =>
    span === null ? [] : [span, after(span)],
  );
  const composite = layout.composite === null ? [] : [...layout.composite.over, layout.composite.at];
  return [...own, ...composite];
}
