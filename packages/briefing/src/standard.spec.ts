import { beforeAll, describe, expect, it } from 'vitest';
import { renderBriefing } from './briefing.js';
import { type Look, lookOf, looks } from './testing/look.js';
import { type OpenDocx, openDocx } from './testing/open-docx.js';
import { briefingSample } from './testing/samples.js';
import { all, first, textOf, type XmlElement } from './testing/xml.js';

// The expected numbers are written out here, not taken from standard.ts, so that a slip there is found.
const TWIPS_PER_MM = 1440 / 25.4;
const mm = (twips: string | undefined): number => Number(twips) / TWIPS_PER_MM;

describe('a briefing has the measures of GB/T 9704-2012', () => {
  let docx: OpenDocx;
  let body: XmlElement;
  let found: Look[];
  let sections: XmlElement[];

  beforeAll(async () => {
    docx = await openDocx(await renderBriefing(briefingSample()));
    body = first(docx.tree('word/document.xml'), 'w:body');
    found = looks(docx);
    sections = all(body, 'w:sectPr');
  });

  it('lays A4 pages with a text block of 156 × 225 mm, 37 mm from the top and 28 mm from the binding', () => {
    const size = first(sections[0] as XmlElement, 'w:pgSz').attributes;
    const margin = first(sections[0] as XmlElement, 'w:pgMar').attributes;
    expect(mm(size['w:w'])).toBeCloseTo(210, 1);
    expect(mm(size['w:h'])).toBeCloseTo(297, 1);
    expect(mm(margin['w:top'])).toBeCloseTo(37, 1);
    expect(mm(margin['w:left'])).toBeCloseTo(28, 1);
    expect(mm(size['w:w']) - mm(margin['w:left']) - mm(margin['w:right'])).toBeCloseTo(156, 1);
    expect(mm(size['w:h']) - mm(margin['w:top']) - mm(margin['w:bottom'])).toBeCloseTo(225, 1);
    expect(margin['w:gutter']).toBe('0');
  });

  it('declares a grid of 22 lines and 28 characters, and body lines that fit it', () => {
    for (const section of sections)
      expect(first(section, 'w:docGrid').attributes).toEqual({
        'w:type': 'linesAndChars',
        'w:linePitch': '579',
        'w:charSpace': '-849',
      });
    expect(22 * 579).toBeLessThanOrEqual(225 * TWIPS_PER_MM);
    const own = all(docx.tree('word/styles.xml'), 'w:style')[0] as XmlElement;
    const spacing = Number(first(first(own, 'w:rPr'), 'w:spacing').attributes['w:val']);
    expect(Math.floor((156 * TWIPS_PER_MM) / (320 + spacing))).toBe(28);
    expect(first(own, 'w:widowControl').attributes['w:val']).toBe('0');
  });

  it('sets the body in 16 pt 仿宋, 28.95 pt a line, two characters in', () => {
    const look = lookOf(found, '全市54项任务');
    expect(look.fonts).toEqual(['仿宋_GB2312', '仿宋_GB2312', '仿宋_GB2312']);
    expect(look.points).toBe(16);
    expect(look.spacing).toEqual({ 'w:line': '579', 'w:lineRule': 'exact' });
    expect(look.indent).toEqual({ 'w:firstLineChars': '200', 'w:firstLine': '632' });
    expect(look.align).toBe('both');
  });

  it.each([
    ['一、总体情况', 'Heading1', '黑体'],
    ['二、亮灯情况', 'Heading1', '黑体'],
    ['（一）红灯任务', 'Heading2', '楷体_GB2312'],
    ['1.完善应急处突体系建设', 'Heading3', '仿宋_GB2312'],
    ['（1）原因', 'Heading4', '仿宋_GB2312'],
    ['（二）黄灯任务', 'Heading2', '楷体_GB2312'],
    ['1.推进政务服务一体化', 'Heading3', '仿宋_GB2312'],
  ])('numbers and sets the heading %s as %s in %s', (text, style, font) => {
    const look = lookOf(found, text);
    expect(look).toMatchObject({ text, style, fonts: [font, font, font], points: 16 });
    expect(look.spacing['w:line']).toBe('579');
    expect(look.indent['w:firstLineChars']).toBe('200');
  });

  it('centres the title in 22 pt 小标宋 and says below what the figures are as of', () => {
    const title = lookOf(found, '关于重点工作任务推进情况的汇报');
    expect(title).toMatchObject({ points: 22, align: 'center' });
    expect(title.fonts).toEqual(['方正小标宋简体', '方正小标宋简体', '方正小标宋简体']);
    expect(found[found.indexOf(title) + 1]?.text).toBe('（数据截止：2024年9月20日17时05分）');
  });

  it('prints a red masthead 35 mm below the text block edge, with its number and a red line', () => {
    const masthead = lookOf(found, '××市公安局文件');
    expect(masthead).toMatchObject({ points: 36, align: 'center' });
    expect(mm(masthead.spacing['w:before'])).toBeCloseTo(35, 1);
    const number = all(body, 'w:p').find((p) => textOf(p) === '×公办〔2024〕9号') as XmlElement;
    const line = first(first(number, 'w:pBdr'), 'w:bottom').attributes;
    expect(line['w:color']).toBe('FF0000');
    expect(Number(line['w:space']) / 72).toBeCloseTo(4 / 25.4, 1);
  });

  it('addresses flush left with a full-width colon, one empty line below the title', () => {
    const at = found.findIndex(({ text }) => text === '局党委：');
    expect(found[at]?.indent).toEqual({});
    expect(found[at - 1]?.text).toBe('');
  });

  it('numbers pages in 14 pt 宋体, right on odd and left on even pages, dashes 7 mm below the text', () => {
    expect(first(docx.tree('word/settings.xml'), 'w:evenAndOddHeaders').attributes['w:val'] ?? '1').not.toBe(
      '0',
    );
    for (const [type, align, side] of [
      ['default', 'right', 'w:right'],
      ['even', 'left', 'w:left'],
    ] as const) {
      const path = footerOf(docx, sections[0] as XmlElement, type);
      const look = looks(docx, path)[0] as Look;
      expect(look).toMatchObject({ points: 14, align, text: '—  —', indent: { [side]: '280' } });
      expect(look.fonts).toEqual(['宋体', '宋体', '宋体']);
      expect(all(docx.tree(path), 'w:instrText').map((i) => i.text)).toEqual(['PAGE']);
      const margin = first(sections[0] as XmlElement, 'w:pgMar').attributes;
      const middle = mm(margin['w:footer']) + mm(look.spacing['w:line']) / 2;
      expect(mm(margin['w:bottom']) - middle).toBeCloseTo(7, 1);
    }
    expect(sections.some((s) => all(s, 'w:pgNumType').some((n) => n.attributes['w:start']))).toBe(false);
  });

  it('notes the attachments one line below the text, names aligned under each other', () => {
    const at = found.findIndex(({ text }) => text === '附件：1. 任务进展情况表');
    expect(found[at - 1]?.text).toBe('');
    expect(found.slice(at + 1, at + 3).map(({ text }) => text)).toEqual([
      '2. 指标完成情况表',
      '3. 台账（另附）',
    ]);
    const lefts = found.slice(at, at + 3).map(({ indent }) => indent['w:left']);
    expect(new Set(lefts).size).toBe(1);
    // Two characters in: the first line's own start.
    const start = Number(lefts[0]) - Number(found[at]?.indent['w:hanging']);
    expect(start).toBeCloseTo(632, -1);
  });

  it('signs two characters from the right, the date starting two characters after the signature', () => {
    const signature = lookOf(found, '××市公安局督查室');
    const date = lookOf(found, '2024年9月5日');
    expect([signature.align, date.align]).toEqual(['right', 'right']);
    const character = (156 * TWIPS_PER_MM) / 28;
    // The signature is nine characters wide, the date six.
    expect(Number(signature.indent['w:right']) / character).toBeCloseTo(2, 1);
    expect(Number(date.indent['w:right']) / character).toBeCloseTo(3, 1);
  });

  it('begins every annex that is enclosed on a new page: 附件N in 黑体, the title centred on the third line', () => {
    const paragraphs = all(body, 'w:p');
    const marks = paragraphs.filter((p) => /^附件\d$/.test(textOf(p)));
    expect(marks.map(textOf)).toEqual(['附件1', '附件2']);
    for (const mark of marks) {
      const at = paragraphs.indexOf(mark);
      const endOfSection = paragraphs[at - 1] as XmlElement;
      expect(all(endOfSection, 'w:sectPr')).toHaveLength(1);
      expect(found[at]?.fonts[2]).toBe('黑体');
      expect(found[at + 1]?.text).toBe('');
      expect(found[at + 2]).toMatchObject({ style: 'Title', align: 'center' });
    }
    expect(sections.map((s) => first(s, 'w:type').attributes['w:val'])).toEqual([
      'nextPage',
      'nextPage',
      'nextPage',
    ]);
  });

  it('puts 内部资料 with user and time at the head of odd and even pages', () => {
    for (const type of ['default', 'even']) {
      const path = partOf(docx, sections[0] as XmlElement, 'w:headerReference', type);
      expect(looks(docx, path)[0]?.text).toBe(
        '内部资料　导出人：督查室 王某　导出时间：2024年9月20日18时00分',
      );
    }
  });

  it('names its fonts with a substitute and embeds none', () => {
    const fonts = all(docx.tree('word/fontTable.xml'), 'w:font');
    const named = new Set(fonts.map((font) => font.attributes['w:name']));
    for (const { fonts: used } of found) for (const font of used) expect(named).toContain(font);
    expect(fonts.every((font) => all(font, 'w:altName').length === 1)).toBe(true);
    expect(docx.paths.filter((path) => path.startsWith('word/fonts/'))).toEqual([]);
  });
});

function partOf(docx: OpenDocx, section: XmlElement, reference: string, type: string): string {
  const id = all(section, reference).find((r) => r.attributes['w:type'] === type)?.attributes['r:id'];
  const relation = all(docx.tree('word/_rels/document.xml.rels'), 'Relationship').find(
    (r) => r.attributes.Id === id,
  );
  return `word/${relation?.attributes.Target}`;
}

const footerOf = (docx: OpenDocx, section: XmlElement, type: string) =>
  partOf(docx, section, 'w:footerReference', type);
