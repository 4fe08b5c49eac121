import {
  BODY_CHARACTER_SPACING_TWIPS,
  FIRST_LINE_CHARACTERS,
  FIRST_LINE_CHARS_ATTRIBUTE,
  FONT,
  type FontKey,
  LINE_PITCH_TWIPS,
  MASTHEAD_BELOW_TOP_MM,
  PAGE_NUMBER_LINE_TWIPS,
  RED,
  SIZE,
  twipsOfCharacters,
  twipsOfMm,
} from './standard.js';
import { escapeXml } from './text.js';

/** Ids of the paragraph styles; a paragraph's look is its style, so that Word and WPS change it in one place. */
export const STYLE = {
  normal: 'Normal',
  body: 'OfficialBody',
  headings: ['Heading1', 'Heading2', 'Heading3', 'Heading4'],
  title: 'Title',
  subtitle: 'Subtitle',
  masthead: 'OfficialMasthead',
  number: 'OfficialNumber',
  signature: 'OfficialSignature',
  annexMark: 'OfficialAnnexMark',
  tableTitle: 'OfficialTableTitle',
  tableNote: 'OfficialTableNote',
  cell: 'OfficialCell',
  cellHead: 'OfficialCellHead',
  cellDense: 'OfficialCellDense',
  cellDenseHead: 'OfficialCellDenseHead',
  imprint: 'OfficialImprint',
  pageNumber: 'Footer',
  internal: 'Header',
  gap: 'OfficialGap',
} as const;

/** Ids of the character styles. */
export const CHARACTER_STYLE = { source: 'OfficialSource', label: 'OfficialLabel' } as const;

/** `exact`: that many twips a line; `single`: as the font wants. */
type LinePitch = { exact: number } | 'single';

interface ParagraphStyle {
  id: string;
  /** Word knows its own styles (heading 1, Title, header) by the lower-case English name. */
  name: string;
  basedOn?: string;
  next?: string;
  font?: FontKey;
  points?: number;
  color?: string;
  line?: LinePitch;
  before?: number;
  align?: 'left' | 'center' | 'right' | 'both';
  indented?: boolean;
  keepNext?: boolean;
  outline?: number;
}

const HEADING_FONTS: FontKey[] = ['hei', 'kai', 'fangSong', 'fangSong'];

const PARAGRAPH_STYLES: ParagraphStyle[] = [
  { id: STYLE.body, name: '公文正文', indented: true },
  ...HEADING_FONTS.map((font, index) => ({
    id: STYLE.headings[index] ?? STYLE.normal,
    name: `heading ${index + 1}`,
    next: STYLE.body,
    font,
    indented: true,
    keepNext: true,
    outline: index,
  })),
  { id: STYLE.title, name: 'Title', next: STYLE.body, font: 'titleSong', points: SIZE.no2, align: 'center' },
  { id: STYLE.subtitle, name: 'Subtitle', next: STYLE.body, font: 'kai', align: 'center' },
  {
    id: STYLE.masthead,
    name: '公文版头',
    font: 'titleSong',
    color: RED,
    line: 'single',
    before: twipsOfMm(MASTHEAD_BELOW_TOP_MM),
    align: 'center',
  },
  { id: STYLE.number, name: '公文发文字号', align: 'center' },
  { id: STYLE.signature, name: '公文署名', align: 'right' },
  { id: STYLE.annexMark, name: '公文附件序号', next: STYLE.body, font: 'hei', align: 'left' },
  {
    id: STYLE.tableTitle,
    name: '公文表题',
    font: 'hei',
    points: SIZE.no4,
    align: 'center',
    keepNext: true,
  },
  { id: STYLE.tableNote, name: '公文表注', points: SIZE.small4, line: 'single', align: 'left' },
  { id: STYLE.cell, name: '公文表格', points: SIZE.small4, line: 'single', align: 'left' },
  { id: STYLE.cellHead, name: '公文表头', basedOn: STYLE.cell, font: 'hei', align: 'center' },
  { id: STYLE.cellDense, name: '公文表格（密）', basedOn: STYLE.cell, points: SIZE.no5 },
  { id: STYLE.cellDenseHead, name: '公文表头（密）', basedOn: STYLE.cellHead, points: SIZE.no5 },
  { id: STYLE.imprint, name: '公文版记', points: SIZE.no4, align: 'left' },
  {
    id: STYLE.pageNumber,
    name: 'footer',
    font: 'song',
    points: SIZE.no4,
    line: { exact: PAGE_NUMBER_LINE_TWIPS },
    align: 'left',
  },
  { id: STYLE.internal, name: 'header', points: SIZE.no5, line: 'single', align: 'left' },
  // Holds a section's end, or keeps two tables apart, in a line of one point: it must never make a page of its own.
  { id: STYLE.gap, name: '公文分隔', points: 1, line: { exact: 20 } },
];

