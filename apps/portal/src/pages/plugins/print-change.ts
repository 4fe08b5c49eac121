import type { Direction, Text } from '@duban/contract';
import { formatNumber, formatTarget, useLanguage, useText } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';

/** Words of the configuration that are printed in the reader's language. */
const words = new Set([
  'calendar',
  'from-26th',
  'aggregate',
  'each',
  'at-least',
  'at-most',
  'exactly',
  'month',
  'quarter',
  'half',
  'year',
]);

/** Prints what stood at a place of a configuration, or what comes there. */
export function usePrintValue(): (value: unknown) => string {
  const { t } = useTranslation('plugins');
  const text = useText();
  const language = useLanguage();
  const print = (value: unknown): string => {
    if (value === null || value === undefined) return t('nothing');
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return formatNumber(value, language, 4);
    if (typeof value === 'string') return words.has(value) ? t(`word.${value}`) : value;
    if (Array.isArray(value)) return value.length === 0 ? t('nothing') : value.map(print).join(t('comma'));
    return printObject(value as Record<string, unknown>);
  };
  const printObject = (value: Record<string, unknown>): string => {
    if ('zh' in value && 'en' in value) return text(value as Text);
    if (typeof value.day === 'number') return t('due.day', { day: value.day });
    if (typeof value.workingDaysAfterEnd === 'number')
      return t('due.workingDays', { days: value.workingDaysAfterEnd });
    if (typeof value.direction === 'string') {
      const target = {
        direction: value.direction as Direction,
        value: (value.value as number | null) ?? null,
      };
      return [formatTarget(target, '', language) || t('emptySlot'), value.dueDate]
        .filter(Boolean)
        .join(t('comma'));
    }
    return Object.entries(value)
      .map(([key, each]) => `${key} ${print(each)}`)
      .join(t('comma'));
  };
  return print;
}
