import { describe, expect, it } from 'vitest';
import { renderBriefing } from './briefing.js';
import { renderMinutes } from './minutes.js';
import { renderReport } from './report.js';
import { looks } from './testing/look.js';
import { openDocx } from './testing/open-docx.js';
import { all, textOf } from './testing/xml.js';
import type { Section } from './types.js';

const CONTROLS = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('');
const LONE_SURROGATES = `${'\u{1F600}'.charAt(0)}x${'\u{1F600}'.charAt(1)}`;
const HOSTILE: [string, string, string][] = [
  ['controls and U+0000', `甲${CONTROLS.replace(/[\t\n\r]/g, '')}乙`, '甲乙'],
  ['mark-up', `</w:t><w:br/>&amp;&#0;<![CDATA["']]>`, `</w:t><w:br/>&amp;&#0;<![CDATA["']]>`],
  ['lone surrogates', LONE_SURROGATES, 'x'],
  ['characters beyond the first plane', '𠮷\u{1F600}', '𠮷\u{1F600}'],
  ['non-characters', '甲\uFFFE\uFFFF乙', '甲乙'],
  ['a very long word', 'w'.repeat(20_000), 'w'.repeat(20_000)],
  ['placeholders of the library', '{{name}} $& {rId1}', '{{name}} $& {rId1}'],
];

const sectionsOf = (text: string): Section[] => [
  {
    level: 1,
    heading: text,
    content: [
      { kind: 'paragraph', text, sources: [text] },
      {
        kind: 'table',
        title: text,
        columns: [{ title: text }, { title: text }],
        rows: [[text, text]],
        note: text,
      },
    ],
  },
];

describe('hostile text', () => {
  it.each(HOSTILE)('%s gives a valid briefing with the text in every place', async (_, text, clean) => {
    const docx = await openDocx(
      await renderBriefing({
        title: text,
        masthead: { name: text, number: text },
        addressee: text,
        internalUse: { user: text, at: '2024-09-20T00:00:00Z' },
        sections: sectionsOf(text),
        attachments: [{ title: text, sections: sectionsOf(text) }, { title: text }],
        signature: text,
        date: '2024-09-20',
      }),
    );
    for (const path of docx.paths.filter((p) => /\.(xml|rels)$/.test(p))) docx.tree(path);
    const texts = looks(docx).map((look) => look.text);
    expect(texts).toContain(`一、${clean}`);
    expect(texts).toContain(`${clean}（来源：${clean}）`);
    expect(texts).toContain(`${clean}：`);
    expect(all(docx.tree('word/document.xml'), 'w:tc').map(textOf)).toEqual(Array(8).fill(clean));
    expect(all(docx.tree('docProps/core.xml'), 'dc:title')[0]?.text).toBe(clean);
  });

  it.each(HOSTILE)('%s gives valid minutes and a valid report', async (_, text, clean) => {
    const minutes = await openDocx(
      await renderMinutes({
        title: text,
        header: text,
        number: text,
        issuer: text,
        sections: sectionsOf(text),
        attendance: { present: [text], absent: [text], observing: [text] },
        recipients: [text],
        imprint: { printedBy: text },
      }),
    );
    const report = await openDocx(
      await renderReport({
        title: text,
        kind: 'year',
        subject: text,
        period: text,
        sections: sectionsOf(text),
      }),
    );
    for (const docx of [minutes, report])
      for (const path of docx.paths.filter((p) => /\.(xml|rels)$/.test(p))) docx.tree(path);
    expect(looks(minutes).map((look) => look.text)).toContain(`出席：${clean}。`);
    expect(looks(report).map((look) => look.text)).toContain(`（${clean}　${clean}　年度报告　代拟稿）`);
  });

  it('line breaks start paragraphs in the body and in cells, and are spaces in one-line places', async () => {
    const docx = await openDocx(
      await renderBriefing({ title: '甲\n乙', sections: sectionsOf('一\r\n二\u2028\n三') }),
    );
    const texts = looks(docx).map(({ text }) => text);
    expect(texts).toContain('甲 乙');
    expect(texts).toContain('一、一 二 三');
    expect(texts.filter((text) => text === '二')).toHaveLength(7);
  });

  it('an empty document is still a document', async () => {
    const docx = await openDocx(await renderBriefing({ title: '', sections: [] }));
    expect(looks(docx).length).toBeGreaterThan(0);
  });
});
