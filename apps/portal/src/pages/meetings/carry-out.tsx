import { type DecisionView, type CarryOut as Effect, largestNumber, type TaskState } from '@duban/contract';
import { api, formatTarget, queries, useChange, useLanguage, usePlan, useSession } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, InputNumber, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField, Labelled } from '../../parts/labelled.js';
import { PersonPicker } from '../../parts/person-picker.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { AreaField, LeadUnitField } from './decision-fields.js';
import { touchedByEffect } from './meeting-queries.js';
import { useMetricTitle } from './metric-title.js';

const effects = ['task', 'extension', 'target', 'closure'] as const;
type Values = Omit<Effect, 'effect'>;
/** What each effect asks for; names are the request's fields. A task also needs what its decision does not say. */
const asks = {
  task: ['leaderId'],
  extension: ['taskId', 'dueDate'],
  target: ['taskId', 'targetId', 'value'],
  closure: ['taskId'],
} as const satisfies Record<Effect['effect'], readonly (keyof Values)[]>;

const underWay: readonly TaskState[] = ['in-progress', 'closure-review'];
/** Tasks that may be changed so. */
const open: Record<Exclude<Effect['effect'], 'task'>, readonly TaskState[]> = {
  extension: ['issued', ...underWay, 'suspended'],
  target: ['issued', ...underWay, 'suspended'],
  closure: underWay,
};

function missingOf(decision: DecisionView) {
  return [
    ...(decision.leadUnit ? [] : (['leadUnitId'] as const)),
    ...(decision.dueDate ? [] : (['dueDate'] as const)),
    ...(decision.areaId ? [] : (['areaId'] as const)),
  ];
}

/** One step from a decision to its effect. Only asks for what that effect needs. */
export function CarryOut({
  decision,
  onReload,
  onClose,
}: {
  decision: DecisionView;
  /** Reads it anew, once somebody else has changed it: what is filled in stays. */
  onReload: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('meetings');
  const { businessDate } = useSession();
  const [effect, setEffect] = useState<Effect['effect']>('task');
  const [values, setValues] = useState<Values>({ dueDate: decision.dueDate });
  const set = (change: Values) => setValues((before) => ({ ...before, ...change }));
  const change = useChange<Effect, DecisionView>(
    (given, idempotencyKey) =>
      api.post(`/api/decisions/${decision.id}/effect`, given, { ifMatch: decision.version, idempotencyKey }),
    [...touchedByEffect],
  );
  const fields: readonly (keyof Values)[] =
    effect === 'task' ? [...asks.task, ...missingOf(decision)] : asks[effect];
  const ready = fields.every((field) => values[field] !== undefined && values[field] !== null);
  const control: Record<keyof Values, ReactNode> = {
    taskId: (
      <TaskChoice
        key="taskId"
        areaId={decision.areaId}
        states={effect === 'task' ? [] : open[effect]}
        said={saidOf(change.error, 'taskId')}
        value={values.taskId ?? null}
        onChange={(taskId) => set({ taskId, targetId: null })}
      />
    ),
    targetId: (
      <TargetChoice
        key="targetId"
        taskId={values.taskId ?? null}
        said={saidOf(change.error, 'targetId')}
        value={values.targetId ?? null}
        onChange={(targetId) => set({ targetId })}
      />
    ),
    leaderId: (
      <LeaderChoice
        key="leaderId"
        said={saidOf(change.error, 'leaderId')}
        value={values.leaderId ?? null}
        onChange={(leaderId) => set({ leaderId })}
      />
    ),
    dueDate: (
      <Labelled
        key="dueDate"
        label={t(effect === 'task' ? 'due' : 'effect.dueDate')}
        said={saidOf(change.error, 'dueDate')}
      >
        {(props) => (
          <DateField
            {...props}
            min={businessDate}
            value={values.dueDate ?? null}
            onChange={(dueDate) => set({ dueDate })}
          />
        )}
      </Labelled>
    ),
    leadUnitId: (
      <LeadUnitField
        key="leadUnitId"
        said={saidOf(change.error, 'leadUnitId')}
        value={values.leadUnitId ?? null}
        onChange={(leadUnitId) => set({ leadUnitId })}
      />
    ),
    areaId: (
      <AreaField
        key="areaId"
        said={saidOf(change.error, 'areaId')}
        value={values.areaId ?? null}
        onChange={(areaId) => set({ areaId })}
      />
    ),
    value: (
      <Labelled key="value" label={t('effect.value')} said={saidOf(change.error, 'value')}>
        {(props) => (
          <InputNumber
            {...props}
            className="field-number"
            min={0}
            max={largestNumber}
            value={values.value ?? null}
            onChange={(value) => set({ value })}
          />
        )}
      </Labelled>
    ),
  };
  return (
    <form
      className="dialog-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const asked = Object.fromEntries(fields.map((field) => [field, values[field]]));
        if (ready) change.mutate({ effect, ...asked }, { onSuccess: onClose });
      }}
    >
      <Radio.Group
        aria-label={t('effect.title')}
        optionType="button"
        value={effect}
        options={effects.map((each) => ({ value: each, label: t(`effect.${each}`) }))}
        onChange={(event) => {
          change.reset();
          setEffect(event.target.value);
        }}
      />
      <p className="dialog-note">{t(`effect.note.${effect}`)}</p>
      {fields.map((field) => control[field])}
      <ProblemNote
        error={change.error}
        shownAt={fields}
        onReload={() => {
          change.reset();
          onReload();
        }}
      />
      <div className="dialog-acts">
        <Button onClick={onClose}>{t('effect.later')}</Button>
        <Button type="primary" htmlType="submit" loading={change.isPending} disabled={!ready}>
          {t(`effect.${effect}`)}
        </Button>
      </div>
    </form>
  );
}

