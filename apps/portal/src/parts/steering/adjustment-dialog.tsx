import { type AdjustmentView, adjustmentKinds, type TaskDetail } from '@duban/contract';
import { api, formatTarget, queries, useChange, useLanguage, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Input, InputNumber, Radio, Select, TreeSelect } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { touchedByTask } from '../../pages/task/task-queries.js';
import { FormDialog } from '../form-dialog.js';
import { DateField, Labelled, Words } from '../labelled.js';
import { saidOf } from '../problem-note.js';
import { treeOf } from '../unit-picker.js';
import { useSaid } from './difference.js';

type Kind = AdjustmentView['kind'];
/** What a kind asks for, by the names of the request's fields; what is left out stays as it is. */
type Change = Record<string, unknown>;

interface PartProps {
  task: TaskDetail;
  change: Change;
  set: (name: string, value: unknown) => void;
  error: unknown;
}

/** Proposes an adjustment of any kind: what stands beside what it is to become, why, on what basis, from when. */
export function AdjustmentDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { t } = useTranslation('steering');
  const plan = usePlan();
  const [kind, setKind] = useState<Kind>('date');
  const [change, setChange] = useState<Change>({});
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState('');
  const [effectiveOn, setEffectiveOn] = useState<string | null>(plan.businessDate);
  const propose = useChange(
    (body: Change, idempotencyKey) =>
      api.post<AdjustmentView>(`/api/tasks/${task.id}/adjustments`, body, { idempotencyKey }),
    [...touchedByTask, ['notifications']],
  );
  const Part = parts[kind];
  const isWhole =
    needed[kind].every((name) => change[name] !== undefined) &&
    Object.entries(change).some(([name, value]) => value !== undefined && !subjects.includes(name));
  return (
    <FormDialog
      title={t('adjustment.propose')}
      okText={t('send')}
      change={propose}
      ready={isWhole && reason.trim() !== '' && basis.trim() !== '' && effectiveOn !== null}
      shownAt={['effectiveOn', 'reason', 'basis', ...shown[kind]]}
      rereads={['tasks']}
      onSend={() => {
        propose.mutate({ kind, ...change, effectiveOn, reason, basis }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <p className="dim">{t('adjustment.note')}</p>
      <Labelled label={t('adjustment.what')}>
        {(control) => (
          <Radio.Group
            id={control.id}
            value={kind}
            options={adjustmentKinds.map((each) => ({ value: each, label: t(`adjustment.kind.${each}`) }))}
            onChange={(event) => {
              setKind(event.target.value);
              setChange({});
              propose.reset();
            }}
          />
        )}
      </Labelled>
      <Part
        key={kind}
        task={task}
        change={change}
        set={(name, value) => setChange((before) => ({ ...before, [name]: value }))}
        error={propose.error}
      />
      <Labelled label={t('adjustment.effectiveOn')} said={saidOf(propose.error, 'effectiveOn')}>
        {(control) => (
          <DateField {...control} min={plan.businessDate} value={effectiveOn} onChange={setEffectiveOn} />
        )}
      </Labelled>
      <Words label={t('reason')} said={saidOf(propose.error, 'reason')} value={reason} onChange={setReason} />
      <Labelled label={t('adjustment.basis')} said={saidOf(propose.error, 'basis')}>
        {(control) => (
          <Input
            {...control}
            maxLength={500}
            value={basis}
            onChange={(event) => setBasis(event.target.value)}
          />
        )}
      </Labelled>
    </FormDialog>
  );
}

/** Fields without which a kind asks for nothing, and those at which a refusal is told. */
const needed: Record<Kind, readonly string[]> = {
  date: ['dueDate'],
  target: ['targetId', 'value'],
  units: [],
  milestone: ['milestoneId'],
  merge: ['intoTaskId'],
};
/** What is adjusted, not what it becomes. */
const subjects = ['targetId', 'milestoneId'];
const shown: Record<Kind, readonly string[]> = {
  ...needed,
  units: ['leadUnitId', 'responsibleUnitIds', 'cooperatingUnitIds'],
  milestone: ['milestoneId', 'title', 'dueDate', 'firm'],
};

const parts: Record<Kind, (props: PartProps) => ReactNode> = {
  date: DatePart,
  target: TargetPart,
  units: UnitsPart,
  milestone: MilestonePart,
  merge: MergePart,
};

/** The value that stands, beside the field of the new one. */
function OldNew({ old, children }: { old: unknown; children: ReactNode }) {
  const { t } = useTranslation('steering');
  const said = useSaid();
  return (
    <div className="old-new">
      <dl className="old-value">
        <dt>{t('adjustment.stands')}</dt>
        <dd className="figure">{said(old)}</dd>
      </dl>
      <div>{children}</div>
    </div>
  );
}

function DatePart({ task, change, set, error }: PartProps) {
  const { t } = useTranslation('steering');
  const plan = usePlan();
  return (
    <OldNew old={task.dueDate}>
      <Labelled label={t('adjustment.dueDate')} said={saidOf(error, 'dueDate')}>
        {(control) => (
          <DateField
            {...control}
            min={plan.businessDate}
            value={(change.dueDate as string | undefined) ?? null}
            onChange={(date) => set('dueDate', date ?? undefined)}
          />
        )}
      </Labelled>
    </OldNew>
  );
}

function TargetPart({ task, change, set, error }: PartProps) {
  const { t } = useTranslation('steering');
  const text = useText();
  const language = useLanguage();
  const targets = useQuery(queries.targets(task.planId));
  const metrics = useQuery(queries.metrics(task.areaId));
  const units = useQuery(queries.units());
  const own = (targets.data?.items ?? []).filter((each) => each.taskId === task.id && each.confirmed);
  const target = own.find((each) => each.id === change.targetId);
  const nameOf = (each: (typeof own)[number]) =>
    [
      text(metrics.data?.items.find(({ key }) => key === each.metric)?.title) || each.metric,
      units.data?.items.find(({ id }) => id === each.unitId)?.name,
      each.dueDate,
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <>
      <Labelled label={t('adjustment.target')} said={saidOf(error, 'targetId')}>
        {(control) => (
          <Select
            {...control}
            loading={targets.isPending}
            showSearch={{ optionFilterProp: 'label' }}
            notFoundContent={t('adjustment.noTarget')}
            value={change.targetId as string | undefined}
            options={own.map((each) => ({ value: each.id, label: nameOf(each) }))}
            onChange={(targetId: string) => set('targetId', targetId)}
          />
        )}
      </Labelled>
      {target ? (
        <OldNew old={formatTarget(target, target.measure, language)}>
          <Labelled
            label={t('adjustment.newValue', { measure: target.measure })}
            said={saidOf(error, 'value')}
          >
            {({ status, ...control }) => (
              <InputNumber
                {...control}
                {...(status ? { status } : {})}
                min={0}
                value={(change.value as number | undefined) ?? null}
                onChange={(value) => set('value', value ?? undefined)}
              />
            )}
          </Labelled>
        </OldNew>
      ) : null}
    </>
  );
}

function UnitsPart({ task, change, set, error }: PartProps) {
  const { t } = useTranslation('steering');
  const units = useQuery(queries.units());
  const tree = treeOf((units.data?.items ?? []).filter((unit) => unit.closedOn === null));
  const plan = usePlan();
  const picker = {
    showSearch: { treeNodeFilterProp: 'title' },
    treeDefaultExpandedKeys: [plan.rootUnitId],
    popupMatchSelectWidth: 320,
    loading: units.isPending,
    treeData: tree,
  };
  const several = (name: string, stands: TaskDetail['responsibleUnits'], label: string) => (
    <OldNew old={stands}>
      <Labelled label={label} said={saidOf(error, name)}>
        {(control) => (
          <TreeSelect
            {...control}
            {...picker}
            multiple
            value={(change[name] as string[] | undefined) ?? stands.map(({ id }) => id)}
            onChange={(ids: string[]) => set(name, ids)}
          />
        )}
      </Labelled>
    </OldNew>
  );
  return (
    <>
      <OldNew old={task.leadUnit}>
        <Labelled label={t('adjustment.value.leadUnit')} said={saidOf(error, 'leadUnitId')}>
          {(control) => (
            <TreeSelect
              {...control}
              {...picker}
              value={(change.leadUnitId as string | undefined) ?? task.leadUnit?.id}
              onChange={(id: string) => set('leadUnitId', id === task.leadUnit?.id ? undefined : id)}
            />
          )}
        </Labelled>
      </OldNew>
      {several('responsibleUnitIds', task.responsibleUnits, t('adjustment.value.responsibleUnits'))}
      {several('cooperatingUnitIds', task.cooperatingUnits, t('adjustment.value.cooperatingUnits'))}
    </>
  );
}

function MilestonePart({ task, change, set, error }: PartProps) {
  const { t } = useTranslation('steering');
  const open = task.milestones.filter((each) => each.doneOn === null);
  const milestone = open.find((each) => each.id === change.milestoneId);
  return (
    <>
      <Labelled label={t('adjustment.milestone')} said={saidOf(error, 'milestoneId')}>
        {(control) => (
          <Select
            {...control}
            notFoundContent={t('adjustment.noMilestone')}
            value={change.milestoneId as string | undefined}
            options={open.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(milestoneId: string) => set('milestoneId', milestoneId)}
          />
        )}
      </Labelled>
      {milestone ? (
        <>
          <OldNew old={milestone.title}>
            <Labelled label={t('adjustment.value.title')} optional said={saidOf(error, 'title')}>
              {(control) => (
                <Input
                  {...control}
                  maxLength={200}
                  value={(change.title as string | undefined) ?? milestone.title}
                  onChange={({ target: { value } }) =>
                    set('title', value === milestone.title ? undefined : value)
                  }
                />
              )}
            </Labelled>
          </OldNew>
          <OldNew old={milestone.dueDate}>
            <Labelled label={t('adjustment.value.dueDate')} optional said={saidOf(error, 'dueDate')}>
              {(control) => (
                <DateField
                  {...control}
                  value={change.dueDate === undefined ? milestone.dueDate : (change.dueDate as string | null)}
                  onChange={(date) => set('dueDate', date === milestone.dueDate ? undefined : date)}
                />
              )}
            </Labelled>
          </OldNew>
          <OldNew old={milestone.firm}>
            <Labelled label={t('adjustment.value.firm')} said={saidOf(error, 'firm')}>
              {(control) => (
                <Radio.Group
                  id={control.id}
                  value={change.firm ?? milestone.firm}
                  options={[
                    { value: true, label: t('yes') },
                    { value: false, label: t('no') },
                  ]}
                  onChange={({ target: { value } }) =>
                    set('firm', value === milestone.firm ? undefined : value)
                  }
                />
              )}
            </Labelled>
          </OldNew>
        </>
      ) : null}
    </>
  );
}

function MergePart({ task, change, set, error }: PartProps) {
  const { t } = useTranslation('steering');
  const tasks = useQuery(queries.tasks(task.planId, { areaId: task.areaId, origin: 'any' }));
  const others = (tasks.data?.items ?? []).filter(
    (each) =>
      each.id !== task.id &&
      each.visibility === task.visibility &&
      !['draft', 'closed', 'archived', 'terminated'].includes(each.state),
  );
  return (
    <OldNew old={{ title: task.title, number: task.number }}>
      <Labelled
        label={t('adjustment.into')}
        hint={t('adjustment.intoHint')}
        said={saidOf(error, 'intoTaskId')}
      >
        {(control) => (
          <Select
            {...control}
            loading={tasks.isPending}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={320}
            notFoundContent={t('adjustment.noTask')}
            value={change.intoTaskId as string | undefined}
            options={others.map(({ id, number, title }) => ({
              value: id,
              label: number === null ? title : `${number}. ${title ?? ''}`,
            }))}
            onChange={(intoTaskId: string) => set('intoTaskId', intoTaskId)}
          />
        )}
      </Labelled>
    </OldNew>
  );
}
