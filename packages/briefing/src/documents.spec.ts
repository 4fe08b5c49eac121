import { describe, expect, it, test } from 'vitest';
import { renderBriefing } from './briefing.js';
import { renderMinutes } from './minutes.js';
import { signatureIndents } from './parts.js';
import { renderReport } from './report.js';
import { type Look, lookOf, looks } from './testing/look.js';
import { openDocx } from './testing/open-docx.js';
import { briefingSample, minutesSample, reportSample } from './testing/samples.js';
import { all, first, textOf, type XmlElement } from './testing/xml.js';
import { officialTimes } from './text.js';

/** The children of w:pPr and w:rPr in the order that the schema demands (CT_PPr, CT_RPr), as far as used here. */
const ORDER: Record<string, string[]> = {
  'w:pPr': (
    'pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr shd tabs autoSpaceDE autoSpaceDN ' +
    'snapToGrid spacing ind jc textDirection outlineLvl rPr sectPr'
  ).split(' '),
  'w:rPr': 'rStyle rFonts b i snapToGrid color spacing w kern position sz szCs highlight u lang'.split(' '),
};

function expectOrdered(element: XmlElement): void {
  const order = ORDER[element.name];
  if (order) {
    const places = element.children.map(({ name }) => order.indexOf(name.replace('w:', '')));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
  element.children.forEach(expectOrdered);
}

describe('every document', () => {
  it.each([
    ['briefing', () => renderBriefing(briefingSample())],
    ['minutes', () => renderMinutes(minutesSample())],
    ['report', () => renderReport(reportSample())],
  ])('%s: all parts parse, in schema order, and each reference to a part leads to one', async (_, render) => {
    const docx = await openDocx(await render());
    for (const path of docx.paths.filter((p) => /\.(xml|rels)$/.test(p))) expectOrdered(docx.tree(path));
    for (const relation of all(docx.tree('word/_rels/document.xml.rels'), 'Relationship'))
      expect(docx.paths).toContain(`word/${relation.attributes.Target}`);
    for (const part of all(docx.tree('[Content_Types].xml'), 'Override'))
      expect(docx.paths).toContain(part.attributes.PartName?.slice(1));
    for (const path of docx.paths.filter((p) => /^word\/(document|header\d+|footer\d+)\.xml$/.test(p)))
      expect(looks(docx, path).length).toBeGreaterThan(0);
  });

  it('comes out the same, byte for byte, whenever it is rendered', async () => {
    const before = await renderBriefing(briefingSample());
    // The zip format counts in two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await renderBriefing(briefingSample())).equals(before)).toBe(true);
  });

  it('does not double a heading number that was typed by hand, nor take a figure for one', async () => {
    const docx = await openDocx(
      await renderBriefing({
        title: '题',
        sections: [
          { level: 1, heading: '一、总体情况', content: [] },
          { level: 2, heading: '(三) 问题', content: [] },
          { level: 3, heading: '3.5万辆电动车登记', content: [] },
          { level: 3, heading: '7. 打算', content: [] },
        ],
      }),
    );
    const texts = looks(docx).map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining(['一、总体情况', '（一）问题', '1.3.5万辆电动车登记', '2.打算']),
    );
  });

  it('ends without an empty page when nothing follows a table laid across', async () => {
    const wide = {
      kind: 'table' as const,
      orientation: 'landscape' as const,
      columns: [{ title: '甲' }],
      rows: [],
    };
    const docx = await openDocx(
      await renderBriefing({ title: '题', sections: [{ level: 1, content: [wide] }] }),
    );
    const sections = all(docx.tree('word/document.xml'), 'w:sectPr');
    expect(sections.map((s) => first(s, 'w:pgSz').attributes['w:orient'])).toEqual(['portrait', 'landscape']);
  });

  it.each([
    ['date', { date: '2024-02-30' }, '2024-02-30'],
    ['dataAsOf', { dataAsOf: '2024-09-20 17:00' }, '2024-09-20 17:00'],
  ])('refuses a %s that is none, naming it', async (_, wrong, message) => {
    await expect(renderBriefing({ title: '题', sections: [], ...wrong })).rejects.toThrow(message);
  });

  it('has one unnumbered attachment', async () => {
    const attachments = [{ title: '情况表', sections: [] }];
    const docx = await openDocx(await renderBriefing({ title: '题', sections: [], attachments }));
    const texts = looks(docx).map(({ text }) => text);
    expect(texts).toContain('附件：情况表');
    expect(texts).toContain('附件');
  });
});

test('dates and periods in a sentence are printed as official writing has them, and nothing else', () => {
  expect(officialTimes('截至 2024-08 为 47%；节点 2024-08-30 已逾期，2024-Q2、2024-H1')).toBe(
    '截至2024年8月为 47%；节点2024年8月30日已逾期，2024年第二季度、2024年上半年',
  );
  for (const other of ['2024-13', '2024-02-31', 'A2024-08-30-1', '第2024-9号'])
    expect(officialTimes(other)).toBe(other);
});

describe('signature and date', () => {
  it.each([
    ['a signature longer than its date', '某某市公安局办公室', '2024年9月5日', false, [2, 3]],
    ['a signature shorter than its date', '督查室', '2024年12月15日', false, [8, 2]],
    ['a sealed one, centred over its date', '督查室', '2024年9月5日', true, [5.5, 4]],
  ] as const)('%s', (_, signature, date, sealed, indents) => {
    expect(signatureIndents(signature, date, sealed)).toEqual(indents);
  });
});

