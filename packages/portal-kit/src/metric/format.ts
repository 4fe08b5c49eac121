import type { Direction, Language } from '@duban/contract';

/** A number as it is printed: grouped, at most `places` decimals; nothing for no value. */
export function formatNumber(value: number | null | undefined, language: Language, places = 2): string {
  if (value === null || value === undefined) return '';
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: places }).format(
    value,
  );
}

const signs: Record<Direction, string> = { 'at-least': '≥', 'at-most': '≤', exactly: '=' };

/** A target as it is printed: `≥ 50%`, `≤ 0 起`. */
export function formatTarget(
  target: { direction: Direction; value: number | null },
  measure: string,
  language: Language,
): string {
  if (target.value === null) return '';
  return `${signs[target.direction]} ${withMeasure(formatNumber(target.value, language), measure)}`;
}

/** A printed number with its unit of measure; a percent sign stands close. */
export function withMeasure(text: string, measure: string): string {
  if (!text || !measure) return text;
  return measure === '%' ? `${text}%` : `${text} ${measure}`;
}
