// The rooms of the house, each with a tsconfig that knows only what the room may know.

export const rooms = ['core', 'electron', 'renderer', 'native', 'bank', 'scripts', 'test'] as const;
