// What every request must show before anything else is looked at: our own host name, and no other site behind it.
import type { IncomingMessage } from 'node:http';

export const sessionCookie = 'kiosk';

/** Refuses DNS rebinding (Host), other pages (Origin, Sec-Fetch-Site) and other machines. */
export function isOurs(request: IncomingMessage, host: string): boolean {
  const { headers, socket } = request;
  if (headers.host !== host) return false;
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return socket.remoteAddress === '127.0.0.1';
}

/** Null when there is none, or more than one: a second cookie of that name was put there by somebody else. */
export function sessionOf(request: IncomingMessage): string | null {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim().split('='))
    .filter(([name]) => name === sessionCookie)
    .map(([, value]) => value ?? '');
  const [only] = values;
  return values.length === 1 && only !== undefined && only !== '' ? only : null;
}

/** HttpOnly: no script reads it. Strict: no other site's link or frame sends it. No Domain: this host name alone. */
export function sessionSetCookie(session: string): string {
  return `${sessionCookie}=${session}; Path=/; HttpOnly; SameSite=Strict`;
}
