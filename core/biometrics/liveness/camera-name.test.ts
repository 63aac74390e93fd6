import { expect, it } from 'vitest';
import { cameraAllowed } from './camera-name.ts';

it.each([
  'OBS Virtual Camera',
  'ManyCam Video Source',
  'Dummy video device (0x0000)',
  'fake_device_0',
  '',
  '  ',
])('LV15 %o is no camera', (name) => expect(cameraAllowed(name, null, false)).toBe(false));

it('LV15 a bank may name the cameras it takes', () => {
  const name = 'Logitech BRIO (046d:085e)';
  expect(cameraAllowed(name, null, false)).toBe(true);
  expect(cameraAllowed(name, ['brio'], false)).toBe(true);
  expect(cameraAllowed(name, ['C920'], false)).toBe(false);
  expect(cameraAllowed('OBS Virtual Camera BRIO', ['brio'], false)).toBe(false);
});

it('LV15 the drawn camera is one in simulation only', () => {
  expect(cameraAllowed('Simulated camera', null, true)).toBe(true);
  expect(cameraAllowed('Simulated camera', null, false)).toBe(false);
});