interface ChoiceProps {
  said: string | null;
  value: string | null;
  onChange: (id: string | null) => void;
}

function LeaderChoice({ said, value, onChange }: ChoiceProps) {
  const { t } = useTranslation('meetings');
  return (
    <Labelled label={t('effect.leader')} said={said}>
      {(control) => (
        <PersonPicker {...control} autoFocus among={{ role: 'leader' }} value={value} onChange={onChange} />
      )}
    </Labelled>
  );
}

function TaskChoice({
  areaId,
  states,
  said,
  value,
  onChange,
}: ChoiceProps & { areaId: string | null; states: readonly TaskState[] }) {
  const { t } = useTranslation('meetings');
  const plan = usePlan();
  const tasks = useQuery(queries.tasks(plan.id, { areaId, origin: 'any' }));
  const options = (tasks.data?.items ?? [])
    .filter((task) => task.title !== null && states.includes(task.state))
    .map((task) => ({ value: task.id, label: `${task.number ?? ''} ${task.title}`.trim() }));
  return (
    <Labelled label={t('task')} said={said}>
      {(control) => (
        <Select
          {...control}
          autoFocus
          loading={tasks.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          options={options}
          onChange={onChange}
        />
      )}
    </Labelled>
  );
}

function TargetChoice({ taskId, said, value, onChange }: ChoiceProps & { taskId: string | null }) {
  const { t } = useTranslation('meetings');
  const language = useLanguage();
  const metricTitle = useMetricTitle();
  const plan = usePlan();
  const targets = useQuery(queries.targets(plan.id));
  const units = useQuery(queries.units());
  const unitName = (id: string) => units.data?.items.find((unit) => unit.id === id)?.name ?? '';
  const options = (targets.data?.items ?? [])
    .filter((target) => target.taskId === taskId)
    .map((target) => ({
      value: target.id,
      label: [
        metricTitle(target.metric),
        unitName(target.unitId),
        formatTarget(target, target.measure, language),
      ]
        .filter((part) => part !== '')
        .join(' · '),
    }));
  return (
    <Labelled label={t('effect.targetLabel')} said={said}>
      {(control) => (
        <Select
          {...control}
          disabled={taskId === null}
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          options={options}
          onChange={onChange}
        />
      )}
    </Labelled>
  );
}
