import { type Field, isNumeric } from '@duban/contract';
import { formatNumber, queries, useKitText, useLanguage, useText, withMeasure } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';

/** Prints values as a reader knows them: numbers with their measure, choices and units by their names. */
export function usePrintValue(): (field: Field, value: unknown) => string {
  const t = useKitText();
  const text = useText();
  const language = useLanguage();
  const units = useQuery(queries.units());
  return (field, value) => {
    if (value === null || value === undefined || value === '') return '';
    if (isNumeric(field) && typeof value === 'number') {
      return withMeasure(formatNumber(value, language, 4), field.measure ?? '');
    }
    if (field.type === 'boolean') return t(value === true ? 'form.yes' : 'form.no');
    if (field.type === 'choice') {
      return text(field.options?.find((option) => option.value === value)?.title) || String(value);
    }
    if (field.type === 'unit') {
      return units.data?.items.find((unit) => unit.id === value)?.name ?? String(value);
    }
    if (Array.isArray(value)) return value.length === 0 ? '' : t('form.files', { count: value.length });
    return String(value);
  };
}
