/** Puts text on the clipboard; on plain http, where the Clipboard API is absent, through a selection. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** Cells as tab-separated text that Excel takes; a cell that would be read as a formula is quoted. */
export function toTabs(rows: readonly (readonly unknown[])[]): string {
  return rows
    .map((cells) =>
      cells
        .map((cell) => {
          if (cell === null || cell === undefined) return '';
          const text = String(cell).replaceAll(/[\t\r\n]+/g, ' ');
          return typeof cell !== 'number' && /^[=+\-@]/.test(text) ? `'${text}` : text;
        })
        .join('\t'),
    )
    .join('\n');
}
