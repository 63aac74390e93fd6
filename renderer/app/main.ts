// The page's entry: policy first, then the connection to the kiosk, the texts, and the screens.
import './first-of-all.ts';
import '#renderer/ui/styles.css';
import { connect } from '#renderer/bridge/connect.ts';
import { startLanguages } from '#renderer/ui/language.ts';
import { renderApp } from './render-app.tsx';

// The preload's port comes as soon as the page has loaded: listening for it must begin at once.
const connecting = connect(window);

async function begin(): Promise<void> {
  const [connection] = await Promise.all([connecting, startLanguages()]);
  const root = document.querySelector('#root');
  if (root) renderApp(root, connection);
}

void begin();
