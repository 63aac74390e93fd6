// The browser shell as it stands on a desk: one kiosk a folder, one screen a kiosk, a door for nobody else, and no data lost at the end.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { referenceShown, refusal, resumeCase, stepHere } from '#scripts/drive/kiosk-frame.ts';
import { en } from '#scripts/drive/languages.ts';
import * as screen from '#scripts/drive/kiosk-screen.ts';
import { root } from '#scripts/process/root.ts';
import { expect, test } from './kiosk-test.ts';
import { toDocument } from './to-step.ts';

// A socket that breaks and a session that ended are on the console of the page that had them.
test.use({ expected: /WebSocket|ERR_CONNECTION|40[13]/ });

/** One request to the door as some program would make it: the host name goes in the header, as it came. */
function knock(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; cookies: readonly string[] }> {
  const { port, pathname, search, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path: pathname + search, headers: { host, ...headers } },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [] });
      },
    );
    // An upgrade that is granted never ends as a response.
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, cookies: [] });
    });
    asked.on('error', reject);
    asked.end();
  });
}

const socketHeaders = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

test('a second kiosk on the same data folder is refused in words, and the first goes on', async ({
  branch,
  desk: page,
}) => {
  const second = fork(join(root, 'out', 'main', 'browser.js'), [], {
    cwd: root,
    env: { ...process.env, KIOSK_DATA: branch.dataDir, KIOSK_OPEN: 'ipc', KIOSK_SIMULATE: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  second.stdout?.on('data', (part: Buffer) => (said += part.toString()));
  const [code] = (await once(second, 'close')) as [number | null];
  expect(code).toBe(3);
  expect(said).toContain(`A kiosk is already running on this data folder: ${branch.dataDir}`);
  await screen.startCase(page);
  await screen.press(page, en.app.action.back);
  await screen.atHome(page);
});

test('the door opens to its own page alone: not to another host, origin, or a ticket used or expired', async ({
  branch,
  desk: page,
}) => {
  const { url } = branch.kiosk;
  const unused = await branch.kiosk.ticketUrl();
  const since = performance.now();
  const { host, port } = new URL(url);
  const [session] = await page.context().cookies(url);
  const cookie = `${session?.name}=${session?.value}`;
  expect((await knock(`${url}/`, { cookie })).status).toBe(200);
  expect((await knock(`${url}/`)).status).toBe(401);
  for (const wrong of [`127.0.0.1:${port}`, `localhost:${port}`, 'bank.example']) {
    expect((await knock(`${url}/`, { cookie, host: wrong })).status, wrong).toBe(403);
  }
  for (const origin of ['https://bank.example', `http://127.0.0.1:${port}`, 'null']) {
    expect((await knock(`${url}/`, { cookie, origin })).status, origin).toBe(403);
    expect((await knock(`${url}/kiosk`, { cookie, origin, ...socketHeaders })).status, origin).toBe(403);
  }
  const own = `http://${host}`;
  expect((await knock(`${url}/kiosk`, { origin: own, ...socketHeaders })).status).toBe(403);
  expect((await knock(`${url}/kiosk`, { cookie, ...socketHeaders })).status).toBe(403);
  expect((await knock(`${url}/kiosk`, { cookie, origin: own, ...socketHeaders })).status).toBe(101);

  // The page's own address was a ticket once: the next one to use it is not let in, and the page keeps its session.
  expect((await knock(`${url}/enter?ticket=nonsense`)).status).toBe(403);
  const ticket = await branch.kiosk.ticketUrl();
  const admitted = await knock(ticket);
  expect(admitted.status).toBe(303);
  expect(admitted.cookies.join()).toMatch(/HttpOnly; SameSite=Strict$/);
  expect((await knock(ticket)).status).toBe(403);
  // One screen a kiosk: that ticket ended the page's session, and the page says that it has lost touch.
  await expect(page.getByText(en.app.frame.reconnecting)).toBeVisible();
  expect((await knock(`${url}/`, { cookie })).status).toBe(401);

  await new Promise((resolve) => setTimeout(resolve, Math.max(0, 30_500 - (performance.now() - since))));
  expect((await knock(unused)).status).toBe(403);
});

test('a reload keeps the session; a kiosk started again is where it was, once an officer opens it', async ({
  branch,
  desk: page,
}) => {
  await toDocument(page);
  const reference = await referenceShown(page);
  await page.reload();
  await screen.atHome(page);
  await resumeCase(page, reference);
  await expect(stepHere(page, 'document')).toBeVisible();

  await branch.kiosk.stop();
  await expect(page.getByText(en.app.frame.reconnecting)).toBeVisible();
  await branch.restartKiosk('stop');
  await expect(branch.page.getByText(en.app.signIn.locked)).toBeVisible();
  await screen.signIn(branch.page, branch.login);
  await resumeCase(branch.page, reference);
  await expect(stepHere(branch.page, 'document')).toBeVisible();
});

test('without this machine’s share of the key nothing opens and nothing is lost', async ({
  branch,
  desk,
}) => {
  await toDocument(desk);
  const reference = await referenceShown(desk);
  const share = `${branch.dataDir}-share`;
  await branch.kiosk.stop();
  await rename(share, `${share}-elsewhere`);
  await branch.restartKiosk('stop');
  await screen.signIn(branch.page, branch.login);
  await expect(refusal(branch.page, 'database-key-wrong')).toBeVisible();
  await expect(screen.heading(branch.page, en.app.signIn.heading)).toBeVisible();
  await branch.kiosk.stop();
  await rename(`${share}-elsewhere`, share);
  await branch.restartKiosk('stop');
  await screen.signIn(branch.page, branch.login);
  await resumeCase(branch.page, reference);
  await expect(stepHere(branch.page, 'document')).toBeVisible();
});
