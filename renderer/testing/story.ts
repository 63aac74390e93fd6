// The screens over the fake kiosk, for looking at them and for tests in a browser: what is asked for stands in the address.
import '../app/first-of-all.ts';
import './zod-without-eval.ts';
import '../ui/styles.css';
import { RPCHandler } from '@orpc/server/message-port';
import { type Step, steps } from '#core/contract/kiosk/case-view.ts';
import { connectOverPort } from '#renderer/bridge/connect-port.ts';
import { renderApp } from '#renderer/app/render-app.tsx';
import { isLanguage, speak, startLanguages } from '#renderer/ui/language.ts';
import { type FakeOptions, makeFakeKiosk } from './fake-kiosk.ts';

/** A grey card with lines, in the place of a captured picture. */
async function drawnCard(): Promise<Blob> {
  const canvas = new OffscreenCanvas(960, 600);
  const pen = canvas.getContext('2d');
  if (pen) {
    pen.fillStyle = '#e9e4d6';
    pen.fillRect(0, 0, 960, 600);
    pen.fillStyle = '#8aa3a0';
    pen.fillRect(60, 120, 220, 280);
    pen.fillStyle = '#222';
    pen.font = '30px sans-serif';
    for (const [row, text] of [
      'Meera Joshi',
      'DOB: 22/07/1994',
      'FEMALE',
      '',
      '',
      '9999 2376 1455',
    ].entries())
      pen.fillText(text, 332, 178 + row * 50);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

async function begin(): Promise<void> {
  const asked = new URL(window.location.href).searchParams;
  const options: Partial<FakeOptions> = JSON.parse(asked.get('options') ?? '{}');
  const kiosk = makeFakeKiosk(options, drawnCard);
  for (const at of asked.getAll('at')) {
    const step = steps.find((each): each is Step => each === at);
    if (step) await kiosk.seed(step);
  }
  const { port1, port2 } = new MessageChannel();
  new RPCHandler(kiosk.router).upgrade(port1);
  port1.start();
  await startLanguages();
  const language = asked.get('language');
  if (isLanguage(language)) await speak(language);
  const root = document.querySelector('#root');
  if (root) renderApp(root, connectOverPort(port2));
}

void begin();
