// The two names by which the port travels: from the main process to the preload, and from the preload to the page.

export const portChannel = 'pravesh:port';

/** As renderer/bridge awaits it. */
export const portMessage = { type: 'pravesh-port' } as const;
