// Puts the screens into the page, over a connection that is handed in.
import { CSPProvider } from '@base-ui/react/csp-provider';
import { createRoot } from 'react-dom/client';
import { ConnectionContext } from '#renderer/bridge/kiosk-context.tsx';
import type { Connection } from '#renderer/bridge/kiosk-client.ts';
import { App } from './app.tsx';

export function renderApp(root: Element, connection: Connection): void {
  createRoot(root).render(
    // The policy allows no style elements; what they would say stands in our own style sheet.
    <CSPProvider disableStyleElements>
      <ConnectionContext value={connection}>
        <App />
      </ConnectionContext>
    </CSPProvider>,
  );
}
