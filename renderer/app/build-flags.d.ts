// Set by the build (renderer/vite.config.ts): false in packaged kiosks, so that the simulation is left out of them.
declare const __SIMULATION__: boolean;
