import type { ConfiguredTarget, MetricView } from '@duban/contract';
import { QueryView, queries, Section, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../parts/labelled.js';
import type { ConfigDraft } from './config-draft.js';
import { TargetDialog } from './target-dialog.js';

const all = 'all';

/** The area's targets, for the plan and for single units; the list may be narrowed to one metric. */
export function TargetsTab({ areaId, draft }: { areaId: string; draft: ConfigDraft }) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const plan = usePlan();
  const metrics = useQuery(queries.metrics(areaId));
  const tasks = useQuery(queries.tasks(plan.id, { areaId, origin: 'any' }));
  const [metric, setMetric] = useState(all);
  const [open, setOpen] = useState<ConfiguredTarget | 'new' | null>(null);
  const { targets } = draft.value;
  const numbers = new Map(tasks.data?.items.map((task) => [task.id, task.number]));
  /** As the plan prints them: by task and metric, the plan's own target first. */
  const sorted = (shown: ConfiguredTarget[]) => {
    const rank = (each: ConfiguredTarget) => numbers.get(each.taskId) ?? Number.MAX_SAFE_INTEGER;
    const below = (each: ConfiguredTarget) => Number(each.unitId !== plan.rootUnitId);
    return shown.sort(
      (one, other) =>
        rank(one) - rank(other) || one.metric.localeCompare(other.metric) || below(one) - below(other),
    );
  };
  const replace = (before: ConfiguredTarget, after: ConfiguredTarget | null) =>
    draft.set(
      'targets',
      targets.flatMap((each) => (each !== before ? [each] : after ? [after] : [])),
    );
  return (
    <Section
      title={t('tab.targets')}
      note={t('targetsNote')}
      extra={
        <span className="plugin-acts">
          <Select
            className="plugin-form"
            aria-label={t('metric')}
            value={metric}
            onChange={setMetric}
            options={[
              { value: all, label: t('allMetrics') },
              ...(metrics.data?.items ?? []).map((each) => ({ value: each.key, label: text(each.title) })),
            ]}
          />
          <Button onClick={() => setOpen('new')}>{t('addTarget')}</Button>
        </span>
      }
    >
      <QueryView query={metrics} lines={6}>
        {({ items }) => (
          <TargetRows
            targets={sorted(targets.filter((each) => metric === all || each.metric === metric))}
            metrics={items}
            numbers={numbers}
            onChange={replace}
            onOpen={setOpen}
          />
        )}
      </QueryView>
      {open ? (
        <TargetDialog
          target={open === 'new' ? null : open}
          metrics={metrics.data?.items ?? []}
          tasks={tasks.data?.items ?? []}
          onClose={() => setOpen(null)}
          onSet={(next) => {
            if (open === 'new') draft.set('targets', [...targets, next]);
            else replace(open, next);
            setOpen(null);
          }}
        />
      ) : null}
    </Section>
  );
}

function TargetRows({
  targets,
  metrics,
  numbers,
  onChange,
  onOpen,
}: {
  targets: readonly ConfiguredTarget[];
  metrics: readonly MetricView[];
  numbers: ReadonlyMap<string, number | null>;
  onChange: (before: ConfiguredTarget, after: ConfiguredTarget | null) => void;
  onOpen: (target: ConfiguredTarget) => void;
}) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const units = useQuery(queries.units());
  const unitNames = useMemo(
    () => new Map(units.data?.items.map((unit) => [unit.id, unit.name])),
    [units.data],
  );
  const byKey = new Map(metrics.map((each) => [each.key, each]));
  if (targets.length === 0) return <p className="section-body dim">{t('noTargets')}</p>;
  return (
    <div className="table-box plugin-scroll">
      <table className="grid" aria-label={t('tab.targets')}>
        <thead>
          <tr>
            <th scope="col" className="num">
              {t('task')}
            </th>
            <th scope="col" className="grow">
              {t('metric')}
            </th>
            <th scope="col">{t('unit')}</th>
            <th scope="col">{t('value')}</th>
            <th scope="col">{t('dueDate')}</th>
            <th scope="col">{t('firm')}</th>
            <th scope="col">{t('act')}</th>
          </tr>
        </thead>
        <tbody>
          {targets.map((target, at) => {
            const metric = byKey.get(target.metric);
            const unit = unitNames.get(target.unitId) ?? '';
            const name = `${text(metric?.title)} · ${unit}`;
            return (
              <tr key={target.id ?? `new ${at}`}>
                <td className="num">{numbers.get(target.taskId) ?? ''}</td>
                <th scope="row" className="grow">
                  {text(metric?.title) || target.metric}
                  {target.per ? <span className="under">{t(`word.${target.per}`)}</span> : null}
                </th>
                <td>{unit}</td>
                <td>
                  <span className="plugin-due">
                    <span>{t(`sign.${target.direction}`)}</span>
                    <InputNumber
                      className="plugin-number"
                      aria-label={`${t('value')} · ${name}`}
                      min={0}
                      value={target.value}
                      suffix={metric?.measure}
                      onChange={(value) => onChange(target, { ...target, value })}
                    />
                  </span>
                </td>
                <td>
                  <DateField
                    label={`${t('dueDate')} · ${name}`}
                    value={target.dueDate}
                    onChange={(dueDate) => onChange(target, { ...target, dueDate })}
                  />
                </td>
                <td>
                  <Checkbox
                    aria-label={`${t('firm')} · ${name}`}
                    checked={target.firm}
                    onChange={(event) => onChange(target, { ...target, firm: event.target.checked })}
                  />
                </td>
                <td>
                  <span className="plugin-acts">
                    <Button size="small" onClick={() => onOpen(target)} aria-label={`${t('edit')} · ${name}`}>
                      {t('edit')}
                    </Button>
                    <Button
                      size="small"
                      onClick={() => onChange(target, null)}
                      aria-label={`${t('remove')} · ${name}`}
                    >
                      {t('remove')}
                    </Button>
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
