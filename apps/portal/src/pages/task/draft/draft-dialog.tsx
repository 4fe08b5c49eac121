import { type CreateTaskBody, type TaskDetail, type UpdateTaskBody, visibilities } from '@duban/contract';
import { api, queries, useChange, useGo, usePlan, useText } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { Input, Modal, Select, TreeSelect } from 'antd';
import { useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../../app/addresses.js';
import { useAllows } from '../../../app/use-allows.js';
import { Dialog } from '../../../parts/dialog.js';
import { type ControlProps, DateField, Labelled } from '../../../parts/labelled.js';
import { PeoplePicker, PersonPicker } from '../../../parts/person-picker.js';
import { ProblemNote, saidOf } from '../../../parts/problem-note.js';
import { treeOf } from '../../../parts/unit-picker.js';
import { UnitChoice } from '../../users/unit-choice.js';
import { touchedByTask } from '../task-queries.js';
import { type DraftValues, draftOf, draftOrigins, emptyDraft, isDraftOrigin } from './draft-values.js';

type Key = keyof DraftValues;
const shownAt: readonly Key[] = [
  'title',
  'areaId',
  'origin',
  'basis',
  'summary',
  'visibility',
  'leaderId',
  'leadUnitId',
  'responsibleUnitIds',
  'cooperatingUnitIds',
  'knowerIds',
  'dueDate',
];

/**
 * A task while it is drafted: a new one, or one that came back. Only what was changed here is sent, so that what
 * somebody else changed meanwhile stays.
 */
export function DraftDialog({ task, onClose }: { task: TaskDetail | null; onClose: () => void }) {
  const { t } = useTranslation('draft');
  const text = useText();
  const plan = usePlan();
  const go = useGo();
  const allows = useAllows();
  const client = useQueryClient();
  const id = useId();
  const areas = plan.areas.filter(
    (each) => each.id === task?.areaId || (each.enabled && allows('task.propose', { areaId: each.id })),
  );
  const [base, setBase] = useState(task);
  const [changes, setChanges] = useState<Partial<DraftValues>>({});
  const [asking, setAsking] = useState(false);
  const start = base ? draftOf(base) : emptyDraft(areas[0]?.id ?? '');
  const draft = { ...start, ...changes };
  const set = (change: Partial<DraftValues>) => setChanges((before) => ({ ...before, ...change }));
  const save = useChange(
    (body: UpdateTaskBody | CreateTaskBody, idempotencyKey) =>
      base
        ? api.patch<TaskDetail>(`/api/tasks/${base.id}`, body, { ifMatch: base.version })
        : api.post<TaskDetail>(`/api/plans/${plan.id}/tasks`, body, { idempotencyKey }),
    touchedByTask,
  );
  const dirty = Object.keys(changes).length > 0;
  // What leads on once it is saved runs before this is drawn again.
  const saved = useRef(false);
  const isLost = () => dirty && !saved.current;
  useBlocker({ shouldBlockFn: () => isLost() && !window.confirm(t('leave')), enableBeforeUnload: isLost });
  const ready = draft.title.trim() !== '' && draft.areaId !== '' && (base === null || dirty);
  const said = (key: Key) => saidOf(save.error, key);
  const words = (key: 'title' | 'basis', maxLength: number) => (
    <Labelled label={t(key)} optional={key !== 'title'} said={said(key)}>
      {(props) => (
        <Input
          {...props}
          autoFocus={key === 'title'}
          maxLength={maxLength}
          value={draft[key] ?? ''}
          onChange={(event) => set({ [key]: event.target.value || (key === 'title' ? '' : null) })}
        />
      )}
    </Labelled>
  );
  const units = (key: 'responsibleUnitIds' | 'cooperatingUnitIds') => (
    <Labelled label={t(key)} optional said={said(key)}>
      {(props) => <UnitsChoice {...props} value={draft[key]} onChange={(ids) => set({ [key]: ids })} />}
    </Labelled>
  );
  return (
    <Dialog
      open
      width={720}
      title={t(base ? 'edit' : 'new')}
      okText={t('save')}
      okButtonProps={{ htmlType: 'submit', form: id, loading: save.isPending, disabled: !ready }}
      onCancel={() => (dirty ? setAsking(true) : onClose())}
    >
      <form
        id={id}
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          const given = { ...(base ? changes : draft) };
          if (given.title !== undefined) given.title = given.title.trim();
          // Whoever may see an open task needs not be named.
          if (draft.visibility === 'open') delete given.knowerIds;
          save.mutate(given, {
            onSuccess: ({ id: taskId }) => {
              saved.current = true;
              onClose();
              if (!base) go(addresses.task(taskId));
            },
          });
        }}
      >
        <p className="dialog-note">{t('note')}</p>
        {words('title', 200)}
        <div className="draft-columns">
          <Labelled label={t('areaId')} said={said('areaId')}>
            {(props) => (
              <Select
                {...props}
                value={draft.areaId}
                options={areas.map((each) => ({ value: each.id, label: text(each.title) }))}
                onChange={(areaId: string) => set({ areaId })}
              />
            )}
          </Labelled>
          {isDraftOrigin(start.origin) ? (
            <Labelled label={t('origin')} said={said('origin')}>
              {(props) => (
                <Select
                  {...props}
                  value={draft.origin}
                  options={draftOrigins.map((each) => ({ value: each, label: t(`origins.${each}`) }))}
                  onChange={(origin: DraftValues['origin']) => set({ origin })}
                />
              )}
            </Labelled>
          ) : null}
        </div>
        {words('basis', 200)}
        <Labelled label={t('summary')} optional said={said('summary')}>
          {(props) => (
            <Input.TextArea
              {...props}
              autoSize={{ minRows: 3, maxRows: 12 }}
              maxLength={4000}
              value={draft.summary ?? ''}
              onChange={(event) => set({ summary: event.target.value || null })}
            />
          )}
        </Labelled>
        <div className="draft-columns">
          <Labelled label={t('leadUnitId')} said={said('leadUnitId')}>
            {(props) => (
              <UnitChoice
                {...props}
                value={draft.leadUnitId}
                onChange={(leadUnitId) => set({ leadUnitId })}
              />
            )}
          </Labelled>
          <Labelled label={t('leaderId')} said={said('leaderId')}>
            {(props) => (
              <PersonPicker
                {...props}
                among={{ role: 'leader' }}
                known={base?.leader ? [base.leader] : []}
                value={draft.leaderId}
                onChange={(leaderId) => set({ leaderId })}
              />
            )}
          </Labelled>
        </div>
        {units('responsibleUnitIds')}
        {units('cooperatingUnitIds')}
        <div className="draft-columns">
          <Labelled label={t('dueDate')} said={said('dueDate')}>
            {(props) => (
              <DateField {...props} value={draft.dueDate} onChange={(dueDate) => set({ dueDate })} />
            )}
          </Labelled>
          <Labelled label={t('visibility')} said={said('visibility')}>
            {(props) => (
              <Select
                {...props}
                value={draft.visibility}
                options={visibilities
                  .filter((each) => each !== 'withheld')
                  .map((each) => ({ value: each, label: t(`visibilities.${each}`) }))}
                onChange={(visibility: DraftValues['visibility']) => set({ visibility })}
              />
            )}
          </Labelled>
        </div>
        {draft.visibility === 'restricted' ? (
          <Labelled label={t('knowerIds')} optional said={said('knowerIds')} hint={t('knowersHint')}>
            {(props) => (
              <PeoplePicker
                {...props}
                known={base?.knowers ?? []}
                value={draft.knowerIds}
                onChange={(knowerIds) => set({ knowerIds })}
              />
            )}
          </Labelled>
        ) : null}
        <ProblemNote
          error={save.error}
          shownAt={isDraftOrigin(start.origin) ? shownAt : shownAt.filter((key) => key !== 'origin')}
          onReload={() => {
            if (!base) return;
            void client.fetchQuery({ ...queries.task(base.id), staleTime: 0 }).then((now) => {
              setBase(now);
              save.reset();
            });
          }}
        />
      </form>
      <Modal
        open={asking}
        title={t('leave')}
        okText={t('leaveYes')}
        cancelText={t('leaveNo')}
        onOk={onClose}
        onCancel={() => setAsking(false)}
      />
    </Dialog>
  );
}

/** Any number of open units. */
function UnitsChoice({
  value,
  onChange,
  ...control
}: ControlProps & { value: readonly string[]; onChange: (ids: string[]) => void }) {
  const units = useQuery(queries.units());
  const tree = useMemo(
    () => treeOf((units.data?.items ?? []).filter((unit) => unit.closedOn === null)),
    [units.data],
  );
  return (
    <TreeSelect
      {...control}
      multiple
      allowClear
      showSearch={{ treeNodeFilterProp: 'title', autoClearSearchValue: true }}
      treeDefaultExpandedKeys={tree.slice(0, 1).map((node) => node.value)}
      treeData={tree}
      value={[...value]}
      onChange={(ids: string[]) => onChange(ids)}
    />
  );
}
