// A driver by what staff know it by. Vendors' helpers keep the name that the bank gave them.
import type { useText } from '#renderer/ui/language.ts';

type Translate = ReturnType<typeof useText>['t'];

const known = ['sbi', 'rd-service', 'hid', 'pcsc', 'devices.json', 'devices'] as const;
const keys = {
  sbi: 'app:devices.driver.sbi',
  'rd-service': 'app:devices.driver.registered',
  hid: 'app:devices.driver.hid',
  pcsc: 'app:devices.driver.pcsc',
  'devices.json': 'app:devices.driver.settings',
  devices: 'app:devices.driver.all',
} as const satisfies Readonly<Record<(typeof known)[number], string>>;

const helper = 'vendor-helper/';

export function driverName(t: Translate, driver: string): string {
  const name = known.find((each) => each === driver);
  if (name) return t(keys[name]);
  return driver.startsWith(helper)
    ? t('app:devices.driver.helper', { name: driver.slice(helper.length) })
    : driver;
}
