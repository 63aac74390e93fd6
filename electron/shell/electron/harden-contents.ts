// Keeps every page of this process where it is: no second window, no navigation, no embedded page.
import { isAppPage, mayLoad } from './app-address.ts';
import type { ElectronModule, WebContents } from './electron-module.ts';

export function hardenContents({ app }: Pick<ElectronModule, 'app'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      contents.on(event as 'will-navigate', (details) => {
        // A reload of our own page is a navigation too; a frame may show what the page itself made (the receipt).
        const stays = details.isMainFrame
          ? isAppPage(details.url)
          : details.url.startsWith('blob:') && mayLoad(details.url);
        if (!stays) details.preventDefault();
      });
    }
    contents.on('will-attach-webview', (event) => event.preventDefault());
    keepZoom(contents);
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('login', (event) => event.preventDefault());
  app.on('select-client-certificate', (event) => event.preventDefault());
}

/** A pinch or Ctrl+plus would leave the next customer with a screen that cannot be used. */
function keepZoom(contents: WebContents): void {
  void contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
}