describe('minutes', () => {
  const render = async (minutes = minutesSample()) => openDocx(await renderMinutes(minutes));

  it('carry a red header, the number, and issuer and date over a red line', async () => {
    const docx = await render();
    const found = looks(docx);
    const header = lookOf(found, '××市公安局会议纪要');
    expect(header).toMatchObject({ style: 'OfficialMasthead', align: 'center' });
    expect(header.fonts[2]).toBe('方正小标宋简体');
    expect(lookOf(found, '〔2024〕3号').align).toBe('center');
    const issued = all(docx.tree('word/document.xml'), 'w:p').find((p) =>
      textOf(p).includes('2024年9月23日'),
    );
    expect(issued && textOf(issued)).toBe('　市局办公室2024年9月23日');
    expect(issued && first(issued, 'w:bottom').attributes['w:color']).toBe('FF0000');
  });

  it('list attendance with labels in 黑体, names wrapping under the first', async () => {
    const docx = await render();
    const found = looks(docx);
    expect(['出席', '请假', '列席'].map((label) => lookOf(found, label).text)).toEqual([
      '出席：指挥中心甲，交警支队乙。',
      '请假：科信支队丙。',
      '列席：审计处丁。',
    ]);
    const labels = all(docx.tree('word/document.xml'), 'w:r').filter((r) => textOf(r) === '出席：');
    expect(first(labels[0] as XmlElement, 'w:rStyle').attributes['w:val']).toBe('OfficialLabel');
    const label = all(docx.tree('word/styles.xml'), 'w:style').find(
      (s) => s.attributes['w:styleId'] === 'OfficialLabel',
    );
    expect(first(label as XmlElement, 'w:rFonts').attributes['w:eastAsia']).toBe('黑体');
    // 出席： is three characters wide.
    const { indent } = lookOf(found, '出席');
    expect(Number(indent['w:hanging']) / ((156 * 1440) / 25.4 / 28)).toBeCloseTo(3, 1);
  });

  it('end with the imprint at the foot of the text block, 14 pt, between rules of 0.35 and 0.25 mm', async () => {
    const docx = await render();
    const table = all(docx.tree('word/document.xml'), 'w:tbl').at(-1) as XmlElement;
    const place = first(table, 'w:tblpPr').attributes;
    expect([place['w:vertAnchor'], place['w:tblpYSpec']]).toEqual(['margin', 'bottom']);
    expect(all(table, 'w:p').map(textOf)).toEqual([
      '分送：局领导，市局各部门。',
      '市局办公室2024年9月24日印发',
    ]);
    const borders = first(table, 'w:tblBorders');
    const eighths = ['w:top', 'w:insideH', 'w:bottom'].map((side) => first(borders, side).attributes['w:sz']);
    expect(eighths).toEqual(['8', '6', '8']);
    const sent = looks(docx).find(({ text }) => text.startsWith('分送')) as Look;
    expect(sent).toMatchObject({ points: 14, style: 'OfficialImprint' });
  });

  it('leave places to fill in for what is not known', async () => {
    const docx = await render({ header: '会议纪要', sections: [], attendance: {} });
    const texts = looks(docx).map(({ text }) => text);
    const places = [
      '〔　　　　〕　　号',
      '出席：　',
      '请假：　',
      '列席：　',
      '分送：　',
      '年　　月　　日印发',
    ];
    for (const place of places) expect(texts.some((text) => text.includes(place))).toBe(true);
    // Without a title of its own, the red header says once what it is.
    expect(texts.filter((text) => text === '会议纪要')).toHaveLength(1);
    const nobody = await render({
      header: '会议纪要',
      sections: [],
      attendance: { absent: [], observing: [] },
    });
    const labels = looks(nobody).filter(({ text }) => /^(出席|请假|列席)：/.test(text));
    expect(labels.map(({ text }) => text.slice(0, 2))).toEqual(['出席']);
  });
});

describe('a text report', () => {
  it('names the sources after every paragraph, smaller, and says where one is wanted', async () => {
    const docx = await openDocx(await renderReport(reportSample()));
    const texts = looks(docx).map(({ text }) => text);
    expect(texts).toContain('整改隐患30处。（来源：道路隐患 2024年9月 第2版；进展反馈 第1版）');
    expect(texts).toContain('总体平稳。（来源：待补）');
    const run = all(docx.tree('word/document.xml'), 'w:r').find((r) => textOf(r).startsWith('（来源'));
    const style = first(run as XmlElement, 'w:rStyle').attributes['w:val'];
    const source = all(docx.tree('word/styles.xml'), 'w:style').find(
      (s) => s.attributes['w:styleId'] === style,
    );
    expect(first(source as XmlElement, 'w:sz').attributes['w:val']).toBe('24');
  });

  it.each([
    ['month', '月度报告'],
    ['quarter', '季度报告'],
    ['half-year', '半年报告'],
    ['year', '年度报告'],
  ] as const)('of a %s says whose %s it is, and that it is a draft', async (kind, name) => {
    const docx = await openDocx(await renderReport({ ...reportSample(), kind }));
    expect(looks(docx)[1]?.text).toBe(`（××县公安局　2024年9月　${name}　代拟稿）`);
  });
});
