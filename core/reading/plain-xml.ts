// A reader for the small XML that documents carry: elements, attributes, text. Refuses document types, entities of its own,
// CDATA, processing instructions, great depth and great size, so that nothing in it can grow.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';

export interface XmlElement {
  /** As written, a namespace's prefix included. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, entities resolved. */
  readonly text: string;
}

export type XmlRefusal =
  | { readonly kind: 'not-xml' }
  /** A document type, an entity of its own, CDATA or a processing instruction: no document of ours needs one. */
  | { readonly kind: 'xml-forbidden' }
  | { readonly kind: 'xml-too-large' };

/** An Offline eKYC file with its photo takes some 40 KB. */
export const xmlMaxChars = 512 * 1024;
const deepest = 16;
const mostElements = 400;

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const nameStart = /[A-Za-z_]/;
const nameRun = /[\w:.-]*/y;
const spaceRun = /\s*/y;

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** The root element. Whatever stands before or after it, beyond space and the XML declaration, makes it no XML. */
export function parsePlainXml(source: string): Result<XmlElement, XmlRefusal> {
  if (source.length > xmlMaxChars) return err({ kind: 'xml-too-large' });
  const text = source.replace(/^\uFEFF?\s*<\?xml[^<>]{0,200}\?>/, '');
  if (/<[!?]/.test(text)) return err({ kind: 'xml-forbidden' });
  const open: Open[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    const until = tag < 0 ? text.length : tag;
    const between = text.slice(at, until);
    const inside = open.at(-1);
    if (inside === undefined) {
      if (between.trim() !== '') return err({ kind: 'not-xml' });
    } else {
      const resolved = unescaped(between);
      if (resolved === null) return err({ kind: 'xml-forbidden' });
      inside.text += resolved;
    }
    if (tag < 0) break;
    if (text[tag + 1] === '/') {
      const end = text.indexOf('>', tag);
      const closed = open.pop();
      if (end < 0 || closed?.name !== text.slice(tag + 2, end).trimEnd()) return err({ kind: 'not-xml' });
      const parent = open.at(-1);
      if (parent) parent.children.push(closed);
      else root = closed;
      at = end + 1;
      continue;
    }
    if (root !== null) return err({ kind: 'not-xml' });
    elements += 1;
    if (elements > mostElements || open.length >= deepest) return err({ kind: 'xml-too-large' });
    const start = readStartTag(text, tag);
    if (!start.ok) return start;
    const { name, attributes, empty, end } = start.value;
    const element: Open = { name, attributes, children: [], text: '' };
    if (!empty) open.push(element);
    else if (inside) inside.children.push(element);
    else root = element;
    at = end;
  }
  return root === null || open.length > 0 ? err({ kind: 'not-xml' }) : ok(root);
}

interface StartTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly empty: boolean;
  /** After its `>`. */
  readonly end: number;
}

function readStartTag(text: string, tag: number): Result<StartTag, XmlRefusal> {
  const name = readName(text, tag + 1);
  if (name === '') return err({ kind: 'not-xml' });
  const attributes = new Map<string, string>();
  let at = tag + 1 + name.length;
  for (;;) {
    const next = skipSpace(text, at);
    if (text[next] === '>') return ok({ name, attributes, empty: false, end: next + 1 });
    if (text.startsWith('/>', next)) return ok({ name, attributes, empty: true, end: next + 2 });
    const key = readName(text, next);
    // Attributes stand apart from each other, and none comes twice.
    if (key === '' || next === at || attributes.has(key)) return err({ kind: 'not-xml' });
    const equals = skipSpace(text, next + key.length);
    const quoteAt = skipSpace(text, equals + 1);
    const quote = text[quoteAt];
    if (text[equals] !== '=' || (quote !== '"' && quote !== "'")) return err({ kind: 'not-xml' });
    const end = text.indexOf(quote, quoteAt + 1);
    const raw = end < 0 ? null : text.slice(quoteAt + 1, end);
    if (raw === null || raw.includes('<')) return err({ kind: 'not-xml' });
    const value = unescaped(raw);
    if (value === null) return err({ kind: 'xml-forbidden' });
    attributes.set(key, value);
    at = end + 1;
  }
}

function readName(text: string, at: number): string {
  if (!nameStart.test(text[at] ?? '')) return '';
  nameRun.lastIndex = at;
  return nameRun.exec(text)?.[0] ?? '';
}

function skipSpace(text: string, at: number): number {
  spaceRun.lastIndex = at;
  return at + (spaceRun.exec(text)?.[0].length ?? 0);
}

/** Null where an entity stands that XML itself does not know. */
function unescaped(text: string): string | null {
  if (!text.includes('&')) return text;
  let known = true;
  const resolved = text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4})?;?/gi, (whole, body?: string) => {
    if (body === undefined || !whole.endsWith(';')) {
      known = false;
      return '';
    }
    if (!body.startsWith('#')) {
      const sign = Object.hasOwn(named, body) ? named[body] : undefined;
      if (sign === undefined) known = false;
      return sign ?? '';
    }
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      known = false;
      return '';
    }
    return String.fromCodePoint(code);
  });
  return known ? resolved : null;
}
