import { describe, expect, it } from 'vitest';
import { renderBriefing } from './briefing.js';
import { BriefingInputError } from './errors.js';
import { looks } from './testing/look.js';
import { openDocx } from './testing/open-docx.js';
import { tableSample } from './testing/samples.js';
import { all, first, textOf, type XmlElement } from './testing/xml.js';
import type { Block } from './types.js';

const TWIPS_PER_MM = 1440 / 25.4;

async function render(...content: Block[]) {
  const docx = await openDocx(await renderBriefing({ title: '表', sections: [{ level: 1, content }] }));
  return { docx, body: first(docx.tree('word/document.xml'), 'w:body') };
}

const widths = (element: XmlElement, name: string) =>
  all(element, name).map((e) => Number(e.attributes['w:w']));

describe('a table', () => {
  it.each([
    [4, 156],
    [12, 225],
    [7, 156],
    [63, 225],
  ])('of %i columns fills the text block of %i mm, and its columns add up to it', async (columns, width) => {
    const { body } = await render(tableSample(columns));
    const table = first(body, 'w:tbl');
    const total = widths(table, 'w:tblW')[0] ?? 0;
    expect(total / TWIPS_PER_MM).toBeCloseTo(width, 1);
    const grid = widths(table, 'w:gridCol');
    expect(grid).toHaveLength(columns);
    expect(grid.reduce((a, b) => a + b, 0)).toBe(total);
    expect(widths(first(table, 'w:tr'), 'w:tcW')).toEqual(grid);
    expect((grid[0] ?? 0) / (grid[1] ?? 1)).toBeCloseTo(3, 0);
    expect(first(table, 'w:tblLayout').attributes['w:type']).toBe('fixed');
  });

  it('repeats its head on every page, breaks no row, and aligns cells as its columns say', async () => {
    const { body } = await render(tableSample(3, 40));
    const rows = all(first(body, 'w:tbl'), 'w:tr');
    expect(rows.map((row) => all(row, 'w:tblHeader').length)).toEqual([1, ...Array(40).fill(0)]);
    expect(rows.every((row) => all(row, 'w:cantSplit').length === 1)).toBe(true);
    const cells = all(rows[1] as XmlElement, 'w:jc').map((jc) => jc.attributes['w:val']);
    expect(cells).toEqual(['left', 'right', 'right']);
  });

  it('is set in 12 pt upright and 10.5 pt across, off the line pitch of the body', async () => {
    const { docx } = await render(tableSample(3), tableSample(12));
    const cells = looks(docx).filter(({ text }) => text.startsWith('格0.1'));
    expect(cells.map(({ points }) => points)).toEqual([12, 10.5, 10.5, 10.5]);
    for (const { spacing } of cells) expect(spacing['w:lineRule']).toBe('auto');
  });

  it('lies across on pages of its own when it is wide, the margins turned with the sheet', async () => {
    const { body } = await render({ kind: 'paragraph', text: '前' }, tableSample(12), {
      kind: 'paragraph',
      text: '后',
    });
    const sections = all(body, 'w:sectPr');
    expect(sections.map((s) => first(s, 'w:pgSz').attributes['w:orient'])).toEqual([
      'portrait',
      'landscape',
      'portrait',
    ]);
    const { attributes: size } = first(sections[1] as XmlElement, 'w:pgSz');
    expect([size['w:w'], size['w:h']]).toEqual(['16838', '11906']);
    const { attributes: margin } = first(sections[1] as XmlElement, 'w:pgMar');
    const sides = ['top', 'right', 'bottom', 'left'].map((side) =>
      Math.round(Number(margin[`w:${side}`]) / TWIPS_PER_MM),
    );
    expect(sides).toEqual([28, 37, 26, 35]);
  });

  it('keeps the page number at its place on the sheet where pages lie across', async () => {
    const { docx } = await render(tableSample(12));
    const footers = docx.paths.filter((path) => /^word\/footer\d+\.xml$/.test(path));
    const turned = footers.map((path) => docx.tree(path)).filter((footer) => all(footer, 'w:tbl').length > 0);
    expect(turned).toHaveLength(2);
    for (const footer of turned) {
      const place = first(footer, 'w:tblpPr').attributes;
      expect([place['w:horzAnchor'], place['w:vertAnchor']]).toEqual(['page', 'page']);
      // Middle of the 14 pt line 28 mm from the sheet's edge: 7 mm outside the 35 mm margin.
      expect((Number(place['w:tblpX']) + 140) / TWIPS_PER_MM).toBeCloseTo(28, 1);
      expect(first(footer, 'w:textDirection').attributes['w:val']).toBe('tbRl');
      expect(all(footer, 'w:instrText').map((i) => i.text)).toEqual(['PAGE']);
    }
  });

  it('stays apart from a table that follows at once, and says 无 when it has no rows', async () => {
    const { body } = await render(tableSample(3), tableSample(2, 0));
    const names = body.children.map(({ name }) => name);
    expect(names.some((name, i) => name === 'w:tbl' && names[i + 1] === 'w:tbl')).toBe(false);
    const empty = all(body, 'w:tbl')[1] as XmlElement;
    expect(all(empty, 'w:tr').map(textOf)).toEqual(['指标单位1', '无']);
    expect(first(empty, 'w:gridSpan').attributes['w:val']).toBe('2');
  });

  it.each([
    ['no column', { ...tableSample(1), columns: [], rows: [] }, '0 列'],
    ['more columns than Word takes', tableSample(64), '64 列'],
    ['a row that is too short', { ...tableSample(3), rows: [['a', 'b', 'c'], ['a']] }, '第 2 行'],
    ['a width of zero', { ...tableSample(1), columns: [{ title: '甲', width: 0 }] }, '列宽'],
  ])('with %s is refused by name', async (_, table, message) => {
    const rendering = renderBriefing({ title: '表', sections: [{ level: 1, content: [table] }] });
    await expect(rendering).rejects.toThrow(BriefingInputError);
    await expect(rendering).rejects.toThrow(message);
  });
});
