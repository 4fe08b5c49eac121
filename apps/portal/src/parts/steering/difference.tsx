import type { Language } from '@duban/contract';
import { formatNumber, queries, useLanguage, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

type Values = Readonly<Record<string, unknown>>;

/** Words that say what a value is of; they change with nothing. */
const ofWhat = ['metric', 'unit', 'measure', 'milestone', 'effectiveOn', 'basis', 'asked'];

/** A value in words: a date, a number, a unit's or a task's name, several of them, yes or no. */
export function useSaid(): (value: unknown) => string {
  const { t } = useTranslation('steering');
  const language = useLanguage();
  return useCallback((value) => print(value, t, language), [t, language]);
}

function print(value: unknown, t: TFunction<'steering'>, language: Language): string {
  const said = (part: unknown) => print(part, t, language);
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(said).join(t('comma'));
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return formatNumber(value, language, 4);
  if (typeof value !== 'object') return String(value);
  const { name, title, number, role } = value as Record<string, unknown>;
  if (typeof role === 'string') return `${t(`adjustment.role.${role}`)} ${said(name)}`;
  if (typeof title === 'string') return typeof number === 'number' ? `${number}. ${title}` : title;
  return typeof name === 'string' ? name : '–';
}

interface Sides {
  before: Values;
  after: Values;
}

/** The values that differ, each with its name, the old and the new one in words. */
export function useDifferences(): (
  sides: Sides,
) => { name: string; label: string; from: string; to: string }[] {
  const { t } = useTranslation('steering');
  const said = useSaid();
  return useCallback(
    ({ before, after }) =>
      Object.keys(after)
        .filter((name) => !ofWhat.includes(name))
        .map((name) => ({
          name,
          label: t(`adjustment.value.${name}`),
          from: said(before[name]),
          to: said(after[name]),
        }))
        .filter(({ from, to }) => from !== to),
    [t, said],
  );
}

/** What stood and what comes, one line for each value that differs; the old one struck through. */
export function Difference({ before, after }: Sides) {
  const said = useSaid();
  const metricText = useMetricText();
  const differences = useDifferences()({ before, after });
  const { metric, unit } = after;
  return (
    <dl className="difference">
      {differences.map(({ name, label, from, to }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd className="figure">
            <del>{from}</del> <span aria-hidden="true">→</span> <ins>{to}</ins>
            {name === 'value' && typeof metric === 'string' ? (
              <span className="under">{[said(unit), metricText(metric)].join(' · ')}</span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The title of a metric, by its full key. */
function useMetricText(): (key: string) => string {
  const text = useText();
  const metrics = useQuery(queries.metrics());
  return (key) => text(metrics.data?.items.find((each) => each.key === key)?.title) || key;
}
