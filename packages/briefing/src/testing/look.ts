import type { OpenDocx } from './open-docx.js';
import { all, textOf, type XmlElement } from './xml.js';

/** How a paragraph comes out after its styles are resolved; sizes in points, lengths in twips. */
export interface Look {
  text: string;
  style: string;
  fonts: string[];
  points: number;
  spacing: Record<string, string>;
  indent: Record<string, string>;
  align: string;
}

const child = (element: XmlElement | undefined, name: string) =>
  element?.children.find((c) => c.name === name);

/** Resolves direct formatting over the style chain, as Word does: the first that speaks wins. */
export function looks(docx: OpenDocx, path = 'word/document.xml'): Look[] {
  const styles = new Map(
    all(docx.tree('word/styles.xml'), 'w:style').map((s) => [s.attributes['w:styleId'], s]),
  );
  const chainOf = (id: string): XmlElement[] => {
    const style = styles.get(id);
    if (!style) throw new Error(`${path} uses the style ${id}, which styles.xml does not define`);
    const base = child(style, 'w:basedOn')?.attributes['w:val'];
    return [style, ...(base ? chainOf(base) : [])];
  };
  return all(docx.tree(path), 'w:p').map((paragraph) => {
    const direct = child(paragraph, 'w:pPr');
    const style = child(direct, 'w:pStyle')?.attributes['w:val'] ?? 'Normal';
    const chain = chainOf(style);
    const run = child(child(paragraph, 'w:r'), 'w:rPr');
    const ofParagraph = (name: string) =>
      [direct, ...chain.map((s) => child(s, 'w:pPr'))].map((p) => child(p, name)).find(Boolean)?.attributes ??
      {};
    const ofRun = (name: string) =>
      [run, ...chain.map((s) => child(s, 'w:rPr'))].map((p) => child(p, name)).find(Boolean)?.attributes ??
      {};
    const fonts = ofRun('w:rFonts');
    return {
      text: textOf(paragraph),
      style,
      fonts: ['w:ascii', 'w:hAnsi', 'w:eastAsia'].map((key) => fonts[key] ?? ''),
      points: Number(ofRun('w:sz')['w:val']) / 2,
      spacing: ofParagraph('w:spacing'),
      indent: ofParagraph('w:ind'),
      align: ofParagraph('w:jc')['w:val'] ?? 'left',
    };
  });
}

/** The first paragraph that begins so; throws when there is none. */
export function lookOf(found: Look[], beginning: string): Look {
  const look = found.find(({ text }) => text.startsWith(beginning));
  if (!look)
    throw new Error(`no paragraph begins with ${beginning}: ${found.map(({ text }) => text).join(' | ')}`);
  return look;
}
