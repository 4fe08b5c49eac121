import { type Field, type FieldValue, isNumeric, type Language } from '@duban/contract';

/** Cells that Excel puts on the clipboard: rows of tab-separated cells, quoted where they hold a tab or a line end. */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      while (at < text.length && !(text[at] === '"' && text[at + 1] !== '"')) {
        if (text[at] === '"') at += 1;
        cell += text[at];
        at += 1;
      }
      at += 1;
    }
    while (at < text.length && !/[\t\r\n]/.test(text[at] as string)) {
      cell += text[at];
      at += 1;
    }
    row.push(cell);
    if (text[at] === '\t') {
      at += 1;
      if (at === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

const yes = /^(是|yes|true|1)$/i;
const no = /^(否|no|false|0)$/i;

export interface UnitName {
  id: string;
  code: string;
  name: string;
}

/**
 * What a field takes a typed text for: null for an empty one. What is none of its values stays a text, so that
 * nothing is lost and the cell shows as invalid.
 */
export function readCell(field: Field, text: string, units: readonly UnitName[]): FieldValue {
  const word = text.trim();
  if (word === '') return null;
  if (isNumeric(field)) {
    const plain = word
      .replace(/[０-９．]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0))
      .replaceAll(',', '');
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : word;
  }
  switch (field.type) {
    case 'choice':
      return (
        field.options?.find((each) => [each.value, each.title.zh, each.title.en].includes(word))?.value ??
        word
      );
    case 'boolean':
      return yes.test(word) ? true : no.test(word) ? false : word;
    case 'unit':
      return units.find((unit) => unit.code === word || unit.name === word)?.id ?? word;
    case 'date': {
      const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(word) ?? [];
      return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : word;
    }
    default:
      return word;
  }
}

/** A value as its cell shows it, and as it is edited. */
export function printCell(
  field: Field,
  value: FieldValue | undefined,
  language: Language,
  units: readonly UnitName[],
): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'Yes' : 'No';
  if (field.type === 'choice')
    return field.options?.find((each) => each.value === value)?.title[language] ?? String(value);
  if (field.type === 'unit') return units.find((unit) => unit.id === value)?.name ?? String(value);
  return String(value);
}
