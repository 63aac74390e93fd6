// Printing through Chromium, against the injected Electron: what is listed, what page is printed, what is refused.
import { expect, test } from 'vitest';
import { createPdfReceipts } from '#electron/adapter/receipt/pdf-receipt.ts';
import { createElectronPrinting } from './electron-printing.ts';
import { fakeElectron } from './fake-electron.fixture.ts';

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const receipts = createPdfReceipts();
const known = [
  {
    name: 'Counter',
    displayName: 'Counter',
    description: '',
    options: { 'printer-state': '3', 'printer-is-default': true },
  },
  { name: 'Roll', displayName: 'Roll', description: '', options: { 'printer-state': '5' } },
  { name: 'Laser on Windows', displayName: 'Laser', description: '', options: {} },
];

function connect() {
  const fake = fakeElectron();
  fake.printing.list = () => Promise.resolve(known);
  const drawn: number[] = [];
  const printing = createElectronPrinting(fake.electron, async (_pdf, index) => {
    drawn.push(index);
    return jpeg;
  });
  const get = async (path: string) => fake.session('printing').scheme?.(new Request(`app://kiosk${path}`));
  return { fake, printing, drawn, get };
}

test('DV64 lists the system’s printers, how they stand where the system says so, and which is the standard one', async () => {
  const { fake, printing } = connect();
  expect(await printing.printers()).toEqual({
    ok: true,
    value: [
      { name: 'Counter', isDefault: true, state: 'ready' },
      { name: 'Roll', isDefault: false, state: 'stopped' },
      { name: 'Laser on Windows', isDefault: false, state: 'unknown' },
    ],
  });
  expect(fake.windows.map(({ destroyed }) => destroyed)).toEqual([true]);
  fake.printing.list = () => Promise.reject(new Error('no spooler'));
  expect(await printing.printers()).toEqual({ ok: false, error: { kind: 'printing-unavailable' } });
});

test('DV64 prints a page of its own size, to the printer that was named, without a dialog, script or network', async () => {
  const { fake, printing, drawn, get } = connect();
  let page = '';
  let picture: Buffer | null = null;
  fake.printing.whenPrinted = async () => {
    const answer = await get('/');
    page = (await answer?.text()) ?? '';
    expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'");
    picture = Buffer.from((await (await get('/0.jpg'))?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect((await get('/1.jpg'))?.status).toBe(404);
    return true;
  };
  const roll = await receipts.testPage('receipt', 'en');
  expect(await printing.print('Roll', roll, 'x')).toEqual({ ok: true, value: null });
  const [window] = fake.windows;
  expect(window?.options.webPreferences).toMatchObject({
    sandbox: true,
    javascript: false,
    nodeIntegration: false,
  });
  expect(window?.destroyed).toBe(true);
  // 204 points are 72 mm.
  expect(page).toContain('@page{size:204pt ');
  expect(picture).toEqual(jpeg);
  expect(drawn).toEqual([0]);
  expect(fake.printing.orders).toMatchObject([
    { silent: true, deviceName: 'Roll', margins: { marginType: 'none' }, pageSize: { width: 71_967 } },
  ]);
  // Forgotten when it is over.
  expect((await get('/0.jpg'))?.status).toBe(404);
});

test('DV64 orders go one after another, each with its own page; a printer nobody knows and a refusal have their names', async () => {
  const { fake, printing, get } = connect();
  const seen: string[] = [];
  fake.printing.whenPrinted = async () => {
    seen.push(/size:(\d+)/.exec((await (await get('/'))?.text()) ?? '')?.[1] ?? '');
    return seen.length !== 3;
  };
  const [roll, a4] = await Promise.all([receipts.testPage('receipt', 'hi'), receipts.testPage('a4', 'hi')]);
  const all = await Promise.all([
    printing.print('Counter', a4, 'x'),
    printing.print('Roll', roll, 'x'),
    printing.print('Nowhere', a4, 'x'),
    printing.print('Counter', a4, 'x'),
    printing.print('Counter', Buffer.from('no PDF of ours'), 'x'),
  ]);
  expect(all.map((each) => (each.ok ? 'printed' : each.error.kind))).toEqual([
    'printed',
    'printed',
    'printer-unknown',
    'printer-failed',
    'printer-failed',
  ]);
  expect(seen).toEqual(['595', '204', '595']);
});
