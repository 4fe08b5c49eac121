import type { TaskDetail } from '@duban/contract';
import { api, useChange, useSession } from '@duban/portal-kit';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { Dialog } from '../../parts/dialog.js';
import { Labelled, Words } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { touchedByTask } from './task-queries.js';

const closing: readonly string[] = ['issued', 'in-progress', 'closure-review'];

/** 待上级验收: the lead unit's head, or the plan office, notes that the own work is done, or takes it back. */
export function AwaitSuperior({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const { grants } = useSession();
  const [asking, setAsking] = useState(false);
  const change = useChange(
    (awaiting: boolean) =>
      api.put<TaskDetail>(`/api/tasks/${task.id}/awaiting-superior`, { awaiting }, { ifMatch: task.version }),
    touchedByTask,
  );
  const mayMark = grants.some(
    ({ role, unitId }) => role === 'plan-office' || (role === 'unit-head' && unitId === task.leadUnit?.id),
  );
  if (!mayMark || task.state !== 'in-progress') return null;
  const awaiting = !task.awaitingSuperior;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t(awaiting ? 'await.set' : 'await.clear')}
      </Button>
      <Dialog
        open={asking}
        title={t(awaiting ? 'await.set' : 'await.clear')}
        okText={t('await.confirm')}
        cancelText={t('await.cancel')}
        confirmLoading={change.isPending}
        onOk={() => change.mutate(awaiting, { onSuccess: () => setAsking(false) })}
        onCancel={() => setAsking(false)}
      >
        <p>{t(awaiting ? 'await.setHint' : 'await.clearHint')}</p>
        <ProblemNote error={change.error} />
      </Dialog>
    </>
  );
}

/** The plan office frees a responsible or cooperating unit from its part, so that the task can be closed without it, or takes that back. */
export function WaivePart({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('task');
  const allows = useAllows();
  const [asking, setAsking] = useState<boolean | null>(null);
  if (!closing.includes(task.state) || !allows('plan.keep')) return null;
  return (
    <>
      {/* What a closure in review was asked for without is not owed again: it is sent back first. */}
      {(task.state === 'closure-review' ? [false] : [false, true])
        .filter((waived) => partsOf(task, waived).length > 0)
        .map((waived) => (
          <Button key={String(waived)} size="small" onClick={() => setAsking(waived)}>
            {t(waived ? 'waive.back' : 'waive.part')}
          </Button>
        ))}
      {asking === null ? null : <WaiveDialog task={task} waived={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

/** Units beside the lead with a part of the task itself that was waived, or was not. */
function partsOf(task: TaskDetail, waived: boolean) {
  return [...task.responsibleUnits, ...task.cooperatingUnits].filter(({ id }) =>
    task.assignments.some(({ unit, waivedReason }) => unit.id === id && (waivedReason !== null) === waived),
  );
}

function WaiveDialog({
  task,
  waived,
  onClose,
}: {
  task: TaskDetail;
  /** It is the waiver that is taken back. */
  waived: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation('task');
  const [unitId, setUnitId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const change = useChange(
    (body: { unitId: string; reason: string }, idempotencyKey) =>
      waived
        ? api.post<TaskDetail>(`/api/tasks/${task.id}/waivers/withdrawal`, body, {
            ifMatch: task.version,
            idempotencyKey,
          })
        : api.post<TaskDetail>(`/api/tasks/${task.id}/waivers`, body, { idempotencyKey }),
    touchedByTask,
  );
  const free = partsOf(task, waived);
  return (
    <Dialog
      open
      title={t(waived ? 'waive.back' : 'waive.part')}
      okText={t('waive.confirm')}
      cancelText={t('await.cancel')}
      okButtonProps={{ disabled: !unitId || !reason.trim() }}
      confirmLoading={change.isPending}
      onOk={() => unitId && change.mutate({ unitId, reason: reason.trim() }, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <p className="dim">{t(waived ? 'waive.backHint' : 'waive.hint')}</p>
      <ProblemNote error={change.error} shownAt={['unitId', 'reason']} />
      <Labelled label={t('waive.unit')} said={saidOf(change.error, 'unitId')}>
        {(props) => (
          <Select
            {...props}
            autoFocus
            showSearch
            optionFilterProp="label"
            value={unitId}
            options={free.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setUnitId}
          />
        )}
      </Labelled>
      <Words
        label={t('waive.reason')}
        said={saidOf(change.error, 'reason')}
        value={reason}
        onChange={setReason}
      />
    </Dialog>
  );
}
