/** An element of a parsed part. Text stands in `text`, joined; where it stands between children does not matter here. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const ALLOWED = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;
const TOKEN = /<\?xml[^?]*\?>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const known = ENTITIES[name];
    if (known === undefined || !whole.endsWith(';')) throw new Error(`not an entity: ${whole.slice(0, 40)}`);
    return known;
  });
}

/** Parses the XML that Word parts are written in; throws where it is not well formed or holds a forbidden character. */
export function parseXml(source: string): XmlElement {
  if (!ALLOWED.test(source)) throw new Error('the part holds a character that XML 1.0 forbids');
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new Error(`not well formed at ${at}: ${source.slice(at, at + 60)}`);
    const [, closing, name, attributes, empty, text] = match;
    const parent = open.at(-1);
    if (!parent) throw new Error('closed more than was opened');
    if (text !== undefined) parent.text += decode(text);
    else if (closing) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else if (name) {
      const element: XmlElement = { name, attributes: {}, children: [], text: '' };
      for (const [, key, value] of (attributes ?? '').matchAll(/([\w:.-]+)="([^"]*)"/g))
        if (key) element.attributes[key] = decode(value ?? '');
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [root] = top.children;
  if (open.length !== 1 || !root || top.children.length !== 1)
    throw new Error('the part is not one closed element');
  return root;
}

/** All elements of that name below, in the order of the document. */
export function all(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

/** The first element of that name below; throws when there is none. */
export function first(element: XmlElement, name: string): XmlElement {
  const [found] = all(element, name);
  if (!found) throw new Error(`<${element.name}> has no <${name}>`);
  return found;
}

/** The text of the runs below, joined. */
export const textOf = (element: XmlElement): string =>
  all(element, 'w:t')
    .map((run) => run.text)
    .join('');
