// The one door to the simulated customer. The app imports it only in a build that may simulate; a packaged kiosk does not contain it.
export { createSimulation, type Simulation, type SimulationOptions } from './camera/simulation.ts';
export { createSimulatedCameraSource } from './camera/simulated-camera-source.ts';
export {
  aadhaarPlan,
  passportPlan,
  sceneNames,
  type Gesture,
  type Plan,
  type Purpose,
  type SceneName,
} from './camera/scene.ts';
export { passportChip, type PassportChip } from './document/passport-chip.ts';
export { people, personOf, type Person, type PersonId } from './people.ts';
