import { type PlanView, type Ranking as RankingView, rankedKinds } from '@duban/contract';
import {
  api,
  EmptyState,
  formatNumber,
  MetricValue,
  QueryView,
  queries,
  Section,
  useCan,
  useChange,
  useLanguage,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MetricHelp } from '../../parts/metric-name.js';
import { ProblemNote } from '../../parts/problem-note.js';

type Kind = (typeof rankedKinds)[number];

/** 排名: for leaders and the plan office, where the plan office lets units be ranked; counties and departments apart. */
export default function Ranking({ period }: { period: string }) {
  const { t } = useTranslation('board');
  const plan = usePlan();
  const can = useCan();
  const turn = useChange(
    (enabled: boolean) =>
      api.put<PlanView>(`/api/plans/${plan.id}/ranking`, { enabled }, { ifMatch: plan.version }),
    [['plans']],
  );
  if (!plan.ranking && !can('plan.keep')) return null;
  return (
    <Section
      title={t('ranking.title')}
      note={t(plan.ranking ? 'ranking.note' : 'ranking.off')}
      extra={
        can('plan.keep') ? (
          <Button size="small" loading={turn.isPending} onClick={() => turn.mutate(!plan.ranking)}>
            {t(plan.ranking ? 'ranking.turnOff' : 'ranking.on')}
          </Button>
        ) : null
      }
    >
      <ProblemNote error={turn.error} />
      {plan.ranking ? <Ranked period={period} /> : null}
    </Section>
  );
}

function Ranked({ period }: { period: string }) {
  const { t } = useTranslation('board');
  const text = useText();
  const language = useLanguage();
  const plan = usePlan();
  const [kind, setKind] = useState<Kind>('county');
  const [chosen, setChosen] = useState<string | null>(null);
  const all = useQuery(queries.metrics());
  const areas = plan.areas.filter((area) => area.enabled);
  const metrics = (all.data?.items ?? []).filter((each) => each.ranked);
  const metric =
    metrics.find((each) => each.key === chosen) ?? metrics.find((each) => each.areaId === areas[0]?.id);
  const ranking = useQuery({
    queryKey: ['ranking', metric?.key, plan.id, period, kind],
    enabled: metric !== undefined,
    queryFn: ({ signal }) =>
      api.get<RankingView>(`/api/metrics/${metric?.key}/ranking`, { planId: plan.id, period, kind }, signal),
  });
  return (
    <>
      <div className="ranking-choice">
        <Select
          className="ranking-metric"
          aria-label={t('ranking.metric')}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={320}
          value={metric?.key}
          options={areas.map((area) => ({
            label: text(area.title),
            options: metrics
              .filter((each) => each.areaId === area.id)
              .map((each) => ({ value: each.key, label: text(each.title) })),
          }))}
          onChange={setChosen}
        />
        {metric ? <MetricHelp metric={metric.key} title={text(metric.title)} /> : null}
        <Segmented
          aria-label={t('ranking.kind')}
          value={kind}
          options={rankedKinds.map((value) => ({ value, label: t(`ranking.${value}`) }))}
          onChange={setKind}
        />
      </div>
      <QueryView query={ranking} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('ranking.empty')} />
          ) : (
            <div className="table-box">
              <table className="grid" aria-label={t('ranking.title')}>
                <thead>
                  <tr>
                    <th scope="col" className="num">
                      {t('ranking.rank')}
                    </th>
                    <th scope="col" className="grow">
                      {t('ranking.unit')}
                    </th>
                    <th scope="col" className="num">
                      {t('ranking.value')}
                    </th>
                    <th scope="col" className="num">
                      {t('ranking.parts')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((item) => (
                    <tr key={item.unit.id}>
                      <td className="num">{item.rank ?? <span className="dim">{t('ranking.none')}</span>}</td>
                      <th scope="row">{item.unit.name}</th>
                      <td className="num">
                        <MetricValue
                          value={item.value}
                          measure={metric?.measure ?? ''}
                          smallBase={item.smallBase}
                        />
                      </td>
                      <td className="num">
                        {item.denominator === null
                          ? ''
                          : `${formatNumber(item.numerator, language)} / ${formatNumber(item.denominator, language)}`}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </QueryView>
    </>
  );
}
