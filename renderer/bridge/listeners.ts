// A list of functions to call when something happens, each able to leave; it keeps no history.
export interface Listeners {
  readonly add: (listener: () => void) => () => void;
  readonly tell: () => void;
}

export function makeListeners(): Listeners {
  const all = new Set<() => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell() {
      for (const listener of all) listener();
    },
  };
}
