import type { Page, PersonQuery, PersonView } from '@duban/contract';
import { api } from '@duban/portal-kit';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlProps } from './labelled.js';

type Filter = Partial<Pick<PersonQuery, 'q' | 'unitId' | 'role'>>;
interface Person {
  id: string;
  name: string;
}

const people = (filter: Filter) =>
  queryOptions({
    queryKey: ['people', filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<Page<PersonView>>('/api/people', { ...filter, limit: 50 }, signal),
  });

interface Props extends Partial<ControlProps> {
  /** Only people who hold a role in this unit, or who hold this role. */
  among?: Omit<Filter, 'q'>;
  /** Names of those who are chosen already: they may stand on no page that was read. */
  known?: readonly Person[];
}

/** The people to show while something is typed, with their units; those chosen are always among them. */
function useFound({ among, known = [] }: Props) {
  const [typed, setTyped] = useState('');
  const { data, isFetching } = useQuery(people({ ...among, ...(typed.trim() ? { q: typed.trim() } : {}) }));
  const [seen, setSeen] = useState<readonly Person[]>(known);
  const found = data?.items ?? [];
  const labels = new Map([
    ...[...known, ...seen].map((person) => [person.id, person.name] as const),
    ...found.map(
      (person) => [person.id, [person.name, person.unit?.name].filter(Boolean).join(' · ')] as const,
    ),
  ]);
  return {
    options: found.map(({ id }) => ({ value: id, label: labels.get(id) ?? id })),
    labelOf: (id: string) => labels.get(id) ?? id,
    /** Keeps the names of who was just chosen, for when the list shows others. */
    keep: (ids: readonly string[]) =>
      setSeen((before) => [
        ...before.filter((person) => ids.includes(person.id)),
        ...ids.map((id) => ({ id, name: labels.get(id) ?? id })),
      ]),
    isFetching,
    setTyped,
  };
}

/** One of the people whom one may name, found by name or unit. */
export function PersonPicker({
  value,
  onChange,
  autoFocus,
  among,
  known,
  ...control
}: Props & { value: string | null; onChange: (id: string | null) => void; autoFocus?: boolean }) {
  const { t } = useTranslation('change');
  const { options, labelOf, keep, isFetching, setTyped } = useFound({
    ...(among ? { among } : {}),
    ...(known ? { known } : {}),
  });
  return (
    <Select
      {...control}
      autoFocus={autoFocus ?? false}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      notFoundContent={isFetching ? null : t('nobody')}
      placeholder={t('findPerson')}
      value={value}
      labelRender={(shown) => labelOf(String(shown.value))}
      options={options}
      onChange={(chosen: string | null | undefined) => {
        keep(chosen ? [chosen] : []);
        setTyped('');
        onChange(chosen ?? null);
      }}
    />
  );
}

/** Any number of them. */
export function PeoplePicker({
  value,
  onChange,
  among,
  known,
  ...control
}: Props & { value: readonly string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation('change');
  const { options, labelOf, keep, isFetching, setTyped } = useFound({
    ...(among ? { among } : {}),
    ...(known ? { known } : {}),
  });
  return (
    <Select
      {...control}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setTyped, autoClearSearchValue: true }}
      loading={isFetching}
      notFoundContent={isFetching ? null : t('nobody')}
      placeholder={t('findPerson')}
      value={[...value]}
      labelRender={(shown) => labelOf(String(shown.value))}
      options={options}
      onChange={(ids: string[]) => {
        keep(ids);
        setTyped('');
        onChange(ids);
      }}
    />
  );
}
