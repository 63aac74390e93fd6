// The one address the kiosk's window shows, and how to tell it from every other.

export const appScheme = 'app';
export const appHost = 'kiosk';
export const appUrl = `${appScheme}://${appHost}/`;

/** Compared by scheme and host: the `origin` of such an address is "null" in Node, as it is of any other odd one. */
export function isAppUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    url.protocol === `${appScheme}:` &&
    url.host === appHost &&
    url.username === '' &&
    url.password === ''
  );
}

/** The document itself, not another path of it: the screens are one page. */
export function isAppPage(text: string): boolean {
  return isAppUrl(text) && ['/', '/index.html'].includes(URL.parse(text)?.pathname ?? '');
}

/** What the page may load: our own files, and what it made itself. */
export function mayLoad(text: string): boolean {
  if (isAppUrl(text) || text.startsWith('data:')) return true;
  return text.startsWith('blob:') && isAppUrl(text.slice('blob:'.length));
}
