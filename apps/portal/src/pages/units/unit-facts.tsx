import type { Page, placementPage, UnitView } from '@duban/contract';
import { api, QueryView } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { UnitAct } from './unit-dialog.js';

type Placements = z.infer<typeof placementPage>;

/** A unit: what it is, where it has stood, and what may be done with it. */
export function UnitFacts({
  unit,
  units,
  keeps,
  mayKeep,
  onAct,
}: {
  unit: UnitView;
  units: readonly UnitView[];
  keeps: boolean;
  /** May keep units, whatever day is looked at: a closed one is seen on an earlier day alone. */
  mayKeep: boolean;
  onAct: (act: UnitAct) => void;
}) {
  const { t } = useTranslation('units');
  const placements = useQuery({
    queryKey: ['units', 'placements', unit.id],
    queryFn: ({ signal }) => api.get<Placements>(`/api/units/${unit.id}/placements`, {}, signal),
  });
  const nameOf = (id: string | null) => units.find((each) => each.id === id)?.name ?? '–';
  const isOpen = unit.closedOn === null;
  const movable = unit.parentId !== null;
  const acts: UnitAct['kind'][] = [
    ...(keeps && isOpen && unit.kind !== 'group' ? (['add'] as const) : []),
    ...(keeps ? (['rename'] as const) : []),
    ...(keeps && isOpen && movable ? (['move', 'close'] as const) : []),
    ...(mayKeep && !isOpen ? (['reopen'] as const) : []),
  ];
  return (
    <div className="section-body">
      <dl className="facts">
        <dt>{t('kindLabel')}</dt>
        <dd>{t(`kind.${unit.kind}`)}</dd>
        <dt>{t('code')}</dt>
        <dd className="figure">{unit.code}</dd>
        <dt>{t('parent')}</dt>
        <dd>{nameOf(unit.parentId)}</dd>
        {unit.closedOn ? (
          <>
            <dt>{t('closedOn')}</dt>
            <dd className="figure">{unit.closedOn}</dd>
            <dt>{t('successor')}</dt>
            <dd>{nameOf(unit.successorId)}</dd>
          </>
        ) : null}
      </dl>
      {acts.length > 0 ? (
        <div className="unit-acts">
          {acts.map((kind) => (
            <Button key={kind} onClick={() => onAct({ kind, unit })}>
              {t(kind === 'add' ? 'act.addBelow' : `act.${kind}`)}
            </Button>
          ))}
        </div>
      ) : null}
      {unit.kind === 'group' ? <Members group={unit} /> : null}
      <h3 className="unit-head">{t('placements')}</h3>
      <QueryView query={placements} lines={2}>
        {({ items }) => (
          <ul className="unit-placements">
            {items.map((each) => (
              <li key={each.from}>
                <span className="figure">
                  {each.from} – {each.to ?? t('now')}
                </span>{' '}
                {each.parentId === null ? t('root') : nameOf(each.parentId)}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </div>
  );
}

function Members({ group }: { group: UnitView }) {
  const { t } = useTranslation('units');
  const members = useQuery({
    queryKey: ['units', 'members', group.id],
    queryFn: ({ signal }) => api.get<Page<UnitView>>(`/api/units/${group.id}/members`, {}, signal),
  });
  return (
    <>
      <h3 className="unit-head">{t('members')}</h3>
      <QueryView query={members} lines={2}>
        {({ items }) => <p className="dim">{items.map((unit) => unit.name).join(t('comma')) || '–'}</p>}
      </QueryView>
    </>
  );
}
