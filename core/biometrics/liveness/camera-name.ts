// Whether a camera's name may be that of a real device. A name is the screen's claim alone, and cheap to forge: it stops the idle, the pixels and the clock have to stop the rest. Rule LV15 of docs/spec/liveness.md.

/** As virtual cameras call themselves, in any case. */
const virtualNames = [
  'virtual',
  'obs ',
  'obs-',
  'manycam',
  'snap camera',
  'xsplit',
  'v4l2loopback',
  'dummy video',
  'droidcam',
  'iriun',
  'epoccam',
  'ndi video',
  'splitcam',
  'camtwist',
  'mmhmm',
  'fake_device',
  'fake device',
];

/** `allowed`: parts of names that the bank takes; null: every one that is not known for a virtual camera's. */
export function cameraAllowed(name: string, allowed: readonly string[] | null, simulated: boolean): boolean {
  const plain = name.trim().toLowerCase();
  // A kiosk that simulates says so on every screen and in every record; there the drawn camera is the device.
  if (simulated && plain === 'simulated camera') return true;
  if (plain === '' || plain === 'simulated camera') return false;
  if (virtualNames.some((part) => `${plain} `.includes(part))) return false;
  return allowed === null || allowed.some((part) => plain.includes(part.toLowerCase()));
}