const fontsOf = (font: FontKey): string => {
  const name = FONT[font].name;
  return `<w:rFonts w:ascii="${name}" w:hAnsi="${name}" w:eastAsia="${name}" w:cs="${name}"/>`;
};

/** Children of w:rPr in the order of CT_RPr. A size of its own takes the body's pitch off. */
const runProperties = (style: { font?: FontKey; points?: number; color?: string }): string =>
  [
    style.font ? fontsOf(style.font) : '',
    style.color ? `<w:color w:val="${style.color}"/>` : '',
    style.points ? `<w:spacing w:val="0"/><w:sz w:val="${style.points * 2}"/>` : '',
    style.points ? `<w:szCs w:val="${style.points * 2}"/>` : '',
  ].join('');

const NORMAL_RUN_PROPERTIES = [
  fontsOf('fangSong'),
  '<w:snapToGrid w:val="0"/>',
  `<w:spacing w:val="${BODY_CHARACTER_SPACING_TWIPS}"/>`,
  `<w:sz w:val="${SIZE.no3 * 2}"/><w:szCs w:val="${SIZE.no3 * 2}"/>`,
].join('');

const spacingOf = (line: LinePitch | undefined, before: number | undefined): string => {
  const pitch =
    line === 'single'
      ? 'w:line="240" w:lineRule="auto"'
      : line && `w:line="${line.exact}" w:lineRule="exact"`;
  const gap = before === undefined ? '' : `w:before="${before}" `;
  return pitch || gap ? `<w:spacing ${gap}${pitch ?? ''}/>` : '';
};

const INDENT = `<w:ind w:firstLineChars="${FIRST_LINE_CHARS_ATTRIBUTE}" w:firstLine="${twipsOfCharacters(FIRST_LINE_CHARACTERS)}"/>`;

/** Children of w:pPr stand in the order of CT_PPr; Word calls a file damaged where they do not. */
const paragraphStyleXml = (style: ParagraphStyle): string =>
  [
    `<w:style w:type="paragraph" w:customStyle="${style.name.startsWith('公文') ? 1 : 0}" w:styleId="${style.id}">`,
    `<w:name w:val="${style.name}"/><w:basedOn w:val="${style.basedOn ?? STYLE.normal}"/>`,
    style.next ? `<w:next w:val="${style.next}"/>` : '',
    '<w:qFormat/><w:pPr>',
    style.keepNext ? '<w:keepNext/>' : '',
    spacingOf(style.line, style.before),
    style.indented ? INDENT : '',
    style.align ? `<w:jc w:val="${style.align}"/>` : '',
    style.outline === undefined ? '' : `<w:outlineLvl w:val="${style.outline}"/>`,
    `</w:pPr><w:rPr>${runProperties(style)}</w:rPr></w:style>`,
  ].join('');

const characterStyleXml = (id: string, name: string, font: FontKey, points?: number): string =>
  `<w:style w:type="character" w:customStyle="1" w:styleId="${id}"><w:name w:val="${name}"/><w:qFormat/>` +
  `<w:rPr>${runProperties({ font, points })}</w:rPr></w:style>`;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/**
 * word/styles.xml. Normal carries size, pitch and fonts of the body, because Word takes the character grid from
 * it; it keeps off the grid and makes 22 × 28 by its own pitch. Widow control and the automatic gap between Chinese and figures are off: either would break 22 × 28.
 */
export const stylesXml = (): string =>
  [
    `${DECLARATION}<w:styles ${NAMESPACE}>`,
    `<w:docDefaults><w:rPrDefault><w:rPr>${runProperties({ font: 'fangSong', points: SIZE.no3 })}`,
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>',
    `<w:style w:type="paragraph" w:default="1" w:styleId="${STYLE.normal}"><w:name w:val="Normal"/><w:qFormat/><w:pPr>`,
    '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>',
    `${spacingOf({ exact: LINE_PITCH_TWIPS }, undefined)}<w:jc w:val="both"/></w:pPr>`,
    `<w:rPr>${NORMAL_RUN_PROPERTIES}</w:rPr></w:style>`,
    ...PARAGRAPH_STYLES.map(paragraphStyleXml),
    characterStyleXml(CHARACTER_STYLE.source, '公文来源', 'kai', SIZE.small4),
    characterStyleXml(CHARACTER_STYLE.label, '公文标签', 'hei'),
    '</w:styles>',
  ].join('');

/** word/fontTable.xml: for each font the name to use where the first is not installed. */
export const fontTableXml = (): string =>
  [
    `${DECLARATION}<w:fonts ${NAMESPACE}>`,
    ...Object.values(FONT).map(
      ({ name, substitute }) =>
        `<w:font w:name="${name}"><w:altName w:val="${substitute}"/><w:charset w:val="86"/></w:font>`,
    ),
    '</w:fonts>',
  ].join('');

/** docProps/core.xml without the times that docx would take from the clock. */
export const corePropertiesXml = (title: string): string =>
  `${DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
  `xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`;
