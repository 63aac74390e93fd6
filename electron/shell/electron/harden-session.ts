// What the kiosk's session may do: use the camera, on our own page, and nothing else. Every request that leaves the app is cancelled.
import { isAppUrl, mayLoad } from './app-address.ts';
import type { Session } from './electron-module.ts';

const ownFiles = new Set(['application/pdf', 'application/octet-stream']);

export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(
      permission === 'media' &&
        details.isMainFrame &&
        isAppUrl(details.requestingUrl) &&
        isAppUrl(contents.getURL()) &&
        // The camera alone: a kiosk has no use for a microphone.
        kinds.length > 0 &&
        kinds.every((kind) => kind === 'video'),
    );
  });
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, details) =>
      permission === 'media' &&
      details.isMainFrame &&
      isAppUrl(requestingOrigin) &&
      details.mediaType !== 'audio',
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setCertificateVerifyProc((_request, answer) => {
    // -2: refused. Nothing here speaks TLS; the bank is reached by the main process, outside this session.
    answer(-2);
  });
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    // The receipt and a sealed case, made by the page itself; anything else stays where it is.
    const isOurs = ownFiles.has(item.getMimeType()) && mayLoad(item.getURL());
    if (!isOurs) event.preventDefault();
  });
  for (const event of ['select-hid-device', 'select-serial-port', 'select-usb-device'] as const) {
    session.on(event as 'select-hid-device', (chosen) => chosen.preventDefault());
  }
}
