// The screens' store over the real bridge, a real MessagePort and the fake kiosk: what it holds is what the kiosk said.
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, expect, test, vi } from 'vitest';
import { connectOverPort } from '#renderer/bridge/connect-port.ts';
import { officerIdOf } from '#renderer/bridge/officer-id.ts';
import { nextOpenStep, stepBefore } from '#renderer/screen/next-open-step.ts';
import { type FakeOptions, makeFakeKiosk } from '#renderer/testing/fake-kiosk.ts';
import { makeKioskStore } from './kiosk-store.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function open(options: Partial<FakeOptions> = {}) {
  const fake = makeFakeKiosk(options, () => Promise.resolve(new Blob(['picture'], { type: 'image/png' })));
  const { port1, port2 } = new MessageChannel();
  new RPCHandler(fake.router).upgrade(port1);
  port1.start();
  const connection = connectOverPort(port2);
  const kiosk = makeKioskStore(connection);
  const stop = kiosk.start();
  closing.push(() => {
    stop();
    port1.close();
    port2.close();
  });
  return { fake, kiosk, client: connection.client, state: () => kiosk.store.getState() };
}

test('an enrolled kiosk with an officer has its master data and its cases', async () => {
  const { fake, state } = open();
  await fake.seed('face');
  await vi.waitFor(() => expect(state().cases).toHaveLength(1));
  expect(state().status?.officer?.name).toBe('Asha Rao');
  expect(state().catalogue?.purposes).not.toHaveLength(0);
});

test('a locked kiosk asks for nothing that needs an officer, and catches up after the sign-in', async () => {
  const { client, state } = open({ kiosk: 'locked', signedIn: false });
  await vi.waitFor(() => expect(state().status?.kiosk).toBe('locked'));
  expect(state().catalogue).toBeNull();
  const status = state().status;
  expect(status?.officer).toBeNull();
  await client.session.signIn({ officerId: officerIdOf('asha.rao'), password: 'x' });
  await vi.waitFor(() => expect(state().catalogue).not.toBeNull());
});

test('a case that is gone closes, with its reason', async () => {
  const { fake, kiosk, client, state } = open();
  await fake.seed('document');
  const view = fake.view();
  if (!view) throw new Error('no case was seeded');
  await kiosk.open(view.caseId);
  expect(state().view?.at).toBe('document');
  await client.case.abandon({ caseId: view.caseId });
  await kiosk.open(view.caseId);
  expect(state().view).toBeNull();
  expect(state().failure).toEqual({ kind: 'case-not-found' });
});

test('a case that was left while it was asked for anew stays left', async () => {
  const { fake, kiosk, client, state } = open();
  await fake.seed('document');
  const view = fake.view();
  const status = await vi.waitFor(() => state().status ?? Promise.reject(new Error('no status yet')));
  if (!view || !status) throw new Error('no case was seeded');
  await kiosk.open(view.caseId);
  // The line's change has the open case asked for again; the officer leaves before the answer is there.
  kiosk.showStatus({ ...status, line: status.line === 'offline' ? 'online' : 'offline' });
  kiosk.leave();
  // Answers come in the order of their questions: after the same one, asked later, the first has been heard.
  await client.case.get({ caseId: view.caseId });
  expect(state().view).toBeNull();
});

test('Continue leads to the first step that lacks something; Back to the step before', async () => {
  const { fake, kiosk, client, state } = open();
  await fake.seed('face');
  const view = fake.view();
  if (!view) throw new Error('no case was seeded');
  expect(nextOpenStep(view)).toBe('review');
  expect(stepBefore(view)).toBe('reading');
  kiosk.showView(await client.case.goTo({ caseId: view.caseId, step: 'contact' }));
  const back = state().view;
  if (!back) throw new Error('the case was closed');
  expect(nextOpenStep(back)).toBe('face');
  kiosk.showView(await client.case.goTo({ caseId: view.caseId, step: 'consent' }));
  expect(stepBefore(state().view ?? back)).toBeNull();
});
