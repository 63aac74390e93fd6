// Whole pictures through the real network: specimens beside the checkout in all four orientations, and pictures without a zone.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { decode } from '../picture.ts';
import { lineNet, openLineNet } from './line-net.ts';
import { readZone } from './read-zone.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const specimens = `${root}../shared/data/mrz`;
const file = await openCheckoutModelStore(root, { MODEL_MIRROR: 'none' }).locate('mrz-lines');

async function zoneIn(image: Uint8Array) {
  const net = file.ok ? await lineNet(file.value) : null;
  const picture = await decode(image);
  if (net === null || !picture.ok) throw new Error('no network, or no picture');
  return readZone(picture.value, net);
}

describe('the zone of a whole picture', () => {
  it('is null where there is none: plain paper, noise, ruled lines', async () => {
    const plain = sharp({ create: { width: 900, height: 600, channels: 3, background: '#eee' } });
    const noise = sharp({
      create: {
        width: 900,
        height: 600,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
    const ruled = sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="900" height="600" fill="white"/>${Array.from(
          { length: 20 },
          (_, i) => `<path d="M40 ${30 * i}h820" stroke="black" stroke-width="9" stroke-dasharray="11 8"/>`,
        ).join('')}</svg>`,
      ),
    );
    for (const picture of [plain, noise, ruled])
      expect(await zoneIn(await picture.png().toBuffer())).toBeNull();
  });

  it('MZ7 needs the very file that the manifest names', async () => {
    if (!file.ok) throw new Error(file.error.kind);
    expect(await openLineNet({ path: file.value.path, sha256: '0'.repeat(64) })).toBeNull();
    expect(await openLineNet({ path: `${root}package.json`, sha256: '0'.repeat(64) })).toBeNull();
  });

  describe.skipIf(!existsSync(specimens))(`specimens (needs ${specimens})`, () => {
    it.each([0, 90, 180, 270])('MZ1 is found turned by %i degrees', async (degrees) => {
      const picture = sharp(`${specimens}/passporteye__passport-td3.jpg`).rotate(degrees);
      const zone = await zoneIn(await picture.jpeg().toBuffer());
      expect(zone?.chosen.mrz).toMatchObject({ format: 'TD3', number: 'L898902C3', failed: [] });
      // Reading direction turns with the picture.
      const [line] = zone?.lines ?? [];
      const angle = Math.atan2(
        (line?.to.y ?? 0) - (line?.from.y ?? 0),
        (line?.to.x ?? 0) - (line?.from.x ?? 0),
      );
      const off = Math.abs((((angle * 180) / Math.PI - degrees) % 360) + 360) % 360;
      expect(Math.min(off, 360 - off)).toBeLessThan(4);
    });

    it.each([
      ['passporteye__passport-td2.jpg', 'TD2'],
      ['passporteye__100_id-si.jpg', 'TD1'],
      ['fastmrz__mrva.jpg', 'MRV-A'],
      ['passporteye__100_visa-polx.jpg', 'MRV-B'],
      ['mrz-detection__id1.jpg', 'FRA-ID'],
    ])('%s is %s', async (name, format) => {
      const zone = await zoneIn(readFileSync(`${specimens}/${name}`));
      expect(zone?.chosen.mrz).toMatchObject({ format, failed: [] });
    });
  });
});
