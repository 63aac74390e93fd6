// An iris of nobody's as a record of ISO/IEC 19794-6:2011: one eye, its label, and a drawn picture in grey. For simulators.
import { createChance } from '#core/biometrics/generate-finger.ts';

const widthPx = 160;
const heightPx = 120;
const irisPx = 48;
const pupilPx = 18;
const generalBytes = 16;
/** With no quality block, clause 7.3. */
const representationBytes = 53;

export const eyeLabels = { unknown: 0, Right: 1, Left: 2 } as const;

/** Rays and rings drawn from the seed: the same eye looks the same, another one differs. */
function picture(seed: number): Buffer {
  const chance = createChance(seed);
  const rays = Array.from({ length: 40 }, () => chance());
  const pixels = Buffer.alloc(widthPx * heightPx, 215);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const dx = x - widthPx / 2;
      const dy = y - heightPx / 2;
      const far = Math.hypot(dx, dy);
      if (far > irisPx) continue;
      const turn = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) % 1;
      const ray = rays[Math.floor(turn * rays.length)] ?? 0;
      pixels[y * widthPx + x] = far < pupilPx ? 20 : Math.round(70 + 80 * ray + 20 * Math.sin(far + 9 * ray));
    }
  }
  return pixels;
}

export function drawnIris(eye: keyof typeof eyeLabels, seed: number): Buffer {
  const image = picture(seed);
  const head = Buffer.alloc(generalBytes + representationBytes);
  head.write('IIR', 0, 'latin1');
  head.write('020', 4, 'latin1');
  head.writeUInt32BE(head.length + image.length, 8);
  head.writeUInt16BE(1, 12);
  head.writeUInt8(1, 15);
  const at = generalBytes;
  head.writeUInt32BE(representationBytes + image.length, at);
  head.writeUInt16BE(1, at + 19);
  head.writeUInt8(eyeLabels[eye], at + 21);
  // Uncropped, monochrome raw, eight bits.
  head.writeUInt8(1, at + 22);
  head.writeUInt8(2, at + 23);
  head.writeUInt16BE(widthPx, at + 25);
  head.writeUInt16BE(heightPx, at + 27);
  head.writeUInt8(8, at + 29);
  head.writeUInt32BE(image.length, at + representationBytes - 4);
  return Buffer.concat([head, image]);
}
