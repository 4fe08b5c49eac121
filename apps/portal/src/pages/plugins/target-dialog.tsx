import {
  type ConfiguredTarget,
  directions,
  formPeriods,
  type MetricView,
  type TaskView,
} from '@duban/contract';
import { usePlan, useText } from '@duban/portal-kit';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog.js';
import { DateField, Labelled } from '../../parts/labelled.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { UnitChoice } from '../users/unit-choice.js';

interface Props {
  /** Null: a new one. */
  target: ConfiguredTarget | null;
  metrics: readonly MetricView[];
  tasks: readonly TaskView[];
  onSet: (target: ConfiguredTarget) => void;
  onClose: () => void;
  /** Where it is sent at once: whether that runs, and why it was refused. */
  busy?: boolean;
  error?: unknown;
}

/** Everything that a target says; what it is of (task, metric, unit) is chosen once. */
export function TargetDialog({ target, metrics, tasks, onSet, onClose, busy = false, error }: Props) {
  const { t } = useTranslation('plugins');
  const text = useText();
  const plan = usePlan();
  const [said, setSaid] = useState<Partial<ConfiguredTarget>>(
    target ?? {
      unitId: plan.rootUnitId,
      // Asked of one task, there is nothing to choose.
      ...(tasks.length === 1 && tasks[0] ? { taskId: tasks[0].id } : {}),
      dueDate: `${plan.year}-12-31`,
      firm: true,
      scope: 'aggregate',
      value: null,
    },
  );
  const set = (change: Partial<ConfiguredTarget>) => setSaid((before) => ({ ...before, ...change }));
  const metric = metrics.find((each) => each.key === said.metric);
  const isWhole = said.taskId && said.metric && said.unitId;
  const date = (key: 'from' | 'dueDate' | 'holdUntil', optional: boolean) => (
    <Labelled label={t(key)} optional={optional}>
      {(control) => (
        <DateField {...control} value={said[key] ?? null} onChange={(next) => set({ [key]: next })} />
      )}
    </Labelled>
  );
  const number = (key: 'value' | 'baseline') => (
    <Labelled label={t(key)} optional={key === 'baseline'}>
      {(control) => (
        <InputNumber
          {...control}
          min={0}
          suffix={metric?.measure}
          value={said[key] ?? null}
          onChange={(next) => set({ [key]: next })}
        />
      )}
    </Labelled>
  );
  return (
    <Dialog
      open
      title={t(target ? 'editTarget' : 'addTarget')}
      okText={t('take')}
      okButtonProps={{ disabled: !isWhole, loading: busy }}
      onOk={() =>
        onSet({
          ...said,
          direction: said.direction ?? metric?.direction ?? 'at-least',
        } as ConfiguredTarget)
      }
      onCancel={onClose}
    >
      <div className="dialog-form">
        <Labelled label={t('task')}>
          {(control) => (
            <Select
              {...control}
              disabled={target !== null}
              showSearch={{ optionFilterProp: 'label' }}
              value={said.taskId}
              onChange={(taskId: string) => set({ taskId })}
              options={tasks
                .filter((task) => task.visibility === 'open')
                .map((task) => ({
                  value: task.id,
                  label: `${task.number ?? ''} ${task.title ?? ''}`.trim(),
                }))}
            />
          )}
        </Labelled>
        <Labelled label={t('metric')}>
          {(control) => (
            <Select
              {...control}
              disabled={target !== null}
              value={said.metric}
              onChange={(key: string) =>
                set({ metric: key, direction: metrics.find((each) => each.key === key)?.direction })
              }
              options={metrics.map((each) => ({ value: each.key, label: text(each.title) }))}
            />
          )}
        </Labelled>
        {target === null ? (
          <Labelled label={t('unit')}>
            {(control) => (
              <UnitChoice
                {...control}
                value={said.unitId ?? null}
                onChange={(unitId) => set({ unitId: unitId ?? undefined })}
              />
            )}
          </Labelled>
        ) : null}
        <div className="plugin-columns">
          <Labelled label={t('direction')}>
            {(control) => (
              <Select
                {...control}
                value={said.direction ?? metric?.direction}
                onChange={(direction: ConfiguredTarget['direction']) => set({ direction })}
                options={directions.map((each) => ({ value: each, label: t(`word.${each}`) }))}
              />
            )}
          </Labelled>
          {number('value')}
          {date('dueDate', false)}
          {date('from', true)}
          {date('holdUntil', true)}
          <Labelled label={t('per')} optional>
            {(control) => (
              <Select
                {...control}
                allowClear
                value={said.per ?? undefined}
                onChange={(per: ConfiguredTarget['per'] | undefined) => set({ per: per ?? null })}
                options={formPeriods.map((each) => ({ value: each, label: t(`word.${each}`) }))}
              />
            )}
          </Labelled>
          {number('baseline')}
          <Labelled label={t('scope')}>
            {(control) => (
              <Select
                {...control}
                value={said.scope}
                onChange={(scope: ConfiguredTarget['scope']) => set({ scope })}
                options={(['aggregate', 'each'] as const).map((each) => ({
                  value: each,
                  label: t(`word.${each}`),
                }))}
              />
            )}
          </Labelled>
        </div>
        <Trajectory value={said.trajectory ?? []} onChange={(trajectory) => set({ trajectory })} />
        <Checkbox checked={said.firm ?? true} onChange={(event) => set({ firm: event.target.checked })}>
          {t('firm')}
        </Checkbox>
        <Labelled label={t('basis')} optional>
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={said.basis ?? ''}
              onChange={(event) => set({ basis: event.target.value || null })}
            />
          )}
        </Labelled>
        <ProblemNote error={error} />
      </div>
    </Dialog>
  );
}

type Point = { date: string; value: number };

/** Levels to be passed on the way; none is a straight line from the baseline. */
function Trajectory({
  value,
  onChange,
}: {
  value: readonly Point[];
  onChange: (points: Point[] | null) => void;
}) {
  const { t } = useTranslation('plugins');
  const [date, setDate] = useState<string | null>(null);
  const [level, setLevel] = useState<number | null>(null);
  const sorted = (points: Point[]) => points.sort((one, other) => one.date.localeCompare(other.date));
  return (
    <fieldset className="plugin-trajectory">
      <legend>{t('trajectory')}</legend>
      {value.map((point) => (
        <span key={point.date} className="plugin-acts">
          {point.date} · {point.value}
          <Button
            size="small"
            aria-label={`${t('remove')} · ${point.date}`}
            onClick={() => {
              const rest = value.filter((each) => each !== point);
              onChange(rest.length > 0 ? rest : null);
            }}
          >
            {t('remove')}
          </Button>
        </span>
      ))}
      <span className="plugin-acts">
        <DateField label={t('trajectoryDate')} value={date} onChange={setDate} />
        <InputNumber
          className="plugin-number"
          aria-label={t('trajectoryValue')}
          min={0}
          value={level}
          onChange={setLevel}
        />
        <Button
          size="small"
          disabled={date === null || level === null}
          onClick={() => {
            if (date === null || level === null) return;
            onChange(sorted([...value.filter((each) => each.date !== date), { date, value: level }]));
            setDate(null);
            setLevel(null);
          }}
        >
          {t('add')}
        </Button>
      </span>
    </fieldset>
  );
}
